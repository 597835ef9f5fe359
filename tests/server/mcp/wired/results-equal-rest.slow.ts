import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TOOL_NAMES, VISUAL_TOOLS } from '../../../../server/contract/agents/tools.ts';
import { makeAgentKey, McpAgent } from '../../../support/mcp-client.ts';
import { newNodeClient } from '../../../support/node-client.ts';
import { eventually } from '../../../support/wait.ts';
import { AgentScene } from './agent-scene.ts';

type Row = Readonly<Record<string, unknown>>;

interface Page {
  readonly total: number;
  readonly incidents: readonly (Row & { readonly id: number; readonly report: string })[];
}
interface Case extends Row {
  readonly id: number;
  readonly evidence: readonly Row[];
}

let scene: AgentScene;
let agent: McpAgent;
/** Tools whose results were compared. */
const compared = new Set<string>();

beforeAll(async () => {
  // Times that a heartbeat moves stand still long enough to be compared.
  scene = await AgentScene.start({ heartbeatMs: 5_000 });
  agent = await McpAgent.connect(scene.url, (await makeAgentKey(scene.owner)).key);
}, 30_000);
afterAll(async () => {
  await agent?.close();
  await scene?.[Symbol.asyncDispose]();
});

/** A structured result, checked against the announced schema. */
function value<T = Row>(name: string, args: Row = {}): Promise<T> {
  compared.add(name);
  return agent.value<T>(name, args);
}

/** The result of a tool must be the very object the REST service answers, or the part of it that `pick` takes. */
async function expectSame(
  path: string,
  name: string,
  args: Row = {},
  pick: (rest: never) => unknown = (rest) => rest,
): Promise<void> {
  const { rest, tool } = await scene.sideBySide(path, () => value<unknown>(name, args));
  expect(tool, name).toEqual(pick(rest as never));
}

/** What evidence is in the answer about its incident. */
async function evidenceRow(incident: number, id: unknown): Promise<Row | undefined> {
  const { evidence } = await scene.read<Case>(`/api/incidents/${incident}`);
  return evidence.find((piece) => piece['id'] === id);
}

async function withoutEvidence(incident: number): Promise<Row> {
  const { evidence: _, ...rest } = await scene.read<Case>(`/api/incidents/${incident}`);
  return rest;
}

