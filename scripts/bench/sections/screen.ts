import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, Page } from 'playwright';
import { CameraFeed } from '../load/camera-feed.ts';
import { calmly, confineSelf, LOAD_CORE, SERVER_CORE } from '../machine/cores.ts';
import { ClockCamera } from '../screen/clock-camera.ts';
import { begin, openDefaults, openWall, shownBy, signedIn, untilShown } from '../screen/pages.ts';
import type { Shown } from '../screen/screen-reader.ts';
import { launchBrowser } from '../../throwaway/browser.ts';
import { line, type Bench, type Line, type SectionResult } from '../section.ts';
import { ServerProcess } from '../servers/server-process.ts';
import { quantile } from '../statistics.ts';

/** Cameras on the wall, and the delay to reach (p50, s). */
const WALLS = [
  { cameras: 1, target: 1.35 },
  { cameras: 9, target: 1.45 },
  { cameras: 16, target: 1.6 },
] as const;

/** A stream as old as this is played without a wait for more of it. */
const SEGMENTS_BEFORE = 4;

interface Delay {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly samples: number;
  readonly stalls: number;
  readonly stealPercent: number;
}

/** From a picture's being drawn to its being on screen: one camera is encoded, and delivered as all of the wall. */
export async function screen(bench: Bench): Promise<SectionResult> {
  // A browser that plays a wall needs both cores.
  confineSelf(SERVER_CORE, LOAD_CORE);
  const lines: Line[] = [];
  const figures: Record<string, Delay> = {};
  try {
    await using browser = await launchBrowser();
    for (const wall of WALLS) {
      if (bench.quick && wall.cameras > 9) continue;
      bench.say(`wall of ${wall.cameras}`);
      const { ours, defaults, firstPictureS } = await measure(bench, browser, wall.cameras);
      const name = wall.cameras === 1 ? 'one camera' : `wall of ${wall.cameras}`;
      lines.push(...linesOf(name, ours, wall.target));
      figures[name] = ours;
      if (defaults !== undefined) {
        figures[`${name}, hls.js defaults`] = defaults;
        lines.push(
          line(`${name}, hls.js defaults: p50`, defaults.p50, { unit: ' s', note: noteOf(defaults) }),
        );
      }
      if (wall.cameras === 1)
        lines.push(line('cold browser to the first picture', firstPictureS, { atMost: 3, unit: ' s' }));
    }
  } finally {
    confineSelf(LOAD_CORE);
  }
  return { title: 'From capture to screen in Chromium, one-second segments', lines, figures };
}

function noteOf({ p95, p99, stalls, samples, stealPercent }: Delay): string {
  return `p95 ${p95.toFixed(2)}, p99 ${p99.toFixed(2)} s, ${stalls} stalls over 0.5 s, ${samples} readings, steal ${stealPercent.toFixed(1)} %`;
}

function linesOf(name: string, ours: Delay, target: number): Line[] {
  return [
    line(`${name}: p50`, ours.p50, { atMost: target, unit: ' s', note: noteOf(ours) }),
    line(`${name}: p95 over p50`, ours.p95 - ours.p50, { atMost: 0.3, unit: ' s' }),
    line(`${name}: stalls over 0.5 s`, ours.stalls, { atMost: 0, digits: 0 }),
  ];
}

interface Compared {
  readonly ours: Delay;
  readonly defaults: Delay | undefined;
  /** From opening the dashboard in a browser without a cache to the first picture. */
  readonly firstPictureS: number;
}

async function measure(bench: Bench, browser: Browser, cameras: number): Promise<Compared> {
  await using stack = new AsyncDisposableStack();
  const server = stack.use(await ServerProcess.start(bench.serverArgs));
  const registered = await server.addCameras(cameras);
  const feeds = registered.map((camera) => stack.adopt(new CameraFeed(server, camera), (one) => one.close()));
  const camera = stack.use(
    new ClockCamera((bytes) => {
      // The server may end first, and what is under way then fails.
      for (const feed of feeds) void feed.deliver(bytes).catch(() => undefined);
    }),
  );
  while (camera.segments < SEGMENTS_BEFORE) await sleep(100);
  const context = stack.adopt(await signedIn(browser, server), (one) => one.close());
  const openedAt = performance.now();
  const wall = await openWall(context, server);
  await untilShown(wall, 1);
  const firstPictureS = (performance.now() - openedAt) / 1_000;
  await untilShown(wall, cameras);
  const ours = await watched(bench, wall);
  await wall.close();
  if (bench.quick && cameras > 1) return { ours, defaults: undefined, firstPictureS };
  const ids = registered.map(({ id }) => id);
  const plain = await openDefaults(context, server, ids);
  await untilShown(plain, cameras);
  return { ours, defaults: await watched(bench, plain), firstPictureS };
}

async function watched(bench: Bench, page: Page): Promise<Delay> {
  // Players first find their distance to the edge.
  await sleep(bench.quick ? 4_000 : 15_000);
  const { value, stealPercent } = await calmly(async () => {
    await begin(page);
    await sleep(bench.quick ? 7_000 : 45_000);
    return shownBy(page);
  });
  return { ...delayOf(value), stealPercent };
}

function delayOf(shown: readonly Shown[]): Omit<Delay, 'stealPercent'> {
  const seconds = shown.flatMap(({ delays }) => delays.map((ms) => ms / 1_000));
  return {
    p50: quantile(seconds, 0.5),
    p95: quantile(seconds, 0.95),
    p99: quantile(seconds, 0.99),
    samples: seconds.length,
    stalls: shown.reduce((sum, { stalls }) => sum + stalls.length, 0),
  };
}
