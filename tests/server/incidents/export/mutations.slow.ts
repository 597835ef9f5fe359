// One thousand exports of which one byte of one file is another: every one is noticed, and the file is named.
import { crc32 } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { ExportBench, filesOf, OTHER_PICTURE, PICTURE } from './export-bench.ts';
import { checked, faults, zipped, type Checked } from './export-checker.ts';

const MUTATIONS = 1000;

/** The same numbers in every run (mulberry32). */
function dice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % sides;
  };
}

/** An export with two pictures, a clip of a few bytes, an observation and a change. */
async function smallExport(): Promise<Buffer> {
  await using bench = await ExportBench.start();
  await bench.incidents.filed();
  await bench.snapshot(PICTURE, 'The gate.');
  await bench.snapshot(OTHER_PICTURE);
  await bench.clip(Buffer.alloc(188 * 20, 'G'));
  await bench.evidence({ kind: 'observation', text: 'A red van.' });
  await bench.incidents.patch(1, { severity: 'high' });
  return await bench.exported();
}

/** Where the bytes of each file stand in an archive that packs nothing, and where its checksums are. */
function placesOf(plain: Buffer, names: readonly string[]) {
  return names.map((name) => {
    const record = plain.lastIndexOf(name) - 46;
    const local = plain.readUInt32LE(record + 42);
    const start = local + 30 + plain.readUInt16LE(local + 26) + plain.readUInt16LE(local + 28);
    return { name, start, size: plain.readUInt32LE(record + 24), checksums: [record + 16, local + 14] };
  });
}

describe('1,000 random one-byte mutations of the files of an export', () => {
  it.each([
    ['left as they lie in the archive', false],
    ['with the checksums of the archive adapted', true],
  ])('are all reported by name, %s', async (_, isAdapted) => {
    const files = filesOf(await smallExport());
    const plain = zipped(files, 0);
    expect((await checked(plain)).verdict).toBe('intact');
    const places = placesOf(plain, [...files.keys()]);
    const roll = dice(isAdapted ? 2 : 1);
    const missed: string[] = [];
    const touched = new Set<string>();
    for (let round = 0; round < MUTATIONS / 2; round += 1) {
      const place = places[roll(places.length)];
      if (place === undefined) throw new Error('An archive without files');
      const { name, start, size, checksums } = place;
      const mutated = Buffer.from(plain);
      const at = start + roll(size);
      mutated[at] = ((mutated[at] ?? 0) + 1 + roll(255)) % 256;
      const sum = crc32(mutated.subarray(start, start + size));
      if (isAdapted) for (const field of checksums) mutated.writeUInt32LE(sum, field);
      touched.add(name);
      const result = await checked(mutated);
      if (!isNamed(result, name)) missed.push(`${name} at ${at - start}: ${faults(result).join(', ')}`);
    }
    expect(missed).toEqual([]);
    expect(touched).toEqual(new Set(files.keys()));
  });
});

/** Reported as changed; and no file but the manifest and its signature, which vouch for all, casts doubt on others. */
function isNamed(result: Checked, name: string): boolean {
  const { verdict, files } = result;
  const changed = files.filter(({ status }) => status === 'changed').map((file) => file.name);
  if (verdict !== 'changed' || !changed.includes(name)) return false;
  return name.startsWith('manifest.') || faults(result).length === 1;
}
