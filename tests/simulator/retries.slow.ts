import { describe, expect, it } from 'vitest';
import { eventually } from '../support/wait.ts';
import { UploadFaults } from '../../scripts/simulator/camera/upload-faults.ts';
import { RegistrationFailed } from '../../scripts/simulator/registration.ts';
import { CAMERA, NODE_ID, type RecordedRequest, RecordingServer } from './recording-server.ts';

/** Camera traffic only. */
const QUIET = { heartbeats: false, webSocket: false } as const;

function gaps(requests: readonly RecordedRequest[]): number[] {
  return requests.slice(1).map(({ atMs }, index) => atMs - (requests[index]?.atMs ?? 0));
}

describe('segment pushes', () => {
  it.each([408, 429, 500, 502, 503, 504])(
    'status %i: four attempts, then the segment is dropped',
    async (status) => {
      const server = await RecordingServer.start();
      server.answer = ({ line }) => (line.includes('segment_00000') ? { status } : undefined);
      const node = await server.node({ ...QUIET, pushRetryMs: [20, 40, 60] });
      const lost = await node.waitFor('segment', { match: ({ number }) => number === 0 });
      expect(lost).toMatchObject({ result: 'dropped', attempts: 4, status });
      const attempts = server.to(/segment_00000/);
      expect(attempts).toHaveLength(4);
      const [first = 0, second = 0, third = 0] = gaps(attempts);
      expect(first).toBeGreaterThanOrEqual(19);
      expect(second).toBeGreaterThanOrEqual(39);
      expect(third).toBeGreaterThanOrEqual(59);
      expect(new Set(attempts.map(({ body }) => body.toString('base64'))).size).toBe(1);
      const next = await node.events.waitFor('segment', { past: true, match: ({ number }) => number === 1 });
      expect(next.result).toBe('accepted');
    },
  );

  it('a reset connection and a time-out are retried too', async () => {
    const server = await RecordingServer.start();
    server.answer = ({ line }, same) => {
      if (line.includes('segment_00000') && same === 1) return { reset: true };
      return line.includes('segment_00000') && same === 2 ? { delayMs: 6_000 } : undefined;
    };
    const node = await server.node({ ...QUIET, requestTimeoutMs: 2_000 });
    const segment = await node.waitFor('segment', { match: ({ number }) => number === 0 });
    expect(segment).toMatchObject({ result: 'accepted', attempts: 3, status: 200 });
  });

  it.each([400, 401, 402, 403, 404, 409, 413, 415, 422, 426, 501])('status %i is final', async (status) => {
    const server = await RecordingServer.start();
    server.answer = ({ line }) => (line.includes('push-segment') ? { status } : undefined);
    const node = await server.node(QUIET);
    const [first, second] = [0, 1].map((wanted) =>
      node.waitFor('segment', { match: (e) => e.number === wanted }),
    );
    expect(await first).toMatchObject({ result: 'dropped', attempts: 1, status });
    expect(await second, 'the next one is tried all the same').toMatchObject({ attempts: 1, status });
    expect(server.to(/playlist|codec|motion/)).toEqual([]);
  });

  it('at most four pushes of a camera are in flight, after a stall as well', async () => {
    const server = await RecordingServer.start();
    let inFlight = 0;
    let most = 0;
    server.answer = ({ line }) => {
      if (!line.includes('push-segment')) return undefined;
      inFlight += 1;
      most = Math.max(most, inFlight);
      setTimeout(() => (inFlight -= 1), 150);
      return { delayMs: 150 };
    };
    const node = await server.node({ ...QUIET, segmentIntervalMs: 10 });
    node.pausePushes(0);
    await eventually('twenty segments wait', () => (node.stats[0]?.segmentsWaiting ?? 0) >= 20);
    expect(server.to(/push-segment/)).toEqual([]);
    node.resumePushes(0);
    await node.waitFor('segment', { match: ({ number }) => number >= 15 });
    expect(most).toBe(4);
  });

  it('reordering holds a segment back until the next one', () => {
    const faults = new UploadFaults<number>({ reorder: 1 }, 0);
    expect([1, 2, 3, 4].map((segment) => faults.arrange(segment))).toEqual([[], [2, 1], [], [4, 3]]);
  });

  it('the same seed gives the same trouble, in about the share asked for', () => {
    const kept = (seed: number): number[] => {
      const faults = new UploadFaults<number>({ drop: 0.25, seed }, 0);
      return Array.from({ length: 1_000 }, (_, index) => index).flatMap((index) => faults.arrange(index));
    };
    expect(kept(1)).toEqual(kept(1));
    expect(kept(2)).not.toEqual(kept(1));
    expect(kept(1).length).toBeGreaterThan(700);
    expect(kept(1).length).toBeLessThan(800);
  });

  it('faults: drop, duplicate and delay', async () => {
    const server = await RecordingServer.start();
    const dropping = await server.node({ ...QUIET, faults: { drop: 1 } });
    await eventually('segments were made', () => (dropping.stats[0]?.segmentsProduced ?? 0) >= 3);
    expect(server.to(/push-segment/)).toEqual([]);
    await dropping.stop();
    const doubling = await server.node({ ...QUIET, faults: { duplicate: 1 } });
    await doubling.waitFor('segment', { match: ({ number }) => number === 0 });
    expect(server.to(/segment_00000/)).toHaveLength(2);
    await doubling.stop();
    const late = await server.node({
      ...QUIET,
      startNumber: 900,
      faults: { delay: { probability: 1, ms: 120 } },
    });
    const run = performance.now();
    await late.waitFor('segment');
    expect(performance.now() - run).toBeGreaterThan(120);
  });
});

