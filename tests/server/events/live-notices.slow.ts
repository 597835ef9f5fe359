import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SignedIn } from '../../../server/auth/local/session-service.ts';
import { WATCHED_MAX } from '../../../server/contract/dashboard-events.ts';
import { Tab } from '../../support/live-clients.ts';
import { eventually } from '../../support/wait.ts';
import { LiveCamera, range } from '../streaming/live-camera.ts';
import { LiveBench, ORG as orgId } from './live-bench.ts';

describe('live notices on /ws/dashboard', () => {
  let bench: LiveBench;
  let owner: SignedIn;
  let tabs: Tab[];
  let nowMs: number;
  beforeEach(async () => {
    bench = await LiveBench.start();
    await bench.addNode(orgId, 'node_1', 'cam_1');
    await bench.addNode('org_2', 'node_2', 'cam_2');
    owner = await bench.person();
    tabs = [];
    nowMs = bench.accounts.clock.monotonicMs();
  });
  afterEach(async () => {
    for (const { socket } of tabs) socket.terminate();
    await bench[Symbol.asyncDispose]();
  });

  async function tab(who = owner): Promise<Tab> {
    const opened = new Tab(bench.url, { cookie: `sentinel_session=${who.token}` });
    tabs.push(opened);
    await opened.next('hello');
    return opened;
  }

  async function watching(cameras: readonly string[], who = owner): Promise<Tab> {
    const opened = await tab(who);
    opened.socket.send(JSON.stringify({ type: 'watch', cameras }));
    await opened.next('live');
    return opened;
  }

  /** Pushes and announces `first…last` of a camera, all at one moment. */
  function stream(cameraId: string, first: number, last: number): void {
    const camera = new LiveCamera(bench.segments, cameraId);
    for (const number of range(first, last)) {
      camera.push(number, nowMs);
      camera.announce(number, nowMs);
    }
  }

  /** Numbers of the segments this tab was told one by one. */
  function sequences(of: Tab): number[] {
    return of.messages
      .filter(({ type }) => type === 'segment')
      .map(({ segment }) => (segment as { sequence: number }).sequence);
  }

  it('a watched camera is told as it is now, then segment by segment', async () => {
    stream('cam_1', 0, 2);
    const open = await watching(['cam_1']);
    expect(open.messages[1]).toMatchObject({ camera_id: 'cam_1', target_s: 1, discontinuity_sequence: 1 });
    expect(open.messages[1]?.['segments']).toHaveLength(3);
    stream('cam_1', 3, 5);
    await eventually('all are told', () => sequences(open).length === 3);
    expect(sequences(open)).toEqual([4, 5, 6]);
  });

  it('another organisation and unknown cameras are passed over: no word of them', async () => {
    stream('cam_2', 0, 2);
    const open = await watching(['cam_2', 'cam_3', 'cam_1']);
    stream('cam_2', 3, 5);
    stream('cam_1', 0, 1);
    await eventually('its own camera is told', () => sequences(open).length === 1);
    expect(JSON.stringify(open.messages)).not.toMatch(/cam_2|cam_3/);
    expect(bench.feed.stats().camera_followers).toBe(1);
  });

  it('a malformed wish is ignored, closes nothing and changes nothing', async () => {
    const open = await watching(['cam_1']);
    const malformed = [
      '{"type":"watch"}',
      '{"type":"watch","cameras":"cam_1"}',
      '{"type":"watch","cameras":[1]}',
      '{"type":"watch","cameras":{"length":1}}',
      JSON.stringify({ type: 'watch', cameras: ['x'.repeat(151)] }),
      '{"type":"watch","cameras":[',
    ];
    for (const text of malformed) open.socket.send(text);
    open.socket.send(Buffer.from('{"type":"watch","cameras":[]}'));
    stream('cam_1', 0, 2);
    await eventually('still told', () => sequences(open).length === 2);
    expect(open.closed).toBeUndefined();
  });

  it(`${WATCHED_MAX} cameras with the longest ids fit into one message; more are passed over`, async () => {
    const ids = range(1, WATCHED_MAX).map((number) => String(number).padStart(150, 'x'));
    const open = await watching([...ids, 'cam_1']);
    expect(open.messages.filter(({ type }) => type === 'live')).toMatchObject([{ camera_id: 'cam_1' }]);
    expect(open.closed).toBeUndefined();
  });

  it('who signed out hears no more of the camera', async () => {
    const open = await watching(['cam_1']);
    const other = await watching(['cam_1'], await bench.person('member'));
    stream('cam_1', 0, 2);
    await eventually('both are told', () => sequences(open).length === 2 && sequences(other).length === 2);
    bench.accounts.sessions.end([owner.principal.sessionId ?? 0]);
    await bench.sessions.sweep();
    expect(bench.feed.stats().camera_followers).toBe(1);
    stream('cam_1', 3, 5);
    expect((await open.end()).code).toBe(4401);
    await eventually('the other is told', () => sequences(other).length === 5);
    expect(sequences(open)).toHaveLength(2);
  });

  it('a tab that is gone is followed no more', async () => {
    const open = await watching(['cam_1']);
    open.socket.terminate();
    await eventually('nobody follows', () => bench.feed.stats().camera_followers === 0);
  });

  it('a tab that does not read skips to the newest, is counted and stays connected; others miss nothing', async () => {
    const slow = await watching(['cam_1']);
    const quick = await watching(['cam_1']);
    stream('cam_1', 0, 0);
    slow.socket.pause();
    let last = 0;
    while (bench.feed.stats().notices_skipped === 0) {
      bench.motion(orgId, 'c'.repeat(65_536));
      stream('cam_1', last + 1, last + 1);
      last += 1;
      await eventually('the quick one catches up', () => sequences(quick).length === last);
    }
    const missedFrom = last;
    for (; last < missedFrom + 20; last += 5) {
      stream('cam_1', last + 1, last + 5);
      await eventually('the quick one has them all', () => sequences(quick).length === last + 5);
    }
    expect(sequences(quick)).toEqual(range(2, last + 1));
    expect(bench.feed.stats().notices_skipped).toBe(last - missedFrom + 1);
    slow.socket.resume();
    const newest = await eventually('the slow one knows the newest', () =>
      slow.messages.findLast(
        ({ type, segments }) =>
          type === 'live' && (segments as { sequence: number }[]).at(-1)?.sequence === last + 1,
      ),
    );
    expect(newest['segments']).toHaveLength(15);
    stream('cam_1', last + 1, last + 1);
    await eventually('and goes on', () => sequences(slow).at(-1) === last + 2);
    expect(sequences(slow)).not.toContain(missedFrom + 5);
    expect(slow.closed).toBeUndefined();
    expect(bench.hub.stats().dropped).toBe(0);
  });
});
