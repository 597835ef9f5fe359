// What must stay cheap, held against generous bounds; `npm run bench` has the exact figures.
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { closedLoop } from '../../scripts/bench/load/closed-loop.ts';
import { viewed, type Variant } from '../../scripts/bench/sections/serving.ts';
import { ServerProcess } from '../../scripts/bench/servers/server-process.ts';
import { median, rotated } from '../../scripts/bench/statistics.ts';

const PRODUCT = fileURLToPath(new URL('../../server/cli.ts', import.meta.url));
const CHAIN = fileURLToPath(new URL('../../scripts/bench/servers/chain-server.ts', import.meta.url));
const ROUNDS = 3;

interface Cost {
  /** The program's own CPU time of one answer, µs. */
  readonly ownUs: number;
  /** With what the system took for it. */
  readonly allUs: number;
}

/** CPU time of one answer: what else runs on the computer shakes it least. */
async function costOf(variant: Variant, subject: string): Promise<Cost> {
  await variant.ready();
  const head = variant.head(subject);
  const { port, pid } = variant;
  const { userUs, systemUs, errors } = await closedLoop({
    port,
    pid,
    connections: 8,
    seconds: 1,
    next: () => ({ head }),
  });
  expect(errors).toBe(0);
  return { ownUs: userUs, allUs: userUs + systemUs };
}

/** What the system takes to copy 300 KB is the same on both ways, and twice as much when they lie badly in memory. */
const SUBJECTS = [
  { subject: 'playlist', part: 'allUs', atLeast: 2.45 },
  { subject: '300 KB', part: 'ownUs', atLeast: 1.7 },
] as const;

describe('answering from memory', () => {
  it('costs far less in front of the router than behind it', async () => {
    await using product = await ServerProcess.start([PRODUCT, 'serve']);
    await using chain = await ServerProcess.start([CHAIN]);
    const variants = [await viewed(product, 'ours'), await viewed(chain, 'chain')];
    for (const { subject, part, atLeast } of SUBJECTS) {
      const ratios: number[] = [];
      for (let round = 0; round < ROUNDS; round += 1) {
        const costs: Record<string, number> = {};
        for (const variant of rotated(variants, round))
          costs[variant.name] = (await costOf(variant, subject))[part];
        ratios.push((costs['chain'] ?? 0) / (costs['ours'] ?? Number.NaN));
      }
      expect(median(ratios), subject).toBeGreaterThan(atLeast);
    }
  });
});
