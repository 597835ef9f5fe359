import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SimulatedNode, startSimulatedNode } from '../../../scripts/simulator/simulated-node.ts';
import { RESET_CONFIRMATION } from '../../../server/contract/settings.ts';
import { BadKey, CannotConnect, HomeAssistant } from '../../support/home-assistant.ts';
import { createNode, type NodeKey } from '../../support/people.ts';
import { ask, type TestClient } from '../../support/test-client.ts';
import { temporaryFolder } from '../../support/test-config.ts';
import { startTestServer, type TestServer } from '../../support/test-server.ts';
import { eventually } from '../../support/wait.ts';

const QUICK = { pollEvery: 400, streamAgain: 300, streamDenied: 900, motionOff: 1_500 };

describe('the Home Assistant integration', () => {
  const folder = temporaryFolder();
  let server: TestServer;
  let owner: TestClient;
  let credentials: NodeKey;
  let node: SimulatedNode;
  let home: HomeAssistant;
  let gate = '';
  let yard = '';
  let keyId = 0;

  const makeKey = async (): Promise<{ id: number; key: string }> =>
    (await owner.post('/api/integration/keys', { name: 'Home' })).json();
  /** A server with the data so far, at the address of the one before. */
  const start = (port = 0) => {
    const dataDir = folder.path;
    return startTestServer({ dataDir, config: { port } });
  };

  beforeAll(async () => {
    server = await start();
    owner = await server.owner();
    credentials = await createNode(owner, 'Garage');
    node = await startSimulatedNode({
      url: server.url,
      nodeId: credentials.nodeId,
      key: credentials.key,
      cameras: [{ name: 'Front gate' }, { name: 'Back yard' }],
      lanStreaming: true,
      localIp: '127.0.0.1',
      snapshots: 'still',
      heartbeatMs: 300,
      reconnectMs: [200],
      storage: {
        used_bytes: 2_500_000_000,
        max_bytes: 4_000_000_000,
        disk_free_bytes: 200_000_000_000,
        disk_total_bytes: 500_000_000_000,
      },
    });
    [gate = '', yard = ''] = node.cameraIds;
    await eventually('the node is connected', () => node.connected);
    await node.heartbeatNow();
  });

  afterAll(async () => {
    home?.[Symbol.dispose]();
    await node?.stop();
    await server?.[Symbol.asyncDispose]();
    folder[Symbol.dispose]();
  });

  it('setup: a bad key is told from an address where nobody answers', async () => {
    await expect(new HomeAssistant(server.url, 'osi_wrong').setUp()).rejects.toThrow(BadKey);
    const { key } = await makeKey();
    await expect(new HomeAssistant('http://127.0.0.1:9', key).setUp()).rejects.toThrow(CannotConnect);
  });

  it('discovery: the entry is the organization; cameras and nodes appear with their names', async () => {
    const { id, key } = await makeKey();
    keyId = id;
    home = new HomeAssistant(`${server.url}/`, key, QUICK);
    await home.setUp();
    const me = (await owner.get('/api/auth/me')).json<{ org_id: string }>();
    expect(home.entryId).toBe(me.org_id);
    expect(home.cameraIds).toEqual([gate, yard]);
    const { nodeId } = credentials;
    expect(home.camera(gate)).toMatchObject({ name: 'Front gate', online: true, nodeId, recording: false });
    expect(home.node(nodeId)).toEqual({
      name: expect.any(String),
      version: '0.1.73',
      usedGigabytes: 2.5,
      storage: {
        max_bytes: 4_000_000_000,
        disk_free_bytes: 200_000_000_000,
        disk_total_bytes: 500_000_000_000,
      },
    });
  });

  it('live: the address leads to the playlist that the node serves itself', async () => {
    const url = home.liveUrl(gate) ?? '';
    expect(url).toBe(`${node.lanUrl}/hls/${gate}/stream.m3u8`);
    const playlist = await eventually('the camera is live', async () => {
      const answer = await ask(url, 'GET');
      return answer.status === 200 && answer.text;
    });
    expect(playlist).toMatch(/^#EXTM3U\n/);
  });

  it('stills: a real JPEG; blank while there is none', async () => {
    await eventually('a segment to take it from', () => node.stats.every((one) => one.segmentsProduced > 0));
    const picture = (await home.still(gate)) ?? Buffer.alloc(0);
    expect(picture.subarray(0, 3)).toEqual(Buffer.from([0xff, 0xd8, 0xff]));
    expect(picture.length).toBeGreaterThan(1_000);
    expect(await home.still('nobody')).toBeUndefined();
  });

  it('notify 116: the switch reaches the node, both ways', async () => {
    for (const recording of [true, false]) {
      await home.record(gate, recording);
      expect(home.camera(gate)?.recording).toBe(recording);
      expect(home.camera(yard)?.recording).toBe(false);
      await eventually('the node records, or stops', () => node.recording.includes(gate) === recording);
    }
    await expect(home.record('nobody', true)).rejects.toThrow(CannotConnect);
  });

  it('motion: within a second, on the right camera, and off again', async () => {
    await eventually('it listens', () => home.listening === 'yes');
    const sent = node.sendMotion(yard, 60);
    await eventually('the sensor is on', () => home.sensesMotion(yard), 1_000);
    await sent;
    expect(home.sensesMotion(gate)).toBe(false);
    await eventually('the sensor is off', () => !home.sensesMotion(yard));
  });

  it('restart: unavailable meanwhile, then everything is back by itself', async () => {
    const port = Number(new URL(server.url).port);
    const opened = home.streamsOpened;
    await server.running.dispose();
    await eventually('all is unavailable', () => !home.available && home.camera(gate) === undefined);
    expect(home.wantsKey).toBe(false);
    server = await start(port);
    await eventually('it is available', () => home.available);
    await eventually('it listens again', () => home.listening === 'yes' && home.streamsOpened > opened);
    await eventually('the node is back', () => node.connected);
    await node.sendMotion(gate, 60);
    await eventually('motion arrives', () => home.sensesMotion(gate), 1_000);
    expect(home.wantsKey).toBe(false);
  });

  it('cloudnode 15: a node that stops serving the network takes the live picture away, not the camera', async () => {
    const say = (lan_streaming: boolean) =>
      ask(`${server.url}/api/nodes/heartbeat`, 'POST', {
        headers: { 'x-node-api-key': credentials.key },
        body: {
          node_id: credentials.nodeId,
          node_version: '0.1.73',
          local_ip: '127.0.0.1',
          lan_streaming,
        },
      });
    // The node's own heartbeats would say otherwise.
    node.cutNetwork();
    expect((await say(false)).status).toBe(200);
    await eventually('no live picture', () => home.camera(gate)?.localUrl === null);
    expect(home.liveUrl(gate)).toBeUndefined();
    expect(home.camera(gate)?.online).toBe(true);
    node.restoreNetwork();
    await eventually('the live picture is back', () => home.liveUrl(gate) !== undefined);
  });

  it('revoke: the stream ends at once, and the dialog asks for a key; with another one all is well', async () => {
    await eventually('it listens', () => home.listening === 'yes');
    expect((await owner.ask('DELETE', `/api/integration/keys/${keyId}`)).status).toBe(200);
    await eventually('the stream ended', () => home.listening !== 'yes', 1_000);
    await eventually('the dialog is open', () => home.wantsKey && !home.available);
    await eventually('the stream is denied', () => home.listening === 'denied');
    await home.reauthenticate((await makeKey()).key);
    await eventually('it listens with the new key', () => home.available && home.listening === 'yes');
    expect(home.wantsKey).toBe(false);
  });

  it('churn: a camera that is gone becomes unavailable, and its entity stays', async () => {
    expect((await owner.ask('DELETE', `/api/nodes/${credentials.nodeId}`)).status).toBe(200);
    await eventually('the cameras are gone', () => home.available && home.camera(gate) === undefined);
    expect(home.cameraIds).toEqual([gate, yard]);
    expect(home.available).toBe(true);
  });

  it('a full reset ends the stream of the key it took along', async () => {
    await eventually('it listens', () => home.listening === 'yes');
    const answer = await owner.post('/api/settings/danger/full-reset', { confirm: RESET_CONFIRMATION });
    expect(answer.status).toBe(200);
    await eventually('the stream ended', () => home.listening !== 'yes');
    await eventually('the dialog is open', () => home.wantsKey);
  });
});
