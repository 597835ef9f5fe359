import { describe, expect, it } from 'vitest';
import { auditRoutes } from '../../../../server/audit/audit-routes.ts';
import { cameraRoutes } from '../../../../server/cameras/camera-routes.ts';
import { groupRoutes } from '../../../../server/cameras/groups/group-routes.ts';
import { audit, type StreamAccess } from '../../../../server/contract/audit.ts';
import type { Endpoint } from '../../../../server/contract/endpoint.ts';
import { cameras as cameraEndpoints, type Camera } from '../../../../server/contract/fleet/cameras.ts';
import { groups } from '../../../../server/contract/fleet/groups.ts';
import { cameras } from '../../../../server/db/schema/cameras.ts';
import { auditLog } from '../../../../server/db/schema/logs.ts';
import type { RouteBinder } from '../../../../server/http/route-binder.ts';
import { nodeList, nodeView } from '../../../../server/nodes/node-service.ts';
import { FOREIGN, GATE, YARD } from '../../incidents/incident-bench.ts';
import { DESK, MISSING, ToolBench } from './tool-bench.ts';

type Row = Readonly<Record<string, unknown>>;

/** What the dashboard's own routes answer an administrator of `org_1`. */
function rest(tools: ToolBench): (endpoint: Endpoint, call?: Row) => Promise<unknown> {
  const handlers = new Map<Endpoint, (call: never) => unknown>();
  const binder: RouteBinder = { bind: (endpoint, handler) => void handlers.set(endpoint, handler) };
  cameraRoutes(binder, tools.deps);
  groupRoutes(binder, tools.deps);
  auditRoutes(binder, tools.deps);
  return async (endpoint, call = {}) =>
    handlers.get(endpoint)?.({ principal: { orgId: 'org_1' }, ...call } as never);
}

const POLICY = {
  continuous_24_7: false,
  scheduled_recording: false,
  scheduled_start: null,
  scheduled_end: null,
};

describe('cameras, groups and nodes', () => {
  it('equal what the dashboard is told of the same rows', async () => {
    await using tools = await ToolBench.start();
    const ask = rest(tools);
    await tools.bench.db.write(async (tx) => {
      tx.update(cameras).set({ videoCodec: 'avc1.64001f', audioCodec: 'mp4a.40.2', status: 'failed' }).run();
    });
    const listed = await tools.list<Camera>('list_cameras');
    expect(listed.map((camera) => camera.camera_id)).toEqual([GATE, YARD, DESK]);
    expect(listed[0]).toMatchObject({ video_codec: 'avc1.64001f', audio_codec: 'mp4a.40.2' });
    expect(listed).toEqual(await ask(cameraEndpoints.list));
    expect(await tools.value('get_camera', { camera_id: GATE })).toEqual(
      await ask(cameraEndpoints.get, { params: { camera_id: GATE } }),
    );
    expect(await tools.list('list_camera_groups')).toEqual(await ask(groups.list));
    expect(await tools.list('list_nodes')).toEqual(await nodeList(tools.deps, 'org_1'));
    const node = await tools.value('get_node', { node_id: 'aaaaaaaa' });
    expect(node).toEqual(await nodeView(tools.deps, 'org_1', 'aaaaaaaa'));
    expect(node).toMatchObject({ name: 'Shop computer', camera_count: 2, status: 'online' });
  });

  it('get_stream_url names the playlist of people and says who may open it', async () => {
    await using tools = await ToolBench.start();
    expect(await tools.value('get_stream_url', { camera_id: GATE })).toEqual({
      camera_id: GATE,
      stream_url: `/api/cameras/${GATE}/stream.m3u8`,
      format: 'HLS',
      note: expect.stringContaining('bearer'),
    });
  });

  it('of another organisation are like missing ones, which are quoted', async () => {
    await using tools = await ToolBench.start();
    for (const name of ['get_camera', 'get_stream_url', 'view_camera', 'watch_camera'] as const) {
      const missing = await tools.failure(name, { camera_id: MISSING });
      expect(missing).toContain(MISSING);
      const foreign = await tools.failure(name, { camera_id: FOREIGN });
      expect(foreign).toBe(missing.replace(MISSING, FOREIGN));
    }
    const missing = await tools.failure('get_node', { node_id: 'dddddddd' });
    expect(missing).toMatch(/dddddddd.*list_nodes/);
    expect(await tools.failure('get_node', { node_id: 'cccccccc' })).toBe(
      missing.replace('dddddddd', 'cccccccc'),
    );
    const long = await tools.failure('get_camera', { camera_id: 'x'.repeat(5000) });
    expect(long.length).toBeLessThan(400);
  });
});

describe('get_system_status', () => {
  it('mcp 45: a pending node counts offline, a camera with a fault online', async () => {
    await using tools = await ToolBench.start();
    await tools.pendingNode();
    await tools.bench.db.write(async (tx) => void tx.update(cameras).set({ status: 'failed' }).run());
    const status = {
      org_id: 'org_1',
      plan: 'self_hosted',
      cameras: { total: 3, online: 3, offline: 0 },
      nodes: { total: 3, online: 2, offline: 1 },
    };
    expect(await tools.value('get_system_status')).toEqual(status);
    tools.bench.clock.advance(91_000);
    expect(await tools.value('get_system_status')).toEqual({
      ...status,
      cameras: { total: 3, online: 0, offline: 3 },
      nodes: { total: 3, online: 0, offline: 3 },
    });
  });
});

