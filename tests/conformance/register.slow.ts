import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newNodeClient, usbCamera, usbCameras, type NodeClient } from '../support/node-client.ts';
import type { Answer } from '../support/test-client.ts';
import { cameraOf, startScene, statuses, type Scene } from './scene.ts';

const CAMERA_ID = /^[A-Za-z0-9_.-]{1,150}$/;
/** Words by which the node picks the explanation it shows. */
const NODE_CUES = ['404', 'not found', '401', '403', 'connect', 'timeout'];

interface Registered {
  readonly node_id: string;
  readonly cameras: Record<string, string>;
}

let scene: Scene;
beforeAll(async () => {
  scene = await startScene({ config: { nodeVersions: { minSupported: '0.1.10', latest: '0.1.73' } } });
});
afterAll(() => scene[Symbol.asyncDispose]());

async function nodeRow(node: NodeClient): Promise<Record<string, unknown>> {
  const list = (await scene.owner.get('/api/nodes')).json<Record<string, unknown>[]>();
  return list.find((row) => row['node_id'] === node.nodeId) ?? {};
}

async function camerasOf(node: NodeClient): Promise<Record<string, unknown>[]> {
  const list = (await scene.owner.get('/api/cameras')).json<Record<string, unknown>[]>();
  return list.filter((row) => row['node_id'] === node.nodeId);
}