describe('playlist, codec and motion', () => {
  it('a playlist is sent three times on any failure, with the text read once', async () => {
    const server = await RecordingServer.start();
    server.answer = ({ line }) => (line.includes('playlist') ? { status: 400 } : undefined);
    const node = await server.node({ ...QUIET, segmentIntervalMs: 1_000, playlistRetryMs: [30, 60] });
    // A second segment would send a playlist of its own between the attempts of the first.
    node.events.on('segment', () => node.stallFfmpeg(0));
    expect(await node.waitFor('playlist')).toMatchObject({
      ok: false,
      attempts: 3,
      status: 400,
      lastNumber: 0,
    });
    const attempts = server.to(/playlist/);
    expect(new Set(attempts.map(({ body }) => body.toString())).size).toBe(1);
    const [first = 0, second = 0] = gaps(attempts);
    expect(first).toBeGreaterThanOrEqual(29);
    expect(second).toBeGreaterThanOrEqual(59);
  });

  it('a failed codec report is not repeated and precedes the first playlist', async () => {
    const server = await RecordingServer.start();
    server.answer = ({ line }) => (line.includes('codec') ? { status: 500 } : undefined);
    const node = await server.node(QUIET);
    await node.waitFor('playlist', { match: ({ lastNumber }) => lastNumber >= 3 });
    expect(server.to(/codec/)).toHaveLength(1);
    const [push, codec, playlist] = [/push/, /codec/, /playlist/].map((kind) => {
      return server.requests.findIndex(({ line }) => kind.test(line));
    });
    expect(codec).toBeGreaterThan(push ?? 0);
    expect(playlist).toBeGreaterThan(codec ?? 0);
  });

  it('motion keeps to its cooldown, also after a failed report', async () => {
    const server = await RecordingServer.start();
    server.answer = ({ line }) => (line.includes('motion') ? { status: 500 } : undefined);
    const node = await server.node({ ...QUIET, motion: { everySegments: 1, cooldownMs: 60_000 } });
    await node.waitFor('playlist', { match: ({ lastNumber }) => lastNumber >= 5 });
    expect(server.to(/motion/)).toHaveLength(1);
    expect((await node.sendMotion(0, 9))?.status, 'a test may insist').toBe(500);
  });
});

