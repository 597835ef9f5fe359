import { describe, expect, it } from 'vitest';
import { eventually } from '../support/wait.ts';
import { loopSegment } from '../../scripts/simulator/video/loop-library.ts';
import { CAMERA, RecordingServer } from './recording-server.ts';

describe('restarts', () => {
  it('FFmpeg restarts: numbers from 0, other bytes, a new discontinuity, no register call, no codec report', async () => {
    const server = await RecordingServer.start();
    const node = await server.node();
    await node.waitFor('playlist', { match: ({ lastNumber }) => lastNumber >= 2 });
    const run = node.waitFor('run');
    node.restartFfmpeg(0);
    expect(await run).toEqual({ cameraId: CAMERA, firstNumber: 0 });
    await node.waitFor('segment', { match: ({ number }) => number === 0 });
    await node.waitFor('playlist', { match: ({ lastNumber }) => lastNumber < 1_000 });
    const [first, again] = server.to(/segment_00000/);
    expect(again?.body.length).toBeGreaterThan(1_000);
    expect(again?.body.equals(first?.body ?? Buffer.alloc(0))).toBe(false);
    expect(
      server
        .to(/playlist/)
        .at(-1)
        ?.body.toString(),
    ).toMatch(/SEQUENCE:0\n#EXT-X-DISCONTINUITY\n/);
    expect([server.to(/register/).length, server.to(/codec/).length]).toEqual([1, 1]);
  });

  it('a run can repeat identical bytes', async () => {
    const server = await RecordingServer.start();
    const node = await server.node({ repeatRuns: true });
    await node.waitFor('segment', { match: ({ number }) => number === 0 });
    node.restartFfmpeg();
    await node.waitFor('segment', { match: ({ number }) => number === 0 });
    const bodies = server.to(/segment_00000/).map(({ body }) => body.toString('base64'));
    expect(bodies).toHaveLength(2);
    expect(new Set(bodies).size).toBe(1);
  });

  it('the process restarts: registers again, numbers from 0, codec again, storage kept, recording forgotten', async () => {
    const server = await RecordingServer.start();
    const on = JSON.stringify({ success: true, timestamp: 't', recording_state: { [CAMERA]: true } });
    server.answer = ({ line }, same) => (line.includes('heartbeat') && same === 1 ? { body: on } : undefined);
    const node = await server.node({ startNumber: 99_998, lan: {} });
    await node.events.waitFor('recording', { past: true });
    await node.events.waitFor('segment', { past: true, match: ({ number }) => number === 100_001 });
    await node.waitFor('segment');
    expect(server.to(/segment_100001\.ts/)).toHaveLength(1);
    expect(node.recording).toEqual([CAMERA]);
    await node.restartProcess();
    expect(node.recording).toEqual([]);
    await node.waitFor('playlist', { match: ({ lastNumber }) => lastNumber < 1_000 });
    expect([server.to(/register/).length, server.to(/codec/).length]).toEqual([2, 2]);
    expect(server.to(/segment_00000/)).toHaveLength(1);
    const days = (await (await fetch(`${node.lanUrl}/api/recordings`)).json()) as { segment_count: number }[];
    expect(days[0]?.segment_count).toBeGreaterThan(0);
  });

  it('a refused register call at a restart ends the node', async () => {
    const server = await RecordingServer.start();
    const node = await server.node();
    server.answer = ({ line }) => (line.includes('register') ? { status: 401 } : undefined);
    await expect(node.restartProcess()).rejects.toThrow(/key rejected/);
    expect(node.cameras).toEqual([]);
    await expect(node.restartProcess()).rejects.toThrow(/key rejected/);
    const seen = server.to(/push-segment|heartbeat/).length;
    await expect(node.restartProcess()).rejects.toThrow(/key rejected/);
    expect(server.to(/push-segment|heartbeat/)).toHaveLength(seen);
  });

  it('a hanging FFmpeg makes no segments and is reported', async () => {
    const server = await RecordingServer.start();
    const node = await server.node({ cameras: 2, webSocket: false });
    await node.waitFor('heartbeat');
    node.stallFfmpeg(CAMERA);
    const before = node.stats[0]?.segmentsProduced;
    await node.heartbeatNow();
    const { cameras } = JSON.parse(
      server
        .to(/heartbeat/)
        .at(-1)
        ?.body.toString() ?? '',
    ) as { cameras: unknown[] };
    expect(cameras[0]).toMatchObject({
      camera_id: CAMERA,
      status: 'error',
      last_error: expect.any(String) as unknown,
    });
    await node.waitFor('segment', { match: ({ cameraId, number }) => cameraId !== CAMERA && number > 3 });
    expect(node.stats[0]?.segmentsProduced).toBe(before);
    node.restartFfmpeg(0);
    await node.waitFor('segment', { match: ({ cameraId }) => cameraId === CAMERA });
  });
});

describe('network', () => {
  it('cut: nothing arrives, segments are lost; restored: the next segment and the channel come back', async () => {
    const server = await RecordingServer.start();
    const node = await server.node({ heartbeats: false });
    await node.events.waitFor('connected', { past: true });
    await node.waitFor('segment');
    node.cutNetwork();
    await node.waitFor('segment', {
      match: ({ result, status }) => result === 'dropped' && status === undefined,
    });
    expect(await eventually('the socket ends', () => server.sockets[0]?.closedWith)).toBe(1006);
    const seen = server.requests.length;
    await node.waitFor('refused');
    await node.waitFor('segment', { match: ({ result }) => result === 'dropped' });
    expect(server.requests).toHaveLength(seen);
    const back = node.waitFor('connected');
    node.restoreNetwork();
    await back;
    expect(await node.waitFor('segment', { match: ({ result }) => result === 'accepted' })).toBeDefined();
    expect(server.to(/register/)).toHaveLength(1);
  });

  it('cut silently: the old channel looks open while a new one connects', async () => {
    const server = await RecordingServer.start();
    const node = await server.node();
    await node.events.waitFor('connected', { past: true });
    node.cutNetwork({ silent: true });
    await node.waitFor('refused');
    node.restoreNetwork();
    await eventually('the second socket', () => server.sockets[1]);
    expect(server.sockets[0]?.closedWith).toBeUndefined();
    await node.stop();
    expect(await eventually('the old one ends with the node', () => server.sockets[0]?.closedWith)).toBe(
      1006,
    );
  });
});

describe('pauses and motion', () => {
  it('paused pushes wait and come in a burst, or are discarded', async () => {
    const server = await RecordingServer.start();
    const node = await server.node({ heartbeats: false });
    node.pausePushes();
    await eventually('segments wait', () => (node.stats[0]?.segmentsWaiting ?? 0) >= 3);
    node.resumePushes(0);
    await node.waitFor('segment', { match: ({ number }) => number === 0 });
    node.pausePushes(0);
    await eventually('segments wait', () => (node.stats[0]?.segmentsWaiting ?? 0) >= 3);
    const newest = (node.stats[0]?.segmentsProduced ?? 0) - 1;
    node.resumePushes(0, { discard: true });
    await node.waitFor('segment', { match: ({ number }) => number > newest });
    expect(node.events.past('segment').map(({ number }) => number)).not.toContain(newest);
  });

  it('a burst of motion rises to the score and falls again', async () => {
    const server = await RecordingServer.start();
    const motion = { everySegments: 6, burstSegments: 3, score: 80, cooldownMs: 0 };
    const node = await server.node({ motion });
    await eventually('a whole burst', () => node.events.past('motion').length >= 3);
    // Parallel reports may finish in any order.
    const scores = node.events.past('motion').map(({ score }) => score);
    expect(scores.slice(0, 3).sort((a, b) => a - b)).toEqual([57, 57, 80]);
  });

  it('decommission tells the server and wipes; afterwards setup is needed', async () => {
    const server = await RecordingServer.start();
    const node = await server.node();
    expect((await node.decommission()).status).toBe(200);
    await expect(node.restartProcess()).rejects.toThrow(/setup/);
  });
});

describe('segment lengths', () => {
  it('longer segments are whole loop seconds and listed with their length', async () => {
    const server = await RecordingServer.start();
    const node = await server.node({ segmentSeconds: 3, repeatRuns: true });
    await node.waitFor('playlist');
    const seconds = [0, 1, 2].map((second) => loopSegment(second));
    expect(server.to(/segment_00000/)[0]?.body.equals(Buffer.concat(seconds))).toBe(true);
    expect(server.to(/playlist/)[0]?.body.toString()).toMatch(/DURATION:3\n.*\n.*\n#EXTINF:3\.000000,\n/);
    await expect(server.node({ segmentSeconds: 1.5 })).rejects.toThrow(RangeError);
  });
});
