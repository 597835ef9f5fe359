import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { restrictFile } from '../db/private-file.ts';
import { randomHex, randomKey } from '../ids.ts';
import { StartError } from '../start-error.ts';

const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const FORMAT = 'v1.';
const CIPHER = 'aes-256-gcm';

/**
 * The secret of this installation: a file of the data directory that only its owner may read. Keys for single purposes
 * are derived from it, so that knowing one tells nothing about another.
 */
export class InstallationSecret {
  readonly #root: Buffer;

  constructor(root: Buffer) {
    this.#root = root;
  }

  /** The key for one purpose, 32 bytes; the same after every start. */
  key(purpose: string): Buffer {
    return Buffer.from(hkdfSync('sha256', this.#root, '', `sentinel ${purpose}`, KEY_BYTES));
  }

  /** Encrypts text for storage. It opens only for the same purpose. */
  seal(text: string, purpose: string): string {
    const nonce = randomKey(NONCE_BYTES);
    const cipher = createCipheriv(CIPHER, this.key(`seal ${purpose}`), nonce);
    const sealed = Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
    return FORMAT + sealed.toString('base64url');
  }

  /** Text as it was sealed; undefined when it was sealed elsewhere, for something else, or was damaged. */
  open(sealed: string, purpose: string): string | undefined {
    if (!sealed.startsWith(FORMAT)) return undefined;
    const bytes = Buffer.from(sealed.slice(FORMAT.length), 'base64url');
    if (bytes.length < NONCE_BYTES + TAG_BYTES) return undefined;
    try {
      const decipher = createDecipheriv(CIPHER, this.key(`seal ${purpose}`), bytes.subarray(0, NONCE_BYTES));
      decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
      const body = bytes.subarray(NONCE_BYTES, -TAG_BYTES);
      return Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8');
    } catch {
      return undefined;
    }
  }
}

/** Reads the secret, or makes one at the first start. Throws StartError when the file is damaged or unreadable. */
export function loadInstallationSecret(dataDir: string): InstallationSecret {
  const folder = join(dataDir, 'secrets');
  const file = join(folder, 'installation.key');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (!existsSync(file)) createKeyFile(file);
  restrictFile(file);
  const text = readFileSync(file, 'utf8').trim();
  if (!/^[0-9a-f]{64}$/.test(text)) {
    throw new StartError(
      'The file secrets/installation.key of the data folder is damaged. Put it back from a backup, or delete it: ' +
        'stored mail passwords and webhook secrets must then be entered again.',
      'bad-secret',
    );
  }
  return new InstallationSecret(Buffer.from(text, 'hex'));
}

/** Whole or not at all, also when the power fails: what is sealed with it could never be opened again. */
function createKeyFile(file: string): void {
  const draft = `${file}.${randomHex(4)}`;
  const handle = openSync(draft, 'wx', 0o600);
  writeSync(handle, `${randomKey(KEY_BYTES).toString('hex')}\n`);
  fsyncSync(handle);
  closeSync(handle);
  renameSync(draft, file);
}
