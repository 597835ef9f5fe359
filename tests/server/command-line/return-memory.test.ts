import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

/** A process of its own: the memory of this one belongs to all tests. */
const PROGRAM = `
  import { getHeapSpaceStatistics } from 'node:v8';
  import { returnMemory } from ${JSON.stringify(new URL('../../../server/command-line/return-memory.ts', import.meta.url).href)};
  const youngBytes = () => getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space').space_size;
  let kept = [];
  for (let count = 0; count < 2_000_000; count += 1) kept.push({ count });
  kept = [];
  const before = youngBytes();
  await returnMemory();
  console.log(JSON.stringify({ before, after: youngBytes() }));
`;

it('gives back the space for young objects that a busy moment made large', async () => {
  const program = ['--no-warnings', '--input-type=module', '--eval', PROGRAM];
  const { stdout } = await promisify(execFile)(process.execPath, program);
  const { before, after } = JSON.parse(stdout) as { before: number; after: number };
  expect(before).toBeGreaterThan(8_000_000);
  expect(after).toBeLessThan(before / 4);
});
