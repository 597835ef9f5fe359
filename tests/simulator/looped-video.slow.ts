import { spawnSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hasFfmpeg } from '../../scripts/simulator/video/live-encoder.ts';
import {
  loopSegment,
  type LoopView,
  SCENES,
  sceneStill,
  VIDEO_PID,
} from '../../scripts/simulator/video/loop-library.ts';
import { pictureOf } from '../../scripts/simulator/video/snapshot-picture.ts';
import {
  countPayloads,
  packetsOf,
  presentationTimes,
  retimeSegment,
} from '../../scripts/simulator/video/ts-retimer.ts';

const MEDIA = join(import.meta.dirname, '..', '..', 'scripts', 'media');
const FRAME_TICKS = 6_000n;
const CLOCK = 2n ** 33n;

function run(from: number, count: number, view: LoopView = {}): Buffer[] {
  return Array.from({ length: count }, (_, index) => loopSegment(from + index, view));
}

function pids(segment: Buffer): number[] {
  return [...countPayloads(segment).keys()].sort((a, b) => a - b);
}

/** Checks that continuity counters never jump, as a receiver would. */
function counterJumps(stream: Buffer): string[] {
  const last = new Map<number, number>();
  return packetsOf(stream).flatMap((packet, index) => {
    const pid = packet.readUInt16BE(1) & 0x1fff;
    const flags = packet.readUInt8(3);
    const before = last.get(pid);
    last.set(pid, flags & 0x0f);
    const expected = before === undefined ? flags & 0x0f : (before + ((flags & 0x10) === 0 ? 0 : 1)) & 0x0f;
    return (flags & 0x0f) === expected ? [] : [`packet ${index} of ${pid}`];
  });
}

function clockReferences(stream: Buffer): bigint[] {
  return packetsOf(stream).flatMap((packet) => {
    const present =
      (packet.readUInt8(3) & 0x20) !== 0 && packet.readUInt8(4) >= 7 && (packet.readUInt8(5) & 0x10) !== 0;
    return present ? [(BigInt(packet.readUInt32BE(6)) << 1n) | BigInt(packet.readUInt8(10) >> 7)] : [];
  });
}

function steps(times: readonly bigint[]): Set<bigint> {
  return new Set(times.slice(1).map((time, index) => (time - (times[index] ?? 0n) + CLOCK) % CLOCK));
}

describe.each(SCENES)('the %s loop', (scene) => {
  it.each([false, true])('has one unbroken timeline across its seam, audio %s', (audio) => {
    const stream = Buffer.concat(run(7, 12, { scene, audio }));
    const times = presentationTimes(stream, VIDEO_PID);
    expect(times).toHaveLength(12 * 15);
    expect([...steps(times)]).toEqual([FRAME_TICKS]);
    expect(times[0]).toBe(126_000n + 7n * 90_000n);
    expect(counterJumps(stream)).toEqual([]);
    const clocks = clockReferences(stream);
    expect(clocks.length).toBeGreaterThanOrEqual(12);
    expect(clocks.every((clock, index) => index === 0 || clock > (clocks[index - 1] ?? 0n))).toBe(true);
    expect(pids(loopSegment(0, { scene, audio }))).toHaveLength(audio ? 5 : 4);
  });

  it('every segment starts with its tables and a keyframe, and none repeats another', () => {
    const segments = run(0, 30, { scene });
    expect(new Set(segments.map((segment) => segment.toString('base64'))).size).toBe(30);
    for (const segment of segments) {
      const [first, second, third, picture] = packetsOf(segment);
      const tables = [first, second, third].map((packet) => (packet?.readUInt16BE(1) ?? 0) & 0x1fff);
      expect(tables).toContain(0);
      expect((picture?.readUInt16BE(1) ?? 0) & 0x1fff).toBe(VIDEO_PID);
      expect((picture?.readUInt8(5) ?? 0) & 0x40, 'random access').toBe(0x40);
    }
  });

  it('has a still', () => {
    expect(sceneStill(scene).subarray(0, 3).toString('hex')).toBe('ffd8ff');
  });
});

describe('retiming', () => {
  it('wraps PTS and PCR at 33 bits, forwards and backwards', () => {
    const wrapping = presentationTimes(Buffer.concat(run(95_440, 6)), VIDEO_PID);
    expect(wrapping.some((time, index) => time < (wrapping[index - 1] ?? 0n))).toBe(true);
    expect([...steps(wrapping)]).toEqual([FRAME_TICKS]);
    const segment = loopSegment(0);
    const back = retimeSegment(segment, { ticks: -200_000n, firstCounters: new Map() });
    expect(presentationTimes(back, VIDEO_PID)[0]).toBe(CLOCK + 126_000n - 200_000n);
    const there = retimeSegment(back, { ticks: 200_000n, firstCounters: new Map() });
    expect(there.equals(segment)).toBe(true);
  });

  it('leaves its input alone and refuses what is no transport stream', () => {
    const segment = loopSegment(3);
    const copy = Buffer.from(segment);
    retimeSegment(segment, { ticks: 1n, firstCounters: new Map([[VIDEO_PID, 9]]) });
    expect(segment.equals(copy)).toBe(true);
    expect(() => packetsOf(Buffer.alloc(100))).toThrow(/packets/);
    expect(() => packetsOf(Buffer.alloc(188))).toThrow(/sync/);
  });

  it('another phase shows another second at the same time', () => {
    const [plain, shifted] = [loopSegment(0), loopSegment(0, { phase: 5 })];
    expect(shifted.equals(plain)).toBe(false);
    expect(presentationTimes(shifted, VIDEO_PID)).toEqual(presentationTimes(plain, VIDEO_PID));
    expect(counterJumps(Buffer.concat(run(20, 30, { phase: 5 })))).toEqual([]);
  });
});

describe.runIf(hasFfmpeg())('decoding with ffmpeg', () => {
  it.each([false, true])('ten seconds across the seam decode without a complaint, audio %s', (audio) => {
    for (const scene of SCENES) {
      const input = Buffer.concat(run(6, 10, { scene, audio }));
      const decode = ['-v', 'warning', '-xerror', '-f', 'mpegts', '-i', 'pipe:0', '-f', 'null', '-'];
      const { status, stderr } = spawnSync('ffmpeg', decode, { input });
      expect([status, stderr.toString()]).toEqual([0, '']);
      const entries = ['-show_entries', 'frame=pts', '-of', 'csv=p=0', 'pipe:0'];
      const probe = spawnSync(
        'ffprobe',
        ['-v', 'error', '-f', 'mpegts', '-select_streams', 'v', ...entries],
        { input },
      );
      const times = (probe.stdout.toString().match(/\d+/g) ?? []).map(BigInt);
      expect(times).toHaveLength(150);
      expect([...steps(times)]).toEqual([FRAME_TICKS]);
    }
  });

  it('a segment gives a JPEG of its picture; rubbish gives an error', async () => {
    const picture = await pictureOf(loopSegment(4));
    expect(picture.subarray(0, 3).toString('hex')).toBe('ffd8ff');
    expect(picture.length).toBeGreaterThan(5_000);
    await expect(pictureOf(Buffer.alloc(376, 0x47))).rejects.toThrow(/FFmpeg/);
  });
});

it('the committed media stay below two megabytes', () => {
  const bytes = readdirSync(MEDIA).reduce((sum, name) => sum + statSync(join(MEDIA, name)).size, 0);
  expect(bytes).toBeLessThan(2 * 1024 * 1024);
});
