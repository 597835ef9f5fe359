import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { anyFreePort } from '../../throwaway/ports.ts';
import { stopChild } from '../../throwaway/server-process.ts';
import { CameraFeed } from '../load/camera-feed.ts';
import { closedLoop, type Rate } from '../load/closed-loop.ts';
import { postHead } from '../load/http-connection.ts';
import { calmly } from '../machine/cores.ts';
import { line, type Bench, type Line, type SectionResult } from '../section.ts';
import { firstAnswer, ServerProcess, startNode } from '../servers/server-process.ts';
import { median, rotated, spreadOf } from '../statistics.ts';
import { stealLine } from './serving.ts';

const REFERENCE = fileURLToPath(new URL('../servers/reference-ingest.ts', import.meta.url));
const SEGMENT_BYTES = 300_000;
const CONNECTIONS = 8;
/** A camera may deliver 1,200 segments a minute, so the load is spread. */
const CAMERAS = 96;
/** Segments kept for each: a small memory is full soon, and a full one is what a server has after its first minute. */
const HELD_EACH = 8;
/** Long enough to fill it. */
const WARM_UP_MS = 1_500;

const VARIANTS = ['ours', 'express-raw', 'read and discard'] as const;
type VariantName = (typeof VARIANTS)[number];

interface Sample extends Rate {
  readonly variant: VariantName;
  readonly repetition: number;
}

/** How fast nodes' uploads are taken in, against a body parser and against throwing the bytes away. */
export async function ingest(bench: Bench): Promise<SectionResult> {
  const samples: Sample[] = [];
  const repetitions = bench.quick ? 2 : 5;
  const { stealPercent } = await calmly(async () => {
    samples.length = 0;
    for (let repetition = 0; repetition < repetitions; repetition += 1) {
      bench.say(`repetition ${repetition + 1} of ${repetitions}`);
      // A process of its own each time: held memory of an earlier run would slow the next one down.
      for (const variant of rotated(VARIANTS, repetition))
        samples.push({ ...(await measure(bench, variant)), variant, repetition });
    }
  });
  const lines: Line[] = VARIANTS.map((variant) => {
    const own = samples.filter((sample) => sample.variant === variant);
    const of = (pick: (sample: Sample) => number): number => median(own.map(pick));
    const cpu = `${of(({ userUs }) => userUs).toFixed(0)}+${of(({ systemUs }) => systemUs).toFixed(0)} µs`;
    const isClientBound = of(({ clientShare }) => clientShare) >= 0.97;
    return {
      what: variant,
      measured: `${of(({ perSecond }) => perSecond).toFixed(0)}/s`,
      note: `user+system ${cpu} an upload${isClientBound ? '; client-bound' : ''}`,
    };
  });
  return {
    title: 'Ingest, uploads of 300 KB a second on one core',
    lines: [
      ...lines,
      ratioLine(samples, 'express-raw', 1.7),
      ratioLine(samples, 'read and discard', 0.7),
      stealLine(stealPercent),
    ],
    figures: { samples, stealPercent },
  };
}

function ratioLine(samples: readonly Sample[], other: VariantName, atLeast: number): Line {
  const of = (variant: VariantName): readonly Sample[] =>
    samples.filter((sample) => sample.variant === variant);
  const ratios = of('ours').map(
    ({ perSecond, repetition }) =>
      perSecond / (of(other).find((sample) => sample.repetition === repetition)?.perSecond ?? Number.NaN),
  );
  const { median: middle, min, max } = spreadOf(ratios);
  return line(`ours / ${other}`, middle, { atLeast, note: `${min.toFixed(2)}–${max.toFixed(2)}` });
}

async function measure(bench: Bench, variant: VariantName): Promise<Rate> {
  const seconds = bench.quick ? 1.2 : 2;
  const body = randomBytes(SEGMENT_BYTES);
  const loop = { connections: CONNECTIONS, seconds, warmUpMs: WARM_UP_MS };
  if (variant === 'ours') {
    await using server = await ServerProcess.start(bench.serverArgs, {
      environment: { SEGMENT_CACHE_MAX_PER_CAMERA: String(HELD_EACH) },
    });
    const feeds = (await server.addCameras(CAMERAS)).map((camera) => new CameraFeed(server, camera));
    for (const feed of feeds) await feed.pushSegment(body);
    let turn = 0;
    const next = () => {
      turn += 1;
      const feed = feeds[turn % feeds.length];
      if (feed === undefined) throw new Error('no camera');
      return { head: feed.nextSegmentHead(body.length), body };
    };
    const rate = await closedLoop({ ...loop, port: server.port, pid: server.pid, next });
    if (rate.errors > 0) throw new Error(`The server refused ${rate.errors} uploads.`);
    for (const feed of feeds) feed.close();
    return rate;
  }
  const port = await anyFreePort();
  const child = startNode([REFERENCE, variant], {
    env: { ...process.env, PORT: String(port), HELD: String(CAMERAS * HELD_EACH) },
  });
  try {
    const ended = new AbortController();
    void once(child, 'exit').then(() => ended.abort(new Error(`The ${variant} server ended.`)));
    await firstAnswer(port, ended.signal);
    const head = postHead('/upload', 'Content-Type: video/mp2t\r\n', body.length);
    return await closedLoop({ ...loop, port, pid: child.pid ?? 0, next: () => ({ head, body }) });
  } finally {
    await stopChild(child);
  }
}
