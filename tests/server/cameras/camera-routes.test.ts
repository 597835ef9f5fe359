import { describe, expect, it } from 'vitest';
import { startTestServer } from '../../support/test-server.ts';
import { camerasOf, device, newNode, nodeSeenBy, sql } from '../nodes/test-node.ts';

describe('cameras', () => {
  it('a camera is shown with its node, group, policy and status', async () => {
    await using server = await startTestServer();
    const owner = await server.owner();
    const node = await newNode(server, owner, 'Yard');
    await node.register([device('/dev/video0', 'Gate')]);
    sql(
      server,
      `INSERT INTO camera_groups (org_id, name, created_at) SELECT org_id, 'Outside', created_at FROM users`,
    );
    sql(server, `UPDATE cameras SET group_id = 1, scheduled_recording = 1, scheduled_start = '08:00'`);
    const [camera] = await camerasOf(owner);
    expect(camera).toEqual({
      camera_id: `${node.id}_dev_video0`,
      name: 'Gate',
      node_id: node.id,
      node_name: 'Yard',
      node_type: 'usb',
      video_codec: null,
      audio_codec: null,
      capabilities: ['streaming'],
      group_id: 1,
      group: 'Outside',
      status: 'online',
      last_error: null,
      last_seen: expect.stringMatching(/Z$/),
      disabled_by_plan: false,
      recording_policy: {
        continuous_24_7: false,
        scheduled_recording: true,
        scheduled_start: '08:00',
        scheduled_end: null,
      },
      recording: { wanted: false, reported: null },
    });
    const one = await owner.get(`/api/cameras/${node.id}_dev_video0`);
    expect(one.json()).toEqual(camera);
    expect((await owner.get('/api/cameras/none')).status).toBe(404);
    expect((await server.anonymous.get('/api/cameras')).status).toBe(401);
  });

  it('a camera of another organisation does not exist', async () => {
    await using server = await startTestServer();
    const owner = await server.owner();
    const node = await newNode(server, owner);
    await node.register();
    sql(server, `UPDATE cameras SET org_id = 'org_other'`);
    expect(await camerasOf(owner)).toEqual([]);
    expect((await owner.get(`/api/cameras/${node.id}_dev_video0`)).status).toBe(404);
  });

  it('cloudnode 37, rest 28, 29, 75: a codec report is checked, stored, and copied to the node once', async () => {
    await using server = await startTestServer();
    const owner = await server.owner();
    const node = await newNode(server, owner);
    const other = await newNode(server, owner);
    await node.register([device('/dev/video0'), device('/dev/video2')]);
    const report = (who: typeof node, suffix: string, body: unknown) =>
      who.client.post(`/api/cameras/${node.id}_dev_${suffix}/codec`, body);
    const good = { video_codec: 'avc1.42e00a' };
    expect((await report(node, 'video0', good)).json()).toMatchObject({ success: true });
    expect((await report(node, 'video2', { video_codec: 'hvc1.1.L120.B0' })).status).toBe(200);
    expect(sql(server, 'SELECT video_codec, audio_codec FROM cameras ORDER BY id')).toEqual([
      { video_codec: 'avc1.42e01e', audio_codec: 'mp4a.40.2' },
      { video_codec: 'hvc1.1.L120.B0', audio_codec: 'mp4a.40.2' },
    ]);
    expect(await nodeSeenBy(owner, node)).toMatchObject({ video_codec: 'avc1.42e01e' });
    const url = `/api/cameras/${node.id}_dev_video0/codec`;
    expect((await report(other, 'video0', good)).status).toBe(404);
    expect((await report(node, 'video7', good)).status).toBe(404);
    expect((await server.anonymous.post(url, good)).status).toBe(401);
    expect((await node.client.with({ 'x-node-api-key': 'wrong' }).post(url, good)).status).toBe(401);
    const bad = ['a\r\nb', 'x'.repeat(65), '', 7].map((codec) => ({ video_codec: codec }));
    for (const body of [...bad, {}, '{', { ...good, audio_codec: 'a\nb' }]) {
      expect((await report(node, 'video0', body)).status).toBe(400);
    }
    expect(sql(server, 'SELECT video_codec FROM cameras')[0]).toEqual({ video_codec: 'avc1.42e01e' });
  });
});
