import { createHash } from 'node:crypto';
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { motionEvents } from '../../../../server/db/schema/logs.ts';
import {
  attachClip,
  readEvidence,
  storedEvidence,
} from '../../../../server/incidents/evidence/evidence-service.ts';
import type { ClipCapture } from '../../../../server/incidents/evidence/capture.ts';
import { EVIDENCE_MAX_BYTES } from '../../../../server/incidents/evidence/clip.ts';
import { bareMime, clipMime, clipSeconds } from '../../../../server/incidents/evidence/clip-mime.ts';
import { motionNotice } from '../../../../server/notifications/notices/camera-notices.ts';
import { recordRun } from '../../../support/media-segments.ts';
import { temporaryFolder } from '../../../support/test-config.ts';
import { agent, GATE, IncidentBench, numbers, segmentName, YARD } from '../incident-bench.ts';

const run = promisify(execFile);
const scope = { orgId: 'org_1' };

let bench: IncidentBench;
beforeEach(async () => {
  bench = await IncidentBench.start();
  await bench.filed();
});
afterEach(() => bench[Symbol.asyncDispose]());

const attach = (seconds: number, cameraId = GATE) =>
  attachClip(bench.deps, agent(), { incidentId: 1, cameraId, note: null, seconds });
const bytesOf = async (evidenceId: number): Promise<string> =>
  (await readEvidence(bench.deps, scope, { incidentId: 1, evidenceId })).data.toString();
const marks = (first: number, last: number): string =>
  numbers(first, last)
    .map((n) => `[${n}]`)
    .join('');
const every = (from: number, to: number, seconds: number) =>
  new Map(numbers(from, to).map((number) => [number, seconds]));
async function captureOf(evidenceId: number): Promise<ClipCapture> {
  const stored = (await storedEvidence(bench.deps, scope, 1)).find(
    ({ evidence }) => evidence.id === evidenceId,
  );
  if (stored?.capture?.kind !== 'clip') throw new Error('No facts about this clip');
  return stored.capture;
}

