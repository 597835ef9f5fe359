// The checking code of verify.html itself, without its page.
import { zipSync } from 'fflate';

export interface CheckedFile {
  readonly name: string;
  readonly status: 'ok' | 'changed' | 'missing' | 'not-listed' | 'unproven';
  readonly detail: string;
}

export interface Checked {
  readonly verdict: 'intact' | 'changed' | 'unreadable';
  readonly problems: readonly string[];
  readonly files: readonly CheckedFile[];
  readonly fingerprint: string | undefined;
}

const folder = new URL('../../../../templates/verify/', import.meta.url);

interface CheckExport {
  readonly checkExport: (blob: Blob) => Promise<Checked>;
}
interface Hashes {
  readonly sha256Here: (bytes: Uint8Array) => Uint8Array;
  readonly sha512Here: (bytes: Uint8Array) => Uint8Array;
}
interface Signatures {
  readonly isSignedBy: (key: Uint8Array, signature: Uint8Array, bytes: Uint8Array) => Promise<boolean>;
  readonly isSignedByHere: Signatures['isSignedBy'];
}

const load = async <T>(name: string): Promise<T> => (await import(new URL(name, folder).href)) as T;
const { checkExport } = await load<CheckExport>('check-export.mjs');
export const hashes = await load<Hashes>('hashes.mjs');
export const signatures = await load<Signatures>('ed25519.mjs');

export function checked(zip: Uint8Array): Promise<Checked> {
  return checkExport(new Blob([new Uint8Array(zip)]));
}

/** `name: status` of every file that is not as it should be. */
export function faults({ files }: Checked): string[] {
  return files.filter(({ status }) => status !== 'ok').map(({ name, status }) => `${name}: ${status}`);
}

/** A whole ZIP of these files, by another program than ours; packed or as they are. */
export function zipped(files: ReadonlyMap<string, Uint8Array>, level: 0 | 6 = 6): Buffer {
  const entries = [...files].map(([name, bytes]) => [name, new Uint8Array(bytes)] as const);
  return Buffer.from(zipSync(Object.fromEntries(entries), { level }));
}
