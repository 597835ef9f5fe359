// SHA-256 and SHA-512: by the browser, or here where it offers none (pages opened from an insecure address).

const subtle = globalThis.crypto?.subtle;

export function toHex(bytes) {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

export async function sha256(bytes) {
  return subtle === undefined ? sha256Here(bytes) : new Uint8Array(await subtle.digest('SHA-256', bytes));
}

export async function sha512(bytes) {
  return subtle === undefined ? sha512Here(bytes) : new Uint8Array(await subtle.digest('SHA-512', bytes));
}

const MASK_64 = (1n << 64n) - 1n;

/** The largest whole number whose `power` is at most `value`. */
function wholeRoot(value, power) {
  let low = 0n;
  let high = 1n << 80n;
  while (high - low > 1n) {
    const middle = (low + high) >> 1n;
    if (middle ** power <= value) low = middle;
    else high = middle;
  }
  return low;
}

const PRIMES = [];
for (let candidate = 2n; PRIMES.length < 80; candidate += 1n) {
  if (PRIMES.every((prime) => candidate % prime !== 0n)) PRIMES.push(candidate);
}
/** First 64 bits of the fractions of the cube roots of the first primes; SHA-256 takes half of them. */
const ROUND = PRIMES.map((prime) => wholeRoot(prime << 192n, 3n) & MASK_64);
/** The same of the square roots of the first eight. */
const START = PRIMES.slice(0, 8).map((prime) => wholeRoot(prime << 128n, 2n) & MASK_64);

/** The message with its end mark and length, in whole blocks of `block` bytes. */
function padded(bytes, block) {
  const length = Math.ceil((bytes.length + 1 + block / 8) / block) * block;
  const message = new Uint8Array(length);
  message.set(bytes);
  message[bytes.length] = 0x80;
  new DataView(message.buffer).setBigUint64(length - 8, BigInt(bytes.length) * 8n);
  return new DataView(message.buffer);
}

const turned = (word, by) => (word >>> by) | (word << (32 - by));

export function sha256Here(bytes) {
  const round = Int32Array.from(ROUND.slice(0, 64), (word) => Number(BigInt.asIntN(32, word >> 32n)));
  const state = Int32Array.from(START, (word) => Number(BigInt.asIntN(32, word >> 32n)));
  const message = padded(bytes, 64);
  const words = new Int32Array(64);
  for (let block = 0; block < message.byteLength; block += 64) {
    for (let at = 0; at < 16; at += 1) words[at] = message.getInt32(block + at * 4);
    for (let at = 16; at < 64; at += 1) {
      const [late, early] = [words[at - 2], words[at - 15]];
      const mixedLate = turned(late, 17) ^ turned(late, 19) ^ (late >>> 10);
      const mixedEarly = turned(early, 7) ^ turned(early, 18) ^ (early >>> 3);
      words[at] = words[at - 16] + mixedEarly + words[at - 7] + mixedLate;
    }
    let [a, b, c, d, e, f, g, h] = state;
    for (let at = 0; at < 64; at += 1) {
      const choice = (e & f) ^ (~e & g);
      const one = (h + (turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)) + choice + round[at] + words[at]) | 0;
      const two = ((turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      [h, g, f, e, d, c, b, a] = [g, f, e, (d + one) | 0, c, b, a, (one + two) | 0];
    }
    for (const [at, value] of [a, b, c, d, e, f, g, h].entries()) state[at] += value;
  }
  const digest = new DataView(new ArrayBuffer(32));
  for (const [at, word] of state.entries()) digest.setInt32(at * 4, word);
  return new Uint8Array(digest.buffer);
}

const turnedLong = (word, by) => ((word >> by) | (word << (64n - by))) & MASK_64;

export function sha512Here(bytes) {
  const state = [...START];
  const message = padded(bytes, 128);
  const words = [];
  for (let block = 0; block < message.byteLength; block += 128) {
    for (let at = 0; at < 16; at += 1) words[at] = message.getBigUint64(block + at * 8);
    for (let at = 16; at < 80; at += 1) {
      const [late, early] = [words[at - 2], words[at - 15]];
      const mixedLate = turnedLong(late, 19n) ^ turnedLong(late, 61n) ^ (late >> 6n);
      const mixedEarly = turnedLong(early, 1n) ^ turnedLong(early, 8n) ^ (early >> 7n);
      words[at] = (words[at - 16] + mixedEarly + words[at - 7] + mixedLate) & MASK_64;
    }
    let [a, b, c, d, e, f, g, h] = state;
    for (let at = 0; at < 80; at += 1) {
      const mixedE = turnedLong(e, 14n) ^ turnedLong(e, 18n) ^ turnedLong(e, 41n);
      const mixedA = turnedLong(a, 28n) ^ turnedLong(a, 34n) ^ turnedLong(a, 39n);
      const one = h + mixedE + ((e & f) ^ (~e & MASK_64 & g)) + ROUND[at] + words[at];
      const two = mixedA + ((a & b) ^ (a & c) ^ (b & c));
      [h, g, f, e, d, c, b, a] = [g, f, e, (d + one) & MASK_64, c, b, a, (one + two) & MASK_64];
    }
    for (const [at, value] of [a, b, c, d, e, f, g, h].entries()) state[at] = (state[at] + value) & MASK_64;
  }
  const digest = new DataView(new ArrayBuffer(64));
  for (const [at, word] of state.entries()) digest.setBigUint64(at * 8, word);
  return new Uint8Array(digest.buffer);
}