describe('a clip of live video', () => {
  it('ai-mcp 32: 15 s of one-second segments are the newest 15, oldest first', async () => {
    bench.push(GATE, numbers(0, 59));
    bench.describe(GATE, every(0, 59, 1));
    const clip = await attach(15);
    expect(clip).toMatchObject({ segmentCount: 15, seconds: 15, bytes: marks(45, 59).length });
    expect(clip.evidence).toEqual({
      id: 1,
      incident_id: 1,
      kind: 'clip',
      text: null,
      camera_id: GATE,
      has_data: true,
      data_mime: 'video/mp2t;duration=15.0',
      timestamp: '2026-03-01T12:01:00.000Z',
    });
    expect(await bytesOf(1)).toBe(marks(45, 59));
  });

  it('ai-mcp D5: the real lengths of the segments count, and unknown ones as a second', async () => {
    bench.push(GATE, numbers(0, 9));
    bench.describe(GATE, every(0, 7, 2));
    // Two not listed yet, then as many of two seconds as reach seven.
    const clip = await attach(7);
    expect(clip).toMatchObject({ segmentCount: 5, seconds: 8 });
    expect(await bytesOf(1)).toBe(marks(5, 9));
    expect(clip.evidence.data_mime).toBe('video/mp2t;duration=8.0');
    bench.push(YARD, numbers(0, 3));
    bench.describe(YARD, every(0, 3, 1.001));
    expect(await attach(3, YARD)).toMatchObject({
      segmentCount: 3,
      evidence: { data_mime: 'video/mp2t;duration=3.0' },
    });
  });

  it('ai-mcp 33: order is by number, also from segment_99999 to segment_100000', async () => {
    bench.push(GATE, numbers(99_997, 100_002));
    await attach(4);
    expect(await bytesOf(1)).toBe(marks(99_999, 100_002));
  });

  it('ai-mcp 34: nothing held is refused, a short buffer gives everything', async () => {
    await expect(attach(5)).rejects.toMatchObject({ code: 'nothing-buffered' });
    bench.push(GATE, [1, 2]);
    expect(await attach(60)).toMatchObject({ segmentCount: 2, seconds: 2 });
    bench.segments.flush(GATE);
    await expect(attach(5)).rejects.toMatchObject({ code: 'nothing-buffered' });
    bench.push(YARD, [1], () => Buffer.alloc(0));
    await expect(attach(5, YARD)).rejects.toMatchObject({ code: 'nothing-buffered' });
    expect((await storedEvidence(bench.deps, scope, 1)).map(({ evidence }) => evidence.id)).toEqual([1]);
  });

  it('ai-mcp 34: segments evicted while the clip is stored are in it all the same', async () => {
    bench.push(GATE, numbers(1, 10));
    const segments = {
      snapshot: (...wanted: Parameters<typeof bench.segments.snapshot>) => {
        const held = bench.segments.snapshot(...wanted);
        bench.segments.flush(GATE);
        return held;
      },
    };
    const wanted = { incidentId: 1, cameraId: GATE, note: null, seconds: 10 };
    const clip = await attachClip({ ...bench.deps, segments }, agent(), wanted);
    expect(clip).toMatchObject({ segmentCount: 10 });
    expect(await bytesOf(1)).toBe(marks(1, 10));
  });

  it('a clip never reaches into an earlier run of the camera', async () => {
    bench.push(GATE, numbers(1, 10));
    bench.segments.startEpoch(GATE);
    bench.push(GATE, numbers(0, 2), (number) => Buffer.from(`(${number})`));
    expect(await attach(15)).toMatchObject({ segmentCount: 3 });
    expect(await bytesOf(1)).toBe('(0)(1)(2)');
  });

  it('a clip beyond the size of evidence loses its beginning', async () => {
    const large = Buffer.alloc(EVIDENCE_MAX_BYTES / 4, 7);
    bench.push(GATE, numbers(1, 6), () => large);
    expect(await attach(6)).toMatchObject({ segmentCount: 4, seconds: 4, bytes: EVIDENCE_MAX_BYTES });
  });

  it('what is known of the capture is kept: arrivals, names, hash, who', async () => {
    bench.push(GATE, numbers(7, 9));
    bench.clock.advance(5_000);
    await attach(2);
    expect(await captureOf(1)).toEqual({
      kind: 'clip',
      node_id: 'aaaaaaaa',
      first_arrival_at: '2026-03-01T12:00:02.000Z',
      last_arrival_at: '2026-03-01T12:00:03.000Z',
      seconds: 2,
      segment_count: 2,
      segments: [segmentName(8), segmentName(9)],
      node_clock_offset_ms: null,
    });
    const [stored] = await storedEvidence(bench.deps, scope, 1);
    const sha256 = createHash('sha256').update('[8][9]').digest('hex');
    expect(stored).toMatchObject({ sha256, bytes: 6, addedBy: 'mcp:Scout' });
  });

  it('the clock of the node is judged by its motion reports of the last hour: the least delay', async () => {
    bench.push(GATE, [1]);
    const report = async (aheadMs: number, nodeId = 'aaaaaaaa'): Promise<void> => {
      const timestamp = new Date(bench.clock.now().getTime() + aheadMs);
      const camera = { orgId: 'org_1', cameraId: GATE, nodeId, name: 'Gate' };
      await bench.db.write(async (tx) => {
        tx.insert(motionEvents)
          .values({ ...camera, score: 1, timestamp })
          .run();
        await bench.deps.notifier.record(tx, motionNotice(camera, { score: 1, segmentSeq: null, timestamp }));
      });
    };
    await report(9_000);
    bench.clock.advance(3_600_001);
    await attach(1);
    expect((await captureOf(1)).node_clock_offset_ms).toBeNull();
    await report(-4_000);
    await report(-2_500);
    await report(-3_000);
    await report(60_000, 'bbbbbbbb');
    await attach(1);
    expect((await captureOf(2)).node_clock_offset_ms).toBe(2_500);
  });

  it('a clip of real segments is playable video of that length', async () => {
    using folder = temporaryFolder();
    const { segments } = await recordRun(folder.path, 'testsrc', 5);
    bench.push(GATE, numbers(0, 4), (number) => segments[number] ?? Buffer.alloc(0));
    bench.describe(GATE, every(0, 4, 1));
    await attach(3);
    const file = join(folder.path, 'clip.mpegts');
    const { data } = await readEvidence(bench.deps, scope, { incidentId: 1, evidenceId: 1 });
    writeFileSync(file, data);
    const probe = [
      '-v',
      'error',
      '-count_frames',
      '-show_entries',
      'stream=codec_name,nb_read_frames',
      '-of',
      'csv=p=0',
      file,
    ];
    const { stdout, stderr } = await run('ffprobe', probe);
    expect([stdout.trim().split('\n')[0], stderr]).toEqual(['h264,90', '']);
  });
});

describe('the media type of a clip', () => {
  it('ai-mcp 35: length and bare type come back; a length that makes no sense is none', () => {
    expect(clipSeconds(clipMime(14.96))).toBe(15);
    expect(clipMime(7200.04)).toBe('video/mp2t;duration=7200.0');
    expect(bareMime(clipMime(2))).toBe('video/mp2t');
    for (const mime of [
      'video/mp2t',
      'video/mp2t;duration=',
      'video/mp2t;duration=-1',
      'video/mp2t;duration=1e9',
      null,
    ])
      expect(clipSeconds(mime)).toBeNull();
    expect(clipSeconds('video/mp2t; codecs="a"; duration=2.5')).toBe(2.5);
  });
});