describe('heartbeats', () => {
  it.each([
    [{ status: 401 }, 401],
    [{ status: 404 }, 404],
    [{ status: 429 }, 429],
    [{ body: 'not json' }, 200],
    [{ body: '{"success":"yes","timestamp":"t"}' }, 200],
    [{ body: '{"success":true,"timestamp":"t","disabled_cameras":null}' }, 200],
    [{ body: '{"success":true,"timestamp":"t","recording_state":{"a":1}}' }, 200],
  ])('three attempts at %j, and streaming goes on', async (answer, status) => {
    const server = await RecordingServer.start();
    server.answer = ({ line }) => (line.includes('heartbeat') ? answer : undefined);
    const node = await server.node({ webSocket: false });
    const beat = await node.waitFor('heartbeat');
    expect(beat).toMatchObject({ ok: false, attempts: 3, status });
    expect(server.to(/register/)).toHaveLength(1);
    expect((await node.waitFor('segment')).result).toBe('accepted');
  });

  it('the pause is counted from the end of a cycle', async () => {
    const server = await RecordingServer.start();
    server.answer = ({ line }, same) =>
      line.includes('heartbeat') && same < 3 ? { status: 500 } : undefined;
    const node = await server.node({ webSocket: false, heartbeatMs: 150, heartbeatRetryMs: [30, 60] });
    const beats = node.waitFor('heartbeat', { match: ({ attempts }) => attempts === 1 });
    await beats;
    const [first = 0, second = 0, third = 0] = gaps(server.to(/heartbeat/));
    expect(first).toBeGreaterThanOrEqual(29);
    expect(second).toBeGreaterThanOrEqual(59);
    expect(third).toBeGreaterThanOrEqual(149);
  });

  it('recording and suspension follow the answer, and stay as they were when it fails or says nothing', async () => {
    const server = await RecordingServer.start();
    let answer: object = {
      success: true,
      timestamp: 't',
      recording_state: { [CAMERA]: true },
      disabled_cameras: ['x'],
    };
    let status = 200;
    server.answer = ({ line }) =>
      line.includes('heartbeat') ? { status, body: JSON.stringify(answer) } : undefined;
    const node = await server.node({ webSocket: false });
    expect(node.recording, 'nothing records before the first answer').toEqual([]);
    await node.waitFor('heartbeat');
    expect([node.recording, node.suspended]).toEqual([[CAMERA], ['x']]);
    status = 500;
    expect(await node.heartbeatNow()).toBeUndefined();
    expect([node.recording, node.suspended]).toEqual([[CAMERA], ['x']]);
    status = 200;
    answer = { success: true, timestamp: 't' };
    await node.heartbeatNow();
    expect([node.recording, node.suspended]).toEqual([[CAMERA], []]);
    answer = { ...answer, recording_state: {} };
    await node.heartbeatNow();
    expect(node.recording).toEqual([]);
  });

  it('a suspended camera sends nothing at all until it is released', async () => {
    const server = await RecordingServer.start();
    let disabled = [CAMERA];
    server.answer = ({ line }) => {
      const body = JSON.stringify({ success: true, timestamp: 't', disabled_cameras: disabled });
      return line.includes('heartbeat') ? { body } : undefined;
    };
    const node = await server.node({ webSocket: false });
    // Nothing may slip out before the first answer.
    node.pausePushes();
    await node.waitFor('heartbeat');
    node.resumePushes();
    const produced = node.stats[0]?.segmentsProduced ?? 0;
    await eventually('segments are made', () => (node.stats[0]?.segmentsProduced ?? 0) >= produced + 4);
    expect(await node.sendMotion(0, 50)).toBeUndefined();
    expect(server.to(/cameras/)).toEqual([]);
    disabled = [];
    await node.heartbeatNow();
    expect((await node.waitFor('segment')).result).toBe('accepted');
  });
});

describe('registration', () => {
  it.each([
    [{ status: 404, body: '' }, 'node id unknown'],
    [{ status: 401, body: '' }, 'key rejected'],
    [{ status: 500, body: 'thing not found' }, 'node id unknown'],
    [{ status: 429, body: '' }, 'server error'],
    [{ status: 200, body: '{"cameras":{}}' }, 'server error'],
    [{ status: 200, body: '{"node_id":"x","cameras":null}' }, 'server error'],
    [{ status: 200, body: '{"node_id":"x","node_secret":null}' }, 'server error'],
    [{ status: 200, body: '{"node_id":"x","plan_limit_hit":{"plan":"p","max_cameras":-1}}' }, 'server error'],
    // The text searched holds the URL, whose port may read like a status.
    [{ reset: true } as const, ''],
  ])('%j ends the node, without a second try', async (answer, message) => {
    const server = await RecordingServer.start();
    server.answer = () => answer;
    const failure = await server.node().catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(RegistrationFailed);
    expect((failure as Error).message).toContain(message);
    expect(server.requests).toHaveLength(1);
  });

  it('the mapping counts; a camera left out gets the id the node works out', async () => {
    const server = await RecordingServer.start();
    const body = JSON.stringify({ node_id: NODE_ID, cameras: { '/dev/video0': 'front' } });
    server.answer = ({ line }) => (line.includes('register') ? { body } : undefined);
    const odd = { devicePath: '//a b\\c' };
    const node = await server.node({ cameras: [{ devicePath: '/dev/video0' }, odd] });
    expect(node.cameraIds).toEqual(['front', `${NODE_ID}_a_b_c`]);
  });
});
