import type { SegmentNotice } from '../../../server/contract/dashboard-events.ts';
import { nameOf, nodePlaylist } from '../streaming/live-camera.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { windowsUntil } from '../../support/best-window.ts';
import { StreamReader, Tab } from '../../support/live-clients.ts';
import { addMember } from '../../support/people.ts';
import type { TestClient } from '../../support/test-client.ts';
import { startTestServer, type TestServer } from '../../support/test-server.ts';
import { eventually } from '../../support/wait.ts';
import { camerasOf, device, newNode, type TestNode } from '../nodes/test-node.ts';

const STREAM = '/api/motion/events/stream';
/** Sessions are looked at every two seconds; what ended with them is closed within one more. */
const SIGNED_OUT = { limitMs: 3_000, windows: 4 };

describe('live events of the whole server', () => {
  let server: TestServer;
  let owner: TestClient;
  let node: TestNode;
  let cameraId: string;
  beforeAll(async () => {
    server = await startTestServer();
    owner = await server.owner();
    node = await newNode(server, owner);
    await node.register([device('/dev/video0')]);
    cameraId = (await camerasOf(owner))[0]?.camera_id ?? '';
  });
  afterAll(() => server[Symbol.asyncDispose]());

  const tabOf = (client: TestClient): Tab => new Tab(server.url, client.headers);

  it('cloudnode 38: a report of a node reaches open tabs, the stream and the list', async () => {
    const tab = tabOf(owner);
    const stream = await StreamReader.open(owner, STREAM);
    await tab.next('hello');
    await stream.next('connected');
    const answer = await node.client.post(`/api/cameras/${cameraId}/motion`, { score: 72 });
    expect(answer.json()).toEqual({ success: true, ingested: true });
    const told = await tab.next('motion');
    expect(told).toMatchObject({ camera_id: cameraId, node_id: node.id, score: 72 });
    expect(await stream.next('motion')).toEqual(told);
    expect((await owner.get('/api/motion/events')).json()).toMatchObject({ total: 1 });
    tab.socket.close();
    stream.leave();
  });

  it('rest 74: the switch of the settings stops storing', async () => {
    const path = `/api/cameras/${cameraId}/motion`;
    await owner.post('/api/settings/motion-ingestion', { enabled: false });
    expect((await node.client.post(path, { score: 1 })).json()).toMatchObject({
      ingested: false,
      reason: 'ingestion_disabled',
    });
    await owner.post('/api/settings/motion-ingestion', { enabled: true });
    expect((await node.client.post(path, { score: 1 })).json()).toEqual({ success: true, ingested: true });
  });

  it('a heartbeat tells tabs of changed cameras with their error', async () => {
    const tab = tabOf(owner);
    await tab.next('hello');
    await node.heartbeat({ cameras: [{ camera_id: cameraId, status: 'failed', last_error: 'no signal' }] });
    expect(await tab.next('camera')).toEqual({
      type: 'camera',
      camera_id: cameraId,
      status: 'failed',
      last_error: 'no signal',
    });
    tab.socket.close();
  });

  it('a registration tells administrators of the node and everybody to look again', async () => {
    const member = await addMember(owner, 'mia@example.com', 'member');
    const [admins, members] = [tabOf(owner), tabOf(member)];
    await Promise.all([admins.next('hello'), members.next('hello')]);
    await node.register([device('/dev/video0')]);
    await Promise.all([admins.next('node'), members.next('changed')]);
    expect(members.messages.some((one) => one['type'] === 'node')).toBe(false);
    for (const { socket } of [admins, members]) socket.close();
  });

  it('signing out closes the tabs and streams of that session within two seconds', async () => {
    let people = 0;
    const waits = await windowsUntil(SIGNED_OUT, async () => {
      const member = await addMember(owner, `max-${(people += 1)}@example.com`, 'member');
      const tab = tabOf(member);
      const stream = await StreamReader.open(member, STREAM);
      await tab.next('hello');
      await member.post('/api/auth/sign-out');
      const begun = performance.now();
      expect((await tab.end()).code).toBe(4401);
      await eventually('the stream ends', () => stream.ended);
      return performance.now() - begun;
    });
    expect(Math.min(...waits)).toBeLessThan(SIGNED_OUT.limitMs);
  });

  describe('live notices', () => {
    const push = (number: number) =>
      node.client.post(
        `/api/cameras/${cameraId}/push-segment?filename=${nameOf(number)}`,
        `segment ${number}`,
      );
    const announce = (last: number) =>
      node.client.post(`/api/cameras/${cameraId}/playlist`, nodePlaylist(last));
    const sequencesOf = (tab: Tab): number[] =>
      tab.messages
        .filter(({ type }) => type === 'segment')
        .map(({ segment }) => (segment as SegmentNotice).sequence);

    it('a segment is told once its upload is answered, and can be fetched, before any playlist lists it', async () => {
      const tab = tabOf(owner);
      await tab.next('hello');
      tab.socket.send(JSON.stringify({ type: 'watch', cameras: [cameraId, 'unknown'] }));
      expect(await tab.next('live')).toMatchObject({ camera_id: cameraId, segments: [] });
      for (const number of [0, 1]) {
        await push(number);
        await announce(number);
      }
      await eventually('what was published is told', () => sequencesOf(tab).length === 1);
      expect((await push(2)).status).toBe(200);
      await eventually('what was accepted is told', () => sequencesOf(tab).length === 2);
      const { segment } = tab.messages.at(-1) ?? {};
      const { uri, sequence } = segment as SegmentNotice;
      const stream = `/api/cameras/${cameraId}`;
      expect((await owner.get(`${stream}/${uri}`)).text).toBe('segment 2');
      expect((await owner.get(`${stream}/stream.m3u8`)).text).not.toContain(uri);
      await announce(2);
      const { text } = await owner.get(`${stream}/stream.m3u8`);
      expect(text.trimEnd().endsWith(uri)).toBe(true);
      expect(/MEDIA-SEQUENCE:(\d+)/.exec(text)?.[1]).toBe(String(sequence - 2));
      const { checks } = (await owner.get('/api/health/detailed')).json<{ checks: { sse: unknown } }>();
      expect(checks.sse).toMatchObject({ camera_followers: 1, notices_skipped: 0, playlists_held: 0 });
      tab.socket.close();
    });

    it('who signed out hears nothing more after two seconds', async () => {
      let number = 2;
      const waits = await windowsUntil(SIGNED_OUT, async () => {
        number += 1;
        const member = await addMember(owner, `nora-${number}@example.com`, 'member');
        const tab = tabOf(member);
        await tab.next('hello');
        tab.socket.send(JSON.stringify({ type: 'watch', cameras: [cameraId] }));
        await tab.next('live');
        await member.post('/api/auth/sign-out');
        const begun = performance.now();
        expect((await tab.end()).code).toBe(4401);
        const waitedMs = performance.now() - begun;
        const heard = tab.messages.length;
        await push(number);
        await announce(number);
        const { checks } = (await owner.get('/api/health/detailed')).json<{ checks: { sse: unknown } }>();
        expect(checks.sse).toMatchObject({ camera_followers: 0 });
        expect(tab.messages).toHaveLength(heard);
        return waitedMs;
      });
      expect(Math.min(...waits)).toBeLessThan(SIGNED_OUT.limitMs);
    });
  });

  it('upgrades of other paths are still refused', async () => {
    const tab = new Tab(`${server.url}/x`, owner.headers);
    expect(await tab.refusal()).toBe(404);
  });
});

it('a stopping server closes tabs and streams at once', async () => {
  const times = await windowsUntil({ limitMs: 2_500, windows: 3 }, async () => {
    const server = await startTestServer();
    const owner = await server.owner();
    const tab = new Tab(server.url, owner.headers);
    const stream = await StreamReader.open(owner, STREAM);
    await tab.next('hello');
    await stream.next('connected');
    const begun = performance.now();
    await server[Symbol.asyncDispose]();
    const tookMs = performance.now() - begun;
    expect((await tab.end()).code).toBe(1001);
    await eventually('the stream ends', () => stream.ended);
    return tookMs;
  });
  expect(Math.min(...times)).toBeLessThan(2_500);
});
