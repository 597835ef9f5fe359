import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { beforeAll, describe, expect, it } from 'vitest';
import { ZipFile } from 'yazl';
import { SigningKey } from '../../../../server/secrets/signing-key.ts';
import { ExportBench, filesOf, OTHER_PICTURE, PICTURE } from './export-bench.ts';
import { checked, faults, hashes, signatures, zipped } from './export-checker.ts';

const FIRST = 'snapshots/1-aaaaaaaa-gate.jpg';
const SECOND = 'snapshots/2-aaaaaaaa-gate.jpg';

let zip: Buffer;
let fingerprint = '';
beforeAll(async () => {
  await using bench = await ExportBench.start();
  zip = await bench.fullExport();
  fingerprint = bench.deps.signingKey.fingerprint;
});
const files = (): Map<string, Buffer> => filesOf(zip);

/** The export with other files, as a faultless ZIP. */
async function checkedWith(
  changes: Readonly<Record<string, Uint8Array | undefined>>,
): ReturnType<typeof checked> {
  const present = files();
  for (const [name, bytes] of Object.entries(changes)) {
    if (bytes === undefined) present.delete(name);
    else present.set(name, Buffer.from(bytes));
  }
  return checked(zipped(present));
}

describe('checking an export', () => {
  it('finds an untouched one intact, file by file, and tells the fingerprint', async () => {
    const result = await checked(zip);
    expect([result.verdict, result.problems, faults(result), result.fingerprint]).toEqual([
      'intact',
      [],
      [],
      fingerprint,
    ]);
    expect(result.files.map(({ name }) => name).toSorted()).toEqual([...files().keys()].toSorted());
  });

  it('does not mind who packed the files, or how', async () => {
    expect((await checked(zipped(files(), 6))).verdict).toBe('intact');
    expect((await checked(zipped(files(), 0))).verdict).toBe('intact');
    const long = new ZipFile();
    for (const [name, bytes] of files()) long.addBuffer(bytes, name, { forceZip64Format: true });
    long.end({ forceZip64Format: true, comment: '' });
    expect((await checked(await buffer(long.outputStream))).verdict).toBe('intact');
  });

  it('names a changed, a missing and an added file', async () => {
    const added = { 'snapshots/3-extra.jpg': OTHER_PICTURE };
    const result = await checkedWith({ [FIRST]: OTHER_PICTURE, 'report.md': undefined, ...added });
    expect(result.verdict).toBe('changed');
    expect(faults(result).toSorted()).toEqual([
      'report.md: missing',
      `${FIRST}: changed`,
      'snapshots/3-extra.jpg: not-listed',
    ]);
  });

  it('names both of two swapped files', async () => {
    const result = await checkedWith({ [FIRST]: OTHER_PICTURE, [SECOND]: PICTURE });
    expect(faults(result)).toEqual([`${FIRST}: changed`, `${SECOND}: changed`]);
  });

  it('believes nothing of a manifest that was adapted to changed files', async () => {
    const digest = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
    const manifest = files().get('manifest.json')?.toString() ?? '';
    const forged = JSON.parse(manifest.replace(digest(PICTURE), digest(OTHER_PICTURE))) as {
      files: { bytes: number }[];
    };
    const [entry] = forged.files;
    if (entry !== undefined) entry.bytes = OTHER_PICTURE.length;
    const result = await checkedWith({
      [FIRST]: OTHER_PICTURE,
      'manifest.json': Buffer.from(JSON.stringify(forged)),
    });
    expect(result.verdict).toBe('changed');
    expect(result.files.every(({ status }) => status !== 'ok')).toBe(true);
    expect(faults(result)).toEqual(
      expect.arrayContaining(['manifest.json: changed', 'manifest.sig: changed', `${FIRST}: unproven`]),
    );
  });

  it('sees a signature by another key', async () => {
    const { privateKey } = generateKeyPairSync('ed25519');
    const signature = sign(null, files().get('manifest.json') ?? Buffer.alloc(0), privateKey);
    const result = await checkedWith({ 'manifest.sig': signature });
    expect([result.verdict, result.fingerprint]).toEqual(['changed', fingerprint]);
    expect(faults(result)).toEqual(expect.arrayContaining(['manifest.sig: changed']));
  });

  it('tells a forger by the fingerprint when everything is signed anew', async () => {
    const forger = new SigningKey(generateKeyPairSync('ed25519').privateKey);
    const text = files().get('manifest.json')?.toString() ?? '';
    const manifest = JSON.parse(text) as { signing_key: { public_key: string } };
    manifest.signing_key.public_key = forger.publicKey;
    const forged = Buffer.from(JSON.stringify(manifest));
    const result = await checkedWith({ 'manifest.json': forged, 'manifest.sig': forger.sign(forged) });
    expect([result.verdict, result.fingerprint]).toEqual(['intact', forger.fingerprint]);
    expect(result.fingerprint).not.toBe(fingerprint);
  });

  it.each(['manifest.json', 'manifest.sig'])('proves nothing without %s', async (name) => {
    const result = await checkedWith({ [name]: undefined });
    expect(result.verdict).toBe('changed');
    expect(faults(result)).toHaveLength(files().size);
    expect(faults(result)).toContain(`${name}: missing`);
  });
});

