import { setTimeout as sleep } from 'node:timers/promises';
import { cpuBetween, cpuOf, rssOf, totalMs } from '../machine/process-figures.ts';
import { line, type Bench, type SectionResult } from '../section.ts';
import { ServerProcess } from '../servers/server-process.ts';
import { spreadOf } from '../statistics.ts';

const SETTLE_MS = 10_000;

/** How soon the server answers, and what it costs while nobody needs it. */
export async function start(bench: Bench): Promise<SectionResult> {
  const times: number[] = [];
  for (let count = 0; count < (bench.quick ? 3 : 7); count += 1) {
    await using server = await ServerProcess.start(bench.serverArgs, { hasOwner: false });
    times.push(server.startMs);
  }
  bench.say('idle');
  await using server = await ServerProcess.start(bench.serverArgs, { hasOwner: false });
  await sleep(SETTLE_MS);
  const before = cpuOf(server.pid);
  const startedAt = performance.now();
  await sleep(bench.quick ? 15_000 : 60_000);
  const cpuPercent = (totalMs(cpuBetween(before, cpuOf(server.pid))) / (performance.now() - startedAt)) * 100;
  const rssMb = rssOf(server.pid) / 1e6;
  const { median, min, max } = spreadOf(times);
  return {
    title: 'Start and idling',
    lines: [
      line('start of a new installation to the first answer', median / 1_000, {
        atMost: 0.8,
        unit: ' s',
        note: `${(min / 1_000).toFixed(2)}–${(max / 1_000).toFixed(2)} s`,
      }),
      line('CPU while idle', cpuPercent, { atMost: 1, unit: ' % of a core' }),
      line('memory while idle', rssMb, { atMost: 120, digits: 0, unit: ' MB' }),
    ],
    figures: { times, cpuPercent, rssMb },
  };
}