describe('recording policy tools', () => {
  const args = (changes: Row) => ({ camera_id: GATE, ...changes });

  it('mcp 44: an unknown camera is a normal result of both tools', async () => {
    await using tools = await ToolBench.start();
    for (const camera_id of [MISSING, FOREIGN]) {
      const expected = { error: 'camera_not_found', camera_id };
      expect(await tools.value('get_camera_recording_policy', { camera_id })).toEqual(expected);
      expect(await tools.value('set_camera_recording_policy', { camera_id, continuous_24_7: true })).toEqual(
        expected,
      );
    }
    expect(tools.bench.audit()).toEqual([]);
  });

  it('mcp 44: both modes at once are a conflict and store nothing; a switch in one call is not', async () => {
    await using tools = await ToolBench.start();
    const stored = () => tools.value('get_camera_recording_policy', { camera_id: GATE });
    const change = (changes: Row) => tools.value('set_camera_recording_policy', args(changes));
    expect(await change({ continuous_24_7: true })).toEqual({
      success: true,
      camera_id: GATE,
      ...POLICY,
      continuous_24_7: true,
    });
    expect(await change({ scheduled_recording: true, scheduled_start: '08:00' })).toEqual({
      error: 'modes_conflict',
      message: expect.stringContaining('same call'),
    });
    expect(await stored()).toEqual({ camera_id: GATE, ...POLICY, continuous_24_7: true });
    expect(await change({ scheduled_recording: true, continuous_24_7: false })).toMatchObject({
      success: true,
      scheduled_recording: true,
      continuous_24_7: false,
    });
  });

  it('mcp 44: an empty text clears a time, a bad one names its field, null and nothing leave', async () => {
    await using tools = await ToolBench.start();
    const change = (changes: Row) => tools.value('set_camera_recording_policy', args(changes));
    await change({ scheduled_start: '08:00', scheduled_end: '17:00' });
    expect(await change({ scheduled_start: '' })).toMatchObject({
      scheduled_start: null,
      scheduled_end: '17:00',
    });
    for (const [field, value] of [
      ['scheduled_end', '25:00'],
      ['scheduled_start', '8:00'],
      ['scheduled_start', '08:60'],
      ['scheduled_end', 'noon'],
    ] as const) {
      const expected = {
        error: 'invalid_time_format',
        field,
        value,
        expected: expect.stringContaining('HH:MM'),
      };
      expect(await change({ [field]: value, continuous_24_7: true })).toEqual(expected);
    }
    expect(await change({ scheduled_end: null })).toEqual({
      success: true,
      camera_id: GATE,
      ...POLICY,
      scheduled_end: '17:00',
    });
  });

  it('a change is audited with the key as actor and told to dashboards; refusals are neither', async () => {
    await using tools = await ToolBench.start();
    await tools.value('set_camera_recording_policy', args({ continuous_24_7: true }));
    expect(tools.bench.told()).toEqual(['org_1 all cameras']);
    await tools.value('set_camera_recording_policy', args({ scheduled_recording: true }));
    await tools.value('set_camera_recording_policy', args({ scheduled_start: 'x' }));
    expect(tools.bench.told()).toEqual([]);
    const rows = tools.bench.db.read.select().from(auditLog).all();
    expect(rows).toMatchObject([
      { event: 'camera_recording_policy_updated', username: 'mcp:Scout', orgId: 'org_1', userId: null },
    ]);
    expect(JSON.parse(rows[0]?.details ?? '')).toEqual({
      camera_id: GATE,
      ...POLICY,
      continuous_24_7: true,
      via: 'mcp',
    });
  });
});

describe('logs of live views', () => {
  it('equal the rows of the dashboard, newest first; a camera and a limit narrow them', async () => {
    await using tools = await ToolBench.start();
    await tools.watched(GATE);
    await tools.watched(YARD, 'user_2');
    await tools.watched(GATE, 'user_2');
    await tools.watched(FOREIGN, 'user_9', 'org_2');
    const query = { limit: 100, offset: 0, format: 'json' };
    const { logs } = (await rest(tools)(audit.streamLogs, { query })) as { logs: StreamAccess[] };
    expect(logs.map((row) => row.camera_id)).toEqual([GATE, YARD, GATE]);
    expect(await tools.list('get_stream_logs')).toEqual(logs);
    expect(await tools.list('get_stream_logs', { limit: 1 })).toEqual(logs.slice(0, 1));
    expect(await tools.list('get_stream_logs', { camera_id: YARD })).toEqual([logs[1]]);
    expect(await tools.list('get_stream_logs', { camera_id: MISSING })).toEqual([]);
    expect(await tools.list('get_stream_logs', { camera_id: '' })).toEqual(logs);
  });

  it('statistics count by camera and person within the days asked for', async () => {
    await using tools = await ToolBench.start();
    await tools.watched(YARD, 'user_3');
    tools.bench.clock.advance(3 * 86_400_000);
    await tools.watched(GATE, 'user_1');
    await tools.watched(YARD, 'user_2');
    await tools.watched(GATE, 'user_2');
    await tools.watched(FOREIGN, 'user_9', 'org_2');
    expect(await tools.value('get_stream_stats', { days: 2 })).toEqual({
      days: 2,
      total_views: 3,
      by_camera: [
        { camera_id: GATE, views: 2 },
        { camera_id: YARD, views: 1 },
      ],
      by_user: [
        { user_id: 'user_2', email: 'user_2@example.com', views: 2 },
        { user_id: 'user_1', email: 'user_1@example.com', views: 1 },
      ],
    });
    expect(await tools.value('get_stream_stats')).toMatchObject({ days: 7, total_views: 4 });
  });
});
