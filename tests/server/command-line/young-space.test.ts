import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const MODULE = new URL('../../../server/command-line/young-space.ts', import.meta.url).href;

/** A process of its own: the flags of this one belong to all tests. Keeps enough alive for V8 to want more space. */
function program(isBounded: boolean): string {
  return `
    import { setTimeout as pause } from 'node:timers/promises';
    import { getHeapSpaceStatistics } from 'node:v8';
    import { boundYoungSpace } from ${JSON.stringify(MODULE)};
    if (${isBounded}) boundYoungSpace(1);
    const youngBytes = () => getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space').space_size;
    const kept = [];
    const work = (count) => {
      for (let made = 0; made < count; made += 1) kept[made % 400_000] = { made, of: [count] };
    };
    while (youngBytes() < 16_000_000) work(50_000);
    // Time to be looked at.
    await pause(100);
    const before = youngBytes();
    work(10_000_000);
    console.log(JSON.stringify({ before, after: youngBytes() }));
  `;
}

async function youngBytes(isBounded: boolean): Promise<{ before: number; after: number }> {
  // As on a computer with much memory.
  const options = ['--max-semi-space-size=64', '--no-warnings', '--input-type=module', '--eval'];
  const { stdout } = await promisify(execFile)(process.execPath, [...options, program(isBounded)]);
  return JSON.parse(stdout) as { before: number; after: number };
}

it('the space for young objects, once it is large enough, grows no more, which by itself it does', async () => {
  const [bounded, unbounded] = await Promise.all([youngBytes(true), youngBytes(false)]);
  expect(bounded.after).toBeLessThanOrEqual(bounded.before);
  expect(unbounded.after).toBeGreaterThan(unbounded.before);
});
