// Makes real packages of the built product, around a stub of Electron and without a network.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { packagingTools } from './stubs/packaging-tools.ts';

export const ROOT = join(import.meta.dirname, '..', '..');
const PROGRAM = join(ROOT, 'scripts', 'packaging', 'make-packages.ts');
/** Nothing answers here: whatever wants to fetch something fails at once. */
const NOWHERE = 'http://127.0.0.1:9';

export interface Packages {
  /** Folder with the packages and the unpacked trees. */
  readonly output: string;
  /** What was said while they were made. */
  readonly log: string;
}

export interface Packaging {
  /** Where to work; the packages go into a folder below. */
  readonly folder: string;
  /** Folder shaped like Electron's own. */
  readonly electron: string;
  /** As on the command line of `npm run dist`. */
  readonly args: readonly string[];
}

/** `npm run dist`, as somebody would call it. Rejects with its output when it fails. */
export async function makePackages({ folder, electron, args }: Packaging): Promise<Packages> {
  const output = join(folder, 'packages');
  const tools = join(folder, 'tools');
  mkdirSync(tools, { recursive: true });
  const child = spawn(process.execPath, [PROGRAM, ...args, '--electron-dist', electron, '--output', output], {
    cwd: ROOT,
    env: {
      ...process.env,
      ...packagingTools(tools),
      HTTP_PROXY: NOWHERE,
      HTTPS_PROXY: NOWHERE,
      ELECTRON_MIRROR: `${NOWHERE}/`,
      ELECTRON_BUILDER_BINARIES_MIRROR: `${NOWHERE}/`,
      CSC_IDENTITY_AUTO_DISCOVERY: 'false',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let log = '';
  child.stdout.on('data', (chunk: Buffer) => (log += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (log += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`Packaging ended with ${String(code)}:\n${log}`);
  return { output, log };
}

/** The file of `folder` whose name ends so. Throws when there is not exactly one. */
export function fileEndingIn(folder: string, ending: string): string {
  const found = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(ending)) : [];
  if (found.length !== 1) throw new Error(`${found.length} files end in ${ending}: ${found.join(', ')}`);
  return join(folder, found[0] ?? '');
}
