import { createHash, createPrivateKey, createPublicKey, sign, type KeyObject } from 'node:crypto';
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
/** What stands before the 32 bytes of an Ed25519 private key in PKCS8. */
const PKCS8_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex');
/** Hex digits of a fingerprint: few enough to compare by eye, too many to find a second key with the same. */
const FINGERPRINT_DIGITS = 32;

/** The Ed25519 key pair with which this installation signs what it exports. */
export class SigningKey {
  /** Base64 of the 32 bytes of the public key. */
  readonly publicKey: string;
  /** First 32 hex digits of the SHA-256 of the public key, in groups of four. */
  readonly fingerprint: string;
  /** The public key as other programs read it. */
  readonly publicPem: string;
  readonly #key: KeyObject;

  constructor(key: KeyObject) {
    this.#key = key;
    const publicKey = createPublicKey(key);
    const bytes = publicKey.export({ format: 'der', type: 'spki' }).subarray(-KEY_BYTES);
    const digest = createHash('sha256').update(bytes).digest('hex').slice(0, FINGERPRINT_DIGITS);
    this.publicKey = bytes.toString('base64');
    this.fingerprint = digest.replaceAll(/(.{4})(?=.)/g, '$1 ');
    this.publicPem = publicKey.export({ format: 'pem', type: 'spki' }).toString();
  }

  /** Signature of exactly these bytes, 64 bytes. */
  sign(bytes: Uint8Array): Buffer {
    return sign(null, bytes, this.#key);
  }
}

/**
 * Reads the key pair from the data directory, or makes one at the first start. Throws StartError when the file is
 * damaged or unreadable.
 */
export function loadSigningKey(dataDir: string): SigningKey {
  const folder = join(dataDir, 'secrets');
  const file = join(folder, 'evidence-signing.key');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (!existsSync(file)) createKeyFile(file);
  restrictFile(file);
  return new SigningKey(readKey(readFileSync(file, 'utf8')));
}

function readKey(pem: string): KeyObject {
  try {
    const key = createPrivateKey(pem);
    if (key.asymmetricKeyType === 'ed25519') return key;
  } catch {
    // Answered below, together with keys of another kind.
  }
  throw new StartError(
    'The file secrets/evidence-signing.key of the data folder is damaged. Put it back from a backup, or delete it: ' +
      'exports are then signed with a new key, and earlier ones still verify with their own.',
    'bad-secret',
  );
}

/** Whole or not at all, also when the power fails. */
function createKeyFile(file: string): void {
  const der = Buffer.concat([PKCS8_HEAD, randomKey(KEY_BYTES)]);
  const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  const draft = `${file}.${randomHex(4)}`;
  const handle = openSync(draft, 'wx', 0o600);
  writeSync(handle, key.export({ format: 'pem', type: 'pkcs8' }).toString());
  fsyncSync(handle);
  closeSync(handle);
  renameSync(draft, file);
}
