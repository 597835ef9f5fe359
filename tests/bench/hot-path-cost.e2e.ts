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

/**
 * The program's own CPU time of one answer, µs: what else runs on the computer shakes it least. What the system takes to
 * copy the bytes is the same on both ways, and twice as much when they happen to lie badly in memory.
 */
async function costOf(variant: Variant, subject: string): Promise<number> {
  await variant.ready();
  const head = variant.head(subject);
  const { port, pid } = variant;
  const { userUs, errors } = await closedLoop({
    port,
    pid,
    connections: 8,
    seconds: 1,
    next: () => ({ head }),
  });
  expect(errors).toBe(0);
  return userUs;
}

describe('answering from memory', () => {
  it('costs far less in front of the router than behind it', async () => {
    await using product = await ServerProcess.start([PRODUCT, 'serve']);
    await using chain = await ServerProcess.start([CHAIN]);
    const variants = [await viewed(product, 'ours'), await viewed(chain, 'chain')];
    const ratios = new Map<string, number[]>([
      ['playlist', []],
      ['300 KB', []],
    ]);
    for (let round = 0; round < ROUNDS; round += 1)
      for (const [subject, found] of ratios) {
        const costs: Record<string, number> = {};
        for (const variant of rotated(variants, round)) costs[variant.name] = await costOf(variant, subject);
        found.push((costs['chain'] ?? 0) / (costs['ours'] ?? Number.NaN));
      }
    expect(median(ratios.get('playlist') ?? [])).toBeGreaterThan(2.45);
    expect(median(ratios.get('300 KB') ?? [])).toBeGreaterThan(1.35);
  });
});
