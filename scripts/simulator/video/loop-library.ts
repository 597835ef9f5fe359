import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { withoutAudio } from './audio-stripper.ts';
import { countPayloads, packetsOf, presentationTimes, retimeSegment } from './ts-retimer.ts';

const MEDIA_FOLDER = join(import.meta.dirname, '..', '..', 'media');
/** 90 kHz ticks in one loop segment: each lasts exactly one second. */
const SEGMENT_TICKS = 90_000n;
/** PID of the picture track in the committed loops. */
export const VIDEO_PID = 0x100;
/** First picture time of a run, ticks: FFmpeg starts its transport streams 1.4 s in. */
const RUN_START_TICKS = 126_000n;

/** Camera scenes drawn by the committed recipe, in the order cameras get them. */
export const SCENES = ['shop-floor', 'car-park', 'loading-dock', 'front-door'] as const;
/** The shop floor at 320×180 and 10 pictures a second, for many cameras at once; it has no sound. */
const SMALL = 'small';
export type Scene = (typeof SCENES)[number] | typeof SMALL;

/** Which picture a looped segment shows. */
export type LoopView = {
  /** Default 'shop-floor'. */
  readonly scene?: Scene;
  /** AAC track present; default false. */
  readonly audio?: boolean;
  /** Loop second shown by number 0; another phase gives another run other bytes. Default 0. */
  readonly phase?: number;
  /** Whole seconds per segment; default 1. */
  readonly seconds?: number;
};

type Loop = {
  readonly segments: readonly Buffer[];
  readonly payloads: readonly ReadonlyMap<number, number>[];
  readonly firstTick: bigint;
};

const loaded = new Map<string, Loop>();

/**
 * Bytes of segment `number` of one endless FFmpeg-like run: the committed loop with clocks and continuity
 * counters that never repeat. The same arguments always give the same bytes.
 */
export function loopSegment(number: number, view: LoopView = {}): Buffer {
  const seconds = view.seconds ?? 1;
  const loop = loadLoop(view.scene ?? 'shop-floor', view.audio ?? false);
  const parts: Buffer[] = [];
  for (let part = 0; part < seconds; part += 1) {
    parts.push(loopSecond(loop, number * seconds + part, view.phase ?? 0));
  }
  return parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts);
}

/** The committed still of a scene, JPEG. */
export function sceneStill(scene: Scene): Buffer {
  return readFileSync(join(MEDIA_FOLDER, `${scene === SMALL ? 'shop-floor' : scene}.jpg`));
}

/** The scene shown by the camera at `index`. */
export function sceneForCamera(index: number): Scene {
  return SCENES[index % SCENES.length] ?? 'shop-floor';
}

function loopSecond(loop: Loop, second: number, phase: number): Buffer {
  const length = loop.segments.length;
  const place = (second + phase) % length;
  const source = loop.segments[place];
  if (!source) throw new RangeError(`segment number ${second} or phase ${phase} is not a whole number >= 0`);
  const ticks = RUN_START_TICKS - loop.firstTick + BigInt(second - place) * SEGMENT_TICKS;
  return retimeSegment(source, { ticks, firstCounters: countersAt(loop, second, phase) });
}

/** Continuity counters after `second` segments of a run that began at loop place `phase`. */
function countersAt(loop: Loop, second: number, phase: number): Map<number, number> {
  const length = loop.payloads.length;
  const passes = Math.floor(second / length);
  const counters = new Map<number, number>();
  const add = (place: number, times: number): void => {
    for (const [pid, count] of loop.payloads[place % length] ?? []) {
      counters.set(pid, ((counters.get(pid) ?? 0) + count * times) % 16);
    }
  };
  for (let place = 0; place < length; place += 1) add(place, passes);
  for (let step = 0; step < second % length; step += 1) add(phase + step, 1);
  return counters;
}

function loadLoop(scene: Scene, audio: boolean): Loop {
  const name = `${scene}${audio ? '+audio' : ''}`;
  const known = loaded.get(name);
  if (known) return known;
  const file = readFileSync(join(MEDIA_FOLDER, `${scene}.mpegts`));
  const segments = splitAtTables(audio ? file : withoutAudio(file));
  const firstTick = segments[0] ? presentationTimes(segments[0], VIDEO_PID)[0] : undefined;
  if (firstTick === undefined) throw new Error(`loop ${scene} holds no picture`);
  const loop = { segments, payloads: segments.map(countPayloads), firstTick };
  loaded.set(name, loop);
  return loop;
}

/** Cuts a joined loop back into segments: each begins with its run of table packets (PAT, PMT, SDT). */
function splitAtTables(stream: Buffer): Buffer[] {
  const segments: Buffer[][] = [];
  let afterTable = false;
  for (const packet of packetsOf(stream)) {
    const table = (packet.readUInt16BE(1) & 0x1fff) < VIDEO_PID || isMapPacket(packet);
    if (table && !afterTable) segments.push([]);
    afterTable = table;
    segments.at(-1)?.push(packet);
  }
  return segments.map((packets) => Buffer.concat(packets));
}

/** Programme map sections start with table id 2 after a zero pointer byte. */
function isMapPacket(packet: Buffer): boolean {
  return (packet.readUInt8(1) & 0x40) !== 0 && packet.readUInt16BE(4) === 0x0002;
}
