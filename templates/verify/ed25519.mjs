// Ed25519 signatures: by the browser, or here where it does not know them.
import { sha512, toHex } from './hashes.mjs';

/** Whether a signature (64 bytes) of these bytes was made with that key (32 bytes). */
export async function isSignedBy(key, signature, bytes) {
  if (key.length !== 32 || signature.length !== 64) return false;
  try {
    const imported = await globalThis.crypto.subtle.importKey('raw', key, 'Ed25519', false, ['verify']);
    return await globalThis.crypto.subtle.verify('Ed25519', imported, signature, bytes);
  } catch {
    return isSignedByHere(key, signature, bytes);
  }
}

const P = 2n ** 255n - 19n;
const ORDER = 2n ** 252n + 27742317777372353535851937790883648493n;

const mod = (value) => {
  const rest = value % P;
  return rest < 0n ? rest + P : rest;
};

function power(base, exponent) {
  let result = 1n;
  for (let square = base, left = exponent; left > 0n; left >>= 1n) {
    if (left & 1n) result = mod(result * square);
    square = mod(square * square);
  }
  return result;
}

const inverse = (value) => power(value, P - 2n);
const D = mod(-121665n * inverse(121666n));
const ROOT_OF_MINUS_ONE = power(2n, (P - 1n) / 4n);

/** Little-endian bytes as a number. */
const numberOf = (bytes) => BigInt(`0x${toHex(bytes.toReversed())}`);

/** The point that 32 bytes stand for, as [X, Y, Z, T]; undefined when there is none. */
function pointOf(bytes) {
  const packed = numberOf(bytes);
  const y = packed & ((1n << 255n) - 1n);
  if (y >= P) return undefined;
  const [above, below] = [mod(y * y - 1n), mod(D * y * y + 1n)];
  let x = mod(above * power(below, 3n) * power(above * power(below, 7n), (P - 5n) / 8n));
  if (mod(below * x * x) === mod(-above)) x = mod(x * ROOT_OF_MINUS_ONE);
  if (mod(below * x * x) !== above) return undefined;
  const isOdd = packed >> 255n;
  if (x === 0n && isOdd === 1n) return undefined;
  if ((x & 1n) !== isOdd) x = P - x;
  return [x, y, 1n, mod(x * y)];
}

function sum([x1, y1, z1, t1], [x2, y2, z2, t2]) {
  const a = mod((y1 - x1) * (y2 - x2));
  const b = mod((y1 + x1) * (y2 + x2));
  const c = mod(2n * D * t1 * t2);
  const d = mod(2n * z1 * z2);
  const [e, f, g, h] = [b - a, d - c, d + c, b + a];
  return [mod(e * f), mod(g * h), mod(f * g), mod(e * h)];
}

function times(factor, point) {
  let result = [0n, 1n, 1n, 0n];
  for (let double = point, left = factor; left > 0n; left >>= 1n) {
    if (left & 1n) result = sum(result, double);
    double = sum(double, double);
  }
  return result;
}

/** y = 4/5 with the even x. */
const BASE_BYTES = new Uint8Array(32).fill(0x66);
BASE_BYTES[0] = 0x58;

export async function isSignedByHere(key, signature, bytes) {
  const scalar = numberOf(signature.slice(32));
  const [commitment, owner, base] = [pointOf(signature.slice(0, 32)), pointOf(key), pointOf(BASE_BYTES)];
  if (scalar >= ORDER || commitment === undefined || owner === undefined) return false;
  const message = new Uint8Array(64 + bytes.length);
  message.set(signature.subarray(0, 32));
  message.set(key, 32);
  message.set(bytes, 64);
  const challenge = numberOf(await sha512(message)) % ORDER;
  const [x1, y1, z1] = times(scalar, base);
  const [x2, y2, z2] = sum(commitment, times(challenge, owner));
  return mod(x1 * z2 - x2 * z1) === 0n && mod(y1 * z2 - y2 * z1) === 0n;
}