describe('checking the archive itself', () => {
  it('cannot read what is cut off at any place, empty, or something else', async () => {
    for (const length of [0, 1, 21, 22, 1000, Math.floor(zip.length / 2), zip.length - 1]) {
      expect((await checked(zip.subarray(0, length))).verdict).toBe('unreadable');
    }
    expect((await checked(randomBytes(100_000))).verdict).toBe('unreadable');
    expect((await checked(zipped(new Map([['a.txt', Buffer.from('a')]])))).verdict).toBe('unreadable');
  });

  it('reports bytes before, between and after the files', async () => {
    const plain = zipped(files(), 0);
    expect((await checked(Buffer.concat([plain, Buffer.from('more')]))).problems).toHaveLength(1);
    expect((await checked(Buffer.concat([Buffer.from('more'), plain]))).verdict).not.toBe('intact');
    const end = plain.length - 22;
    const directory = plain.readUInt32LE(end + 16);
    const gap = Buffer.concat([
      plain.subarray(0, directory),
      Buffer.from('hidden'),
      plain.subarray(directory),
    ]);
    gap.writeUInt32LE(directory + 6, end + 6 + 16);
    const result = await checked(gap);
    expect([result.verdict, result.problems]).toEqual([
      'changed',
      [expect.stringContaining('belong to no file')],
    ]);
  });

  it('reports a name that is there twice', async () => {
    const twice = new ZipFile();
    for (const [name, bytes] of files()) twice.addBuffer(bytes, name);
    twice.addBuffer(OTHER_PICTURE, FIRST);
    twice.end();
    const result = await checked(await buffer(twice.outputStream));
    expect([result.verdict, faults(result)]).toEqual(['changed', [`${FIRST}: changed`]]);
  });

  it('reports a file whose two records disagree', async () => {
    const plain = zipped(files(), 0);
    plain.write('S', 30, 'latin1');
    const result = await checked(plain);
    expect([result.verdict, faults(result)]).toEqual(['changed', [`${FIRST}: changed`]]);
  });

  it('refuses a file that unpacks to more than it says', async () => {
    const bomb = new ZipFile();
    for (const [name, bytes] of files()) bomb.addBuffer(bytes, name);
    bomb.addBuffer(Buffer.alloc(5_000_000), 'bomb.bin');
    bomb.end();
    const packed = await buffer(bomb.outputStream);
    const record = packed.lastIndexOf('bomb.bin') - 46;
    packed.writeUInt32LE(10, record + 24);
    packed.writeUInt32LE(10, packed.indexOf('bomb.bin') - 30 + 22);
    expect(faults(await checked(packed))).toEqual(['bomb.bin: not-listed']);
  });
});

describe('without help from the browser', () => {
  it('SHA-256 and SHA-512 are those of other programs, at every length around a block', () => {
    for (const length of [0, 1, 55, 56, 63, 64, 65, 111, 112, 119, 127, 128, 129, 1000, 100_003]) {
      const bytes = randomBytes(length);
      const [short, long] = [hashes.sha256Here(bytes), hashes.sha512Here(bytes)];
      expect(Buffer.from(short).toString('hex')).toBe(createHash('sha256').update(bytes).digest('hex'));
      expect(Buffer.from(long).toString('hex')).toBe(createHash('sha512').update(bytes).digest('hex'));
    }
  });

  it('signatures verify like those of other programs, and no bit of them may differ', async () => {
    for (let round = 0; round < 8; round += 1) {
      const key = new SigningKey(generateKeyPairSync('ed25519').privateKey);
      const bytes = randomBytes(round * 37);
      const owner = Buffer.from(key.publicKey, 'base64');
      const signature = key.sign(bytes);
      expect(await signatures.isSignedByHere(owner, signature, bytes)).toBe(true);
      expect(await signatures.isSignedBy(owner, signature, bytes)).toBe(true);
      const flipped = Buffer.from(signature);
      const at = Math.floor(Math.random() * 64);
      flipped[at] = (flipped[at] ?? 0) ^ (1 << (round % 8));
      expect(await signatures.isSignedByHere(owner, flipped, bytes)).toBe(false);
      expect(await signatures.isSignedByHere(owner, signature, Buffer.concat([bytes, Buffer.of(0)]))).toBe(
        false,
      );
    }
  });

  it('a signature is refused whose number is beyond the order of the group', async () => {
    const key = new SigningKey(generateKeyPairSync('ed25519').privateKey);
    const owner = Buffer.from(key.publicKey, 'base64');
    const bytes = Buffer.from('same');
    const signature = key.sign(bytes);
    const order = 2n ** 252n + 27742317777372353535851937790883648493n;
    let scalar = BigInt(`0x${Buffer.from(signature.subarray(32)).reverse().toString('hex')}`) + order;
    for (let at = 32; at < 64; at += 1) {
      signature[at] = Number(scalar & 255n);
      scalar >>= 8n;
    }
    expect(await signatures.isSignedByHere(owner, signature, bytes)).toBe(false);
  });
});