describe('each structured result fits the announced schema and equals the object of the REST service', () => {
  let incident: number;

  it('cameras, their groups, streams and recording policies', async () => {
    const { id } = (
      await scene.owner.post('/api/camera-groups', { name: 'Outside', color: '#123456', icon: '🚪' })
    ).json<{ id: number }>();
    await scene.owner.ask('PUT', `/api/cameras/${scene.camera(0)}/group?group_id=${id}`);
    const camera_id = scene.camera(0);
    const one = `/api/cameras/${camera_id}`;
    await expectSame('/api/cameras', 'list_cameras');
    await expectSame(one, 'get_camera', { camera_id });
    await expectSame('/api/camera-groups', 'list_camera_groups');
    const { stream_url } = await value<{ stream_url: string }>('get_stream_url', { camera_id });
    expect((await scene.owner.get(stream_url)).text).toContain('#EXTM3U');
    const policyOf = ({ recording_policy }: { recording_policy: Row }) => recording_policy;
    const wanted = { scheduled_recording: true, scheduled_start: '22:00', scheduled_end: '06:00' };
    const changed = await value('set_camera_recording_policy', { camera_id, ...wanted });
    expect(changed).toEqual({ success: true, camera_id, continuous_24_7: false, ...wanted });
    await expectSame(one, 'get_camera_recording_policy', { camera_id }, (rest) => ({
      camera_id,
      ...policyOf(rest),
    }));
    const { recording_policy } = await scene.read<{ recording_policy: Row }>(one);
    expect(recording_policy).toEqual({ continuous_24_7: false, ...wanted });
  });

  it('faults of a recording policy, which are results too', async () => {
    const camera_id = scene.camera(0);
    expect(await value('get_camera_recording_policy', { camera_id: 'nowhere' })).toEqual({
      error: 'camera_not_found',
      camera_id: 'nowhere',
    });
    expect(await value('set_camera_recording_policy', { camera_id, scheduled_start: '25:00' })).toMatchObject(
      { error: 'invalid_time_format', field: 'scheduled_start', value: '25:00' },
    );
    expect(await value('set_camera_recording_policy', { camera_id, continuous_24_7: true })).toMatchObject({
      error: 'modes_conflict',
    });
  });

  it('nodes, one that never registered among them, and the state of the system', async () => {
    using pending = await newNodeClient(scene.owner, 'New computer');
    await expectSame('/api/nodes', 'list_nodes');
    for (const node_id of [scene.node.settings.nodeId, pending.nodeId])
      await expectSame(`/api/nodes/${node_id}`, 'get_node', { node_id });
    const status = await value('get_system_status');
    const { plan } = await scene.read('/api/nodes/plan');
    expect(status).toEqual({
      org_id: expect.any(String),
      plan,
      cameras: { total: 2, online: 2, offline: 0 },
      nodes: { total: 2, online: 1, offline: 1 },
    });
  });

  it('who watched, and how often', async () => {
    for (const index of [0, 1]) await scene.owner.get(`/api/cameras/${scene.camera(index)}/stream.m3u8`);
    const logs = '/api/audit/stream-logs';
    await eventually('both views are noted', async () => {
      return (await scene.read<{ total: number }>(logs)).total >= 2;
    });
    const rows = (rest: { logs: Row[] }) => rest.logs;
    await expectSame(logs, 'get_stream_logs', {}, rows);
    const camera_id = scene.camera(1);
    await expectSame(
      `${logs}?camera_id=${camera_id}&limit=1`,
      'get_stream_logs',
      { camera_id, limit: 1 },
      rows,
    );
    await expectSame(`${logs}/stats?days=3`, 'get_stream_stats', { days: 3 }, (rest) => {
      const { total_accesses, by_camera, by_user } = rest as {
        total_accesses: number;
        by_camera: { camera_id: string; count: number }[];
        by_user: { user_id: string; user_email: string; count: number }[];
      };
      return {
        days: 3,
        total_views: total_accesses,
        by_camera: by_camera.map(({ count: views, ...of }) => ({ ...of, views })),
        by_user: by_user.map(({ user_id, user_email: email, count: views }) => ({ user_id, email, views })),
      };
    });
  });

  it('an incident, from its filing to its report', async () => {
    const filed = await value<{ id: number }>('create_incident', {
      title: 'Gate open',
      summary: 'Since 2 am.',
      camera_id: scene.camera(0),
    });
    incident = filed.id;
    expect(filed).toEqual(await withoutEvidence(incident));
    const updated = await value('update_incident', { incident_id: incident, status: 'acknowledged' });
    expect(updated).toEqual(await withoutEvidence(incident));
    expect(updated['status']).toBe('acknowledged');
    const finalized = await value('finalize_incident', { incident_id: incident, report: '# Closed again' });
    expect(finalized).toEqual(await withoutEvidence(incident));
    expect(finalized['report']).toBe('# Closed again');
  });

  it('its evidence, and what can be read of that', async () => {
    const incident_id = incident;
    const camera_id = scene.camera(0);
    const seen = await value('add_observation', { incident_id, text: 'A fox.', camera_id });
    expect(seen).toEqual(await evidenceRow(incident, seen['id']));
    const picture = await value('attach_snapshot', { incident_id, camera_id, note: 'The fox' });
    expect(picture).toEqual(await evidenceRow(incident, picture['id']));
    const attached = await value('attach_clip', { incident_id, camera_id, duration_seconds: 2 });
    const { segment_count, approx_duration_seconds, bytes, ...clip } = attached;
    expect(clip).toEqual(await evidenceRow(incident, clip['id']));
    const address = (id: unknown) => `/api/incidents/${incident}/evidence/${String(id)}`;
    const stored = await scene.owner.get(address(clip['id']));
    expect([segment_count, bytes]).toEqual([2, stored.bytes.length]);
    expect(await value('get_incident_clip', { incident_id, evidence_id: clip['id'] })).toEqual({
      ...clip,
      mime: stored.headers['content-type'],
      approx_duration_seconds,
      bytes: stored.bytes.length,
      playback_hint: expect.stringContaining(`/incidents/${incident}`),
    });
    const pictures = await agent.pictures('get_incident_snapshot', {
      incident_id,
      evidence_id: picture['id'],
    });
    expect(pictures).toEqual([(await scene.owner.get(address(picture['id']))).bytes]);
  });

  it('incidents as a list and one in full', async () => {
    await value('create_incident', { title: 'Another', summary: 'No camera.', severity: 'critical' });
    await expectSame(`/api/incidents/${incident}`, 'get_incident', { incident_id: incident });
    await expectSame('/api/incidents?limit=20', 'list_incidents', {}, ({ total, incidents }: Page) => ({
      total,
      returned: incidents.length,
      offset: 0,
      limit: 20,
      incidents: incidents.map(({ report, ...row }) => ({ ...row, has_report: report !== '' })),
    }));
    const filtered = { status: 'open', severity: 'critical', limit: 1 };
    const { incidents } = await value<Page>('list_incidents', filtered);
    const rest = await scene.read<Page>('/api/incidents?status=open&severity=critical&limit=1');
    expect(incidents.map(({ id }) => id)).toEqual(rest.incidents.map(({ id }) => id));
  });

  it('every tool that answers with structure was compared', () => {
    expect([...compared].toSorted()).toEqual(TOOL_NAMES.filter((name) => !VISUAL_TOOLS.has(name)).toSorted());
  });
});