describe('register', () => {
  it('cloudnode 7, rest 44: every device path is mapped verbatim to an id of the safe alphabet', async () => {
    const node = await newNodeClient(scene.owner);
    const paths = [
      '/dev/video0',
      '/dev/v4l/by id/usb cam',
      '\\\\?\\usb#vid_046d',
      'Caméra intégrée HD (日本)',
      '0',
      '../../etc/passwd',
      'a'.repeat(400),
      '%d',
      '__proto__',
      '',
      '?&#',
    ];
    const answer = await node.register(paths.map((path) => usbCamera(path)));
    expect(answer.status).toBe(200);
    const { node_id: id, cameras } = answer.json<Registered>();
    expect(id).toBe(node.nodeId);
    expect(Object.keys(cameras).toSorted()).toEqual(paths.toSorted());
    for (const cameraId of Object.values(cameras)) expect(cameraId).toMatch(CAMERA_ID);
    expect(new Set(Object.values(cameras)).size).toBe(paths.length);
    expect(cameras['/dev/video0']).toBe(`${node.nodeId}_dev_video0`);
    expect(cameras['/dev/v4l/by id/usb cam']).toBe(`${node.nodeId}_dev_v4l_by_id_usb_cam`);
  });

  it('cloudnode 8: twice the same is one set of cameras, and the given name stays', async () => {
    const node = await newNodeClient(scene.owner, 'Till 3');
    const first = await node.register(usbCameras(3), { name: 'Node-raspberrypi' });
    const second = await node.register(usbCameras(3).toReversed(), { name: '' });
    expect(second.json<Registered>().cameras).toEqual(first.json<Registered>().cameras);
    expect(await camerasOf(node)).toHaveLength(3);
    expect(await nodeRow(node)).toMatchObject({ name: 'Till 3', camera_count: 3, status: 'online' });
  });

  it('cloudnode 9: nulls, no cameras, unknown fields, long and foreign names are all accepted', async () => {
    const node = await newNodeClient(scene.owner);
    const longName = 'n'.repeat(300);
    const answers = [
      await node.register([], { video_codec: null, audio_codec: null }),
      await node.register([usbCamera('/dev/video0', longName)], { name: 'x'.repeat(5_000) }),
      await node.register([usbCamera('Integrated Webcam ü 摄像头', '')], { unknown: { deep: [1] } }),
      await node.register([{ ...usbCamera('/dev/video2'), extra: true }]),
      await node.register([usbCamera('same', 'Webcam'), usbCamera('same', 'Webcam')]),
    ];
    expect(statuses(answers)).toEqual([200, 200, 200, 200, 200]);
    const cut = (await camerasOf(node)).find((row) => row['camera_id'] === `${node.nodeId}_dev_video0`);
    expect(cut?.['name']).toBe(longName.slice(0, 100));
  });

  it('cloudnode 10, rest 39: refusals say only their own meaning, and are kept until a success', async () => {
    const node = await newNodeClient(scene.owner);
    const other = await newNodeClient(scene.owner);
    const cases: [Answer, number, string[]][] = [
      [await other.as({ nodeId: '40440140' }).register([]), 404, ['404', 'not found']],
      [await other.as({ nodeId: node.nodeId }).register([]), 403, ['401', '403']],
      [await node.register([], { node_version: '0.1.9' }), 426, []],
    ];
    for (const [answer, status, own] of cases) {
      expect(answer.status).toBe(status);
      const body = answer.text.toLowerCase();
      const cues = NODE_CUES.filter((cue) => !own.includes(cue) && body.includes(cue));
      expect([status, cues]).toEqual([status, []]);
      expect(body).not.toContain('40440140');
    }
    await other.as({ nodeId: node.nodeId }).register([]);
    const refused = await nodeRow(node);
    expect(refused['last_register_error']).toContain('Invalid API key');
    expect(refused['last_register_error_at']).toMatch(/Z$/);
    expect((await node.register([])).status).toBe(200);
    expect(await nodeRow(node)).toMatchObject({ last_register_error: null, last_register_error_at: null });
    const keyless = await scene.server.anonymous.post('/api/nodes/register', { node_id: node.nodeId });
    expect(keyless.status).toBe(401);
    expect(keyless.text).not.toContain(node.nodeId);
  });

  it('cloudnode 11, rest 45: a shorter list leaves rows and settings, but takes the missing off the air', async () => {
    const fleet = await scene.fleet(2);
    const [kept, missing] = [cameraOf(fleet, 0), cameraOf(fleet, 1)];
    await kept.stream(0, 1);
    await missing.stream(0, 1);
    scene.sql('UPDATE cameras SET continuous_24_7 = 1, name = ? WHERE camera_id = ?', 'Yard', missing.id);
    expect((await fleet.node.register(fleet.devices.slice(0, 1))).status).toBe(200);
    expect((await missing.view()).status).toBe(404);
    expect((await kept.fetch('segment/segment_00001.ts')).status).toBe(200);
    expect((await missing.fetch('segment/segment_00001.ts')).status).toBe(404);
    expect((await fleet.node.register([])).status).toBe(200);
    const rows = await camerasOf(fleet.node);
    expect(rows.map(({ name, status }) => [name, status])).toEqual([
      ['Camera at /dev/video0', 'offline'],
      ['Yard', 'offline'],
    ]);
    expect(rows[1]?.['recording_policy']).toMatchObject({ continuous_24_7: true });
    expect(statuses([await kept.push(0), await missing.push(0)])).toEqual([200, 200]);
  });

  it('cloudnode 12: the answer has no null, and no plan limit unless one was hit', async () => {
    const node = await newNodeClient(scene.owner);
    const answer = await node.register(usbCameras(2));
    expect(answer.text).not.toContain('null');
    const body = answer.json();
    expect(Object.values(body['cameras'] as object).every((id) => typeof id === 'string')).toBe(true);
    expect(typeof body['node_secret']).toBe('string');
    expect(typeof body['status']).toBe('string');
    expect(body).not.toHaveProperty('plan_limit_hit');
    expect(body['plan']).toBe('self_hosted');
  });

  it('rest 40, 42, 43: versions decide about updates and support', async () => {
    const node = await newNodeClient(scene.owner);
    const register = async (version: unknown) => {
      const answer = await node.register([], version === undefined ? {} : { node_version: version });
      return [answer.status, answer.status === 200 ? (answer.json()['update_available'] ?? '-') : ''];
    };
    expect(await register(null)).toEqual([200, '0.1.73']);
    expect(await nodeRow(node)).toMatchObject({ node_version: null, update_available: '0.1.73' });
    expect(await register('0.1.73')).toEqual([200, '-']);
    expect(await nodeRow(node)).not.toHaveProperty('update_available');
    expect(await register('v0.1.40-rc1')).toEqual([200, '0.1.73']);
    expect(await nodeRow(node)).toMatchObject({ node_version: '0.1.40', version_supported: true });
    expect(await register('9.0.0')).toEqual([200, '-']);
    expect(await register('1.2')).toEqual([426, '']);
    expect(await register('nonsense')).toEqual([426, '']);
  });

  it('rest 41: a version below the minimum is 426 with the facts, in register and heartbeat', async () => {
    const node = await newNodeClient(scene.owner);
    const refusals = [
      await node.register([], { node_version: '0.1.9' }),
      await node.heartbeat({ node_version: '0.1.9' }),
    ];
    for (const answer of refusals) {
      expect(answer.status).toBe(426);
      const { detail } = answer.json<{ detail: Record<string, string> }>();
      expect(detail['message']).toContain('no longer supported');
      expect(Object.values(detail)).toEqual(expect.arrayContaining(['0.1.9', '0.1.10', '0.1.73']));
    }
    const row = await nodeRow(node);
    expect(row['last_register_error']).toContain('below the minimum');
    expect(row).toMatchObject({ node_version: '0.1.9', version_supported: false });
  });

  it('numbers as text, floats and wrong types are refused with 422, and the node is left alone', async () => {
    const node = await newNodeClient(scene.owner);
    await node.register([usbCamera('/dev/video0')]);
    const refused = [
      await node.register([], { http_port: '8080' }),
      await node.register([], { http_port: 0 }),
      await node.register([], { cameras: 'all' }),
      await node.register([], { node_id: 7 }),
    ];
    expect(statuses(refused)).toEqual([422, 422, 422, 422]);
    expect(await camerasOf(node)).toHaveLength(1);
  });
});
