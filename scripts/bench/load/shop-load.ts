import { setTimeout as sleep } from 'node:timers/promises';
import { cpuBetween, cpuOf, totalMs } from '../machine/process-figures.ts';
import { quantile } from '../statistics.ts';

/** One camera and those who watch it, on whatever server. */
export interface ShopServer {
  readonly pid: number;
  /** Delivers the next segment of a camera and its playlist; answers whether both were taken. */
  readonly deliver: (camera: number) => Promise<boolean>;
  /** Fetches what a viewer fetches each second. */
  readonly watch: (viewer: Viewer) => Promise<Fetched>;
}

export interface Viewer {
  readonly index: number;
  readonly camera: number;
}

export interface Fetched {
  readonly ok: boolean;
  /** Time for the segment alone, ms; undefined when there was nothing new. */
  readonly segmentMs: number | undefined;
}

export interface ShopFigures {
  readonly cpuPercent: number;
  readonly segments: number;
  readonly segmentP50Ms: number;
  readonly segmentP99Ms: number;
  readonly deliveries: number;
  readonly errors: number;
  readonly megabytesPerSecond: number;
  /** Requests that were due while the one before was still under way. */
  readonly late: number;
}

export interface ShopPlan {
  readonly cameras: number;
  readonly viewers: readonly Viewer[];
  readonly seconds: number;
  readonly segmentBytes: number;
}

const PERIOD_MS = 1_000;
const SETTLE_MS = 2_000;

/** Open loop: what is due at a time is begun at that time, whether or not the server keeps up. */
export async function shopLoad(server: ShopServer, plan: ShopPlan): Promise<ShopFigures> {
  const tally = { deliveries: 0, errors: 0, late: 0, isMeasured: false };
  const segmentMs: number[] = [];
  const timers: NodeJS.Timeout[] = [];
  const every = (phase: number, act: () => Promise<void>): void => {
    let isBusy = false;
    const tick = (): void => {
      if (isBusy) {
        if (tally.isMeasured) tally.late += 1;
        return;
      }
      isBusy = true;
      void act().finally(() => {
        isBusy = false;
      });
    };
    timers.push(setTimeout(() => timers.push(setInterval(tick, PERIOD_MS)), phase * PERIOD_MS));
  };
  for (let camera = 0; camera < plan.cameras; camera += 1)
    every(camera / plan.cameras, async () => {
      const ok = await server.deliver(camera);
      if (!tally.isMeasured) return;
      tally.deliveries += 1;
      if (!ok) tally.errors += 1;
    });
  for (const viewer of plan.viewers)
    every(staggered(viewer.index), async () => {
      const fetched = await server.watch(viewer);
      if (!tally.isMeasured) return;
      if (!fetched.ok) tally.errors += 1;
      if (fetched.segmentMs !== undefined) segmentMs.push(fetched.segmentMs);
    });
  await sleep(SETTLE_MS);
  tally.isMeasured = true;
  const before = { cpu: cpuOf(server.pid), at: performance.now() };
  await sleep(plan.seconds * 1_000);
  const elapsedMs = performance.now() - before.at;
  const cpu = cpuBetween(before.cpu, cpuOf(server.pid));
  tally.isMeasured = false;
  for (const timer of timers) clearInterval(timer);
  const { deliveries, errors, late } = tally;
  return {
    cpuPercent: (totalMs(cpu) / elapsedMs) * 100,
    segments: segmentMs.length,
    segmentP50Ms: quantile(segmentMs, 0.5),
    segmentP99Ms: quantile(segmentMs, 0.99),
    deliveries,
    errors,
    late,
    megabytesPerSecond: (segmentMs.length * plan.segmentBytes) / elapsedMs / 1_000,
  };
}

/** Spreads viewers evenly over the second, whatever their number. */
function staggered(index: number): number {
  return (index * 0.618_034) % 1;
}
