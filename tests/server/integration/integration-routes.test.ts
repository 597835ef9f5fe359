import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { eq } from '../../../server/db/drizzle.ts';
import { cameraNodes, cameras } from '../../../server/db/schema/cameras.ts';
import { writeSetting } from '../../../server/db/settings-repository.ts';
import type { Answer, TestClient } from '../../support/test-client.ts';
import { FOREIGN, GATE, IntegrationBench, YARD } from './integration-bench.ts';

const PICTURE = readFileSync(join(import.meta.dirname, '../../../scripts/media/front-door.jpg'));

interface Camera {
  readonly id: string;
  readonly online: boolean;
  readonly status: string;
  readonly recording: boolean;
  readonly stream: { readonly local_url: string | null; readonly proxy_url: string | null };
}

describe('what Home Assistant reads and does', () => {
  let bench: IntegrationBench;
  let house: TestClient;
  let keyId: number;
  beforeEach(async () => {
    bench = await IntegrationBench.start();
    const { id, key } = await bench.key('Kitchen panel');
    house = bench.with(key);
    keyId = id;
  });
  afterEach(() => bench[Symbol.asyncDispose]());

  const cameraList = async (client = house) =>
    (await client.get('/api/integration/cameras')).json<{ cameras: Camera[] }>().cameras;
  const localUrl = async (id = GATE) => (await cameraList()).find((one) => one.id === id)?.stream.local_url;
  const setNode = (cameraId: string, values: Partial<typeof cameraNodes.$inferInsert>) =>
    bench.db.write(async (tx) => {
      tx.update(cameraNodes)
        .set(values)
        .where(eq(cameraNodes.nodeId, cameraId.slice(0, 8)))
        .run();
    });
  const setCamera = (cameraId: string, values: Partial<typeof cameras.$inferInsert>) =>
    bench.db.write(async (tx) => {
      tx.update(cameras).set(values).where(eq(cameras.cameraId, cameraId)).run();
    });
  const policyOf = (cameraId: string) =>
    bench.db.read.select().from(cameras).where(eq(cameras.cameraId, cameraId)).get();

  describe('cameras', () => {
    it('notify 114: a camera says where its node serves it, exactly', async () => {
      await setNode(GATE, { localIp: '192.168.1.50' });
      await setCamera(GATE, { videoCodec: 'avc1.42e01e', audioCodec: 'mp4a.40.2' });
      const answer = await house.get('/api/integration/cameras');
      expect(answer.json<{ cameras: unknown[] }>().cameras[0]).toEqual({
        id: GATE,
        name: `The ${GATE}`,
        status: 'streaming',
        online: true,
        video_codec: 'avc1.42e01e',
        audio_codec: 'mp4a.40.2',
        node_id: 'aaaaaaaa',
        node_name: 'Node aaaaaaaa',
        node_online: true,
        recording: false,
        scheduled_recording: false,
        snapshot_url: `/api/integration/cameras/${GATE}/snapshot`,
        stream: { local_url: `http://192.168.1.50:8080/hls/${GATE}/stream.m3u8`, proxy_url: null },
      });
      await setNode(GATE, { localIp: 'fd00::50', httpPort: 9_090 });
      expect(await localUrl()).toBe(`http://[fd00::50]:9090/hls/${GATE}/stream.m3u8`);
    });

    it('notify 114: without an address, or with the node offline, there is none', async () => {
      expect(await localUrl()).toBeNull();
      await setNode(GATE, { localIp: '192.168.1.50' });
      expect(await localUrl()).not.toBeNull();
      bench.clock.advance(90_001);
      const [camera] = await cameraList();
      expect(camera).toMatchObject({
        online: false,
        status: 'offline',
        node_online: false,
        stream: { local_url: null, proxy_url: null },
      });
    });

    it('cloudnode 15: a node that serves only itself clears the address, on every way it says so', async () => {
      const ip = '192.168.1.50';
      const channel = await bench.connect();
      let acks = 0;
      const beat = async (lan_streaming: boolean | undefined, local_ip: string | null) => {
        channel.say({ type: 'heartbeat', payload: { cameras: [], local_ip, lan_streaming } });
        acks += 1;
        await channel.frame('ack', acks);
        return localUrl();
      };
      await bench.heartbeat('aaaaaaaa', { local_ip: ip, lan_streaming: true });
      const url = `http://${ip}:8080/hls/${GATE}/stream.m3u8`;
      expect(await localUrl()).toBe(url);
      await bench.heartbeat('aaaaaaaa', { local_ip: ip, lan_streaming: false });
      expect(await localUrl()).toBeNull();
      expect(await beat(false, ip)).toBeNull();
      expect(await beat(true, ip)).toBe(url);
      expect(await beat(undefined, null)).toBe(url);
      expect(await beat(false, ip)).toBeNull();
      await bench.heartbeat('aaaaaaaa', { local_ip: ip, lan_streaming: true });
      expect(await localUrl()).toBe(url);
    });

    it('a camera in trouble is there all the same; one that was never seen is not', async () => {
      for (const status of ['failed', 'error', 'restarting', 'starting']) {
        await setCamera(GATE, { status });
        expect((await cameraList())[0]).toMatchObject({ status, online: true });
      }
      await setCamera(GATE, { lastSeen: null });
      expect((await cameraList())[0]).toMatchObject({ status: 'offline', online: false });
    });

    it('cameras come oldest first; orphans and suspended ones are among them', async () => {
      await setCamera(GATE, { nodeId: null });
      await setCamera(YARD, { disabledByPlan: true, continuous247: true });
      const [orphan, suspended] = await cameraList();
      expect(orphan).toMatchObject({ id: GATE, node_id: null, node_name: null, node_online: false });
      expect(orphan?.stream).toEqual({ local_url: null, proxy_url: null });
      expect(suspended).toMatchObject({ id: YARD, recording: true });
      expect(JSON.stringify(suspended)).not.toContain('plan');
    });

    it('notify 115: each organization has its own cameras and nodes', async () => {
      const theirs = bench.with((await bench.key('Theirs', 'other')).key);
      expect((await cameraList()).map(({ id }) => id)).toEqual([GATE, YARD]);
      expect((await cameraList(theirs)).map(({ id }) => id)).toEqual([FOREIGN]);
      expect((await theirs.get('/api/integration/status')).json()).toMatchObject({
        org_id: 'org_2',
        nodes: { items: [{ node_id: 'cccccccc' }] },
      });
      for (const [client, id] of [
        [house, FOREIGN],
        [theirs, GATE],
      ] as const) {
        expect((await client.get(`/api/integration/cameras/${id}/snapshot`)).status).toBe(404);
        const toggled = await client.post(`/api/integration/cameras/${id}/recording`, { recording: true });
        expect(toggled.status).toBe(404);
        expect(policyOf(id)?.continuous247).toBe(false);
      }
    });
  });

  describe('status', () => {
    it('notify 118: counts, versions and disks of the nodes', async () => {
      await setCamera(YARD, { lastSeen: null });
      await setNode(GATE, { localIp: '192.168.1.50' });
      await setNode(YARD, { lastSeen: null, status: 'pending' });
      const storage_stats = { used_bytes: 1, max_bytes: 2, disk_free_bytes: 3, disk_total_bytes: 4 };
      await bench.heartbeat('aaaaaaaa', { node_version: '0.1.69', storage_stats });
      expect((await house.get('/api/integration/status')).json()).toEqual({
        org_id: 'org_1',
        plan: 'free_org',
        cameras: { total: 2, online: 1 },
        nodes: {
          total: 2,
          online: 1,
          items: [
            {
              node_id: 'aaaaaaaa',
              name: 'Node aaaaaaaa',
              online: true,
              local_ip: '192.168.1.50',
              version: '0.1.69',
              storage: storage_stats,
            },
            {
              node_id: 'bbbbbbbb',
              name: 'Node bbbbbbbb',
              online: false,
              local_ip: null,
              version: null,
              storage: { used_bytes: null, max_bytes: null, disk_free_bytes: null, disk_total_bytes: null },
            },
          ],
        },
      });
    });

    it('notify 118: the plan is the one bought, whatever is owed', async () => {
      await bench.db.write(async (tx) => {
        for (const [key, value] of [
          ['org_plan', 'pro'],
          ['payment_past_due', 'true'],
          ['payment_past_due_at', '2026-01-01T00:00:00.000Z'],
        ] as const)
          await writeSetting(tx, { orgId: 'org_1', key, value }, bench.clock.now());
      });
      expect((await house.get('/api/integration/status')).json()).toMatchObject({ plan: 'pro' });
    });
  });

  describe('recording', () => {
    const toggle = (body: unknown, id = GATE) => house.post(`/api/integration/cameras/${id}/recording`, body);

    it('notify 116: the switch is echoed and stored, and the node is told with its next heartbeat', async () => {
      for (const recording of [true, false]) {
        const answer = await toggle({ recording });
        expect([answer.status, answer.json()]).toEqual([200, { camera_id: GATE, recording }]);
        expect(policyOf(GATE)?.continuous247).toBe(recording);
        expect((await cameraList())[0]?.recording).toBe(recording);
        expect(await bench.heartbeat('aaaaaaaa')).toEqual({ [GATE]: recording });
      }
      expect((await toggle({ recording: true }, 'nobody')).status).toBe(404);
    });

    it('notify 116: it is audited in the name of the key', async () => {
      await toggle({ recording: true });
      const { event, username, userId, ipAddress, details } = bench.audit().at(-1) ?? {};
      expect([event, username, userId, ipAddress]).toEqual([
        'recording_toggled',
        'Kitchen panel',
        `integration:${keyId}`,
        '127.0.0.1',
      ]);
      expect(JSON.parse(details ?? '{}')).toEqual({ camera_id: GATE, recording: true, via: 'integration' });
    });

    it('switching on ends the schedule, and off leaves it off', async () => {
      await setCamera(GATE, { scheduledRecording: true, scheduledStart: '22:00', scheduledEnd: '06:00' });
      await toggle({ recording: true });
      expect(policyOf(GATE)).toMatchObject({ continuous247: true, scheduledRecording: false });
      await toggle({ recording: false });
      expect(policyOf(GATE)).toMatchObject({
        continuous247: false,
        scheduledRecording: false,
        scheduledStart: '22:00',
      });
    });

    it('only a boolean is taken: anything else is a 422, and text that is no JSON a 400', async () => {
      for (const recording of ['false', 'true', 0, 1, null, undefined])
        expect([recording, (await toggle({ recording })).status]).toEqual([recording, 422]);
      expect((await toggle(undefined)).status).toBe(422);
      const answer = await toggle('{"recording":');
      expect([answer.status, answer.json()]).toEqual([400, { detail: expect.any(String) }]);
      expect(policyOf(GATE)?.continuous247).toBe(false);
    });
  });

  describe('snapshots', () => {
    const snapshot = (id = GATE) => house.get(`/api/integration/cameras/${id}/snapshot`);
    const refusal = (answer: Answer) => [answer.status, typeof answer.json()['detail']];

    it('notify 117: the bytes of the picture as they came', async () => {
      const node = await bench.connect();
      const asked = snapshot();
      const command = await node.frame('command');
      expect(command).toMatchObject({ command: 'take_snapshot', payload: { camera_id: GATE } });
      node.answer(command, { image_b64: PICTURE.toString('base64') });
      const answer = await asked;
      expect(answer.status).toBe(200);
      expect(answer.headers).toMatchObject({
        'content-type': 'image/jpeg',
        'content-length': String(PICTURE.length),
        'cache-control': 'no-store',
      });
      expect(answer.bytes.equals(PICTURE)).toBe(true);
    });

    it('notify 117: an unknown camera is a 404', async () => {
      expect(refusal(await snapshot('nobody'))).toEqual([404, 'string']);
    });

    it('notify 117: whatever keeps a picture from being taken is a 503', async () => {
      expect(refusal(await snapshot())).toEqual([503, 'string']);
      const node = await bench.connect();
      // Only the command that nobody answers gets a short time.
      const send = bench.connections.send.bind(bench.connections);
      vi.spyOn(bench.connections, 'send').mockImplementationOnce((nodeId, command, payload) =>
        send(nodeId, command, payload, { timeoutMs: 150 }),
      );
      expect(refusal(await snapshot())).toEqual([503, 'string']);
      const payloads = [
        { status: 'error', error: 'no segments available' },
        { status: 'error', error: 'camera unplugged' },
        { status: 'success', data: {} },
        { status: 'success', data: { image_b64: 'bm90IGEgcGljdHVyZQ==' } },
      ];
      for (const [index, payload] of payloads.entries()) {
        const asked = snapshot();
        const { id } = await node.frame('command', index + 2);
        node.say({ type: 'command_result', id, payload });
        expect(refusal(await asked)).toEqual([503, 'string']);
      }
      const asked = snapshot();
      await node.frame('command', payloads.length + 2);
      node.socket.terminate();
      expect(refusal(await asked)).toEqual([503, 'string']);
      await setCamera(GATE, { nodeId: null });
      expect(refusal(await snapshot())).toEqual([503, 'string']);
    });

    it('each camera has its own 30 pictures a minute', async () => {
      const answers = await Promise.all(Array.from({ length: 31 }, () => snapshot('nobody')));
      expect(answers.filter(({ status }) => status === 429)).toHaveLength(1);
      expect((await snapshot('somebody')).status).toBe(404);
    });
  });

  it('notify 120: every success is exactly 200 with JSON, and nothing redirects', async () => {
    const calls = [
      ['GET', '/cameras', undefined],
      ['GET', '/status', undefined],
      ['GET', '/status/', undefined],
      ['POST', `/cameras/${GATE}/recording`, { recording: true }],
    ] as const;
    for (const [method, path, body] of calls) {
      const answer = await house.ask(method, `/api/integration${path}`, { body });
      expect([path, answer.status]).toEqual([path, 200]);
      expect(answer.headers['content-type']).toMatch(/^application\/json(;|$)/);
      expect(answer.headers['location']).toBeUndefined();
    }
  });

  it('the 121st look at the cameras within a minute is 429, and another key has its own', async () => {
    const answers = await Promise.all(
      Array.from({ length: 121 }, () => house.get('/api/integration/cameras')),
    );
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(1);
    expect(await cameraList(bench.with((await bench.key()).key))).toHaveLength(2);
  });
});
