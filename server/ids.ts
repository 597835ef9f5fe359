import { hash, randomBytes, randomUUID } from 'node:crypto';

/** Random lower-case hex text of `bytes` × 2 characters. */
export function randomHex(bytes: number): string {
  return randomBytes(bytes).toString('hex');
}

/** Random URL-safe text holding `bytes` × 8 bits. */
export function randomToken(bytes: number): string {
  return randomBytes(bytes).toString('base64url');
}

export function newUuid(): string {
  return randomUUID();
}

/** SHA-256 of UTF-8 text in hex: how keys and session tokens are stored. */
export function sha256Hex(text: string): string {
  return hash('sha256', text, 'hex');
}

const CODE_ALPHABET = 'ABCDEFGHJKMNPQRSTVWXYZ23456789';

/** A code a person can read out and type: `XXXX-XXXX-XXXX`, no look-alike characters (about 58 bits). */
export function readableCode(): string {
  const characters: string[] = [];
  while (characters.length < 12) {
    const byte = randomBytes(1).readUInt8();
    // Bytes beyond the last whole multiple would favour the alphabet's start.
    if (byte < 240) characters.push(CODE_ALPHABET.charAt(byte % CODE_ALPHABET.length));
  }
  const text = characters.join('');
  return `${text.slice(0, 4)}-${text.slice(4, 8)}-${text.slice(8)}`;
}

/** Random bytes, for keys, nonces and where counting begins. */
export function randomKey(bytes: number): Buffer {
  return randomBytes(bytes);
}
