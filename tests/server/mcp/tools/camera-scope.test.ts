import { describe, expect, it } from 'vitest';
import type { ToolName } from '../../../../server/contract/agents/tools.ts';
import { cameras } from '../../../../server/db/schema/cameras.ts';
import { ToolFailure, type ToolAnswer, type ToolCaller } from '../../../../server/mcp/tools/tool.ts';
import { FOREIGN, GATE, numbers, YARD } from '../../incidents/incident-bench.ts';
import {
  answering,
  caller,
  CAMERA_NAMES,
  DESK,
  failed,
  MISSING,
  NODE_NAMES,
  pictured,
  ToolBench,
} from './tool-bench.ts';

type Row = Readonly<Record<string, unknown>>;

const LIMITED = caller([GATE], 'Gatekeeper');
const EVERYTHING = caller(undefined, 'Owner agent');
/** Whatever belongs to cameras other than the gate. */
const OTHER_NODES = ['bbbbbbbb', 'cccccccc'];
const OTHER_CAMERAS = [YARD, DESK, FOREIGN];
const SECRETS = [
  ...OTHER_CAMERAS,
  ...OTHER_CAMERAS.map((id) => CAMERA_NAMES[id] ?? id),
  ...OTHER_NODES,
  ...OTHER_NODES.map((id) => NODE_NAMES[id] ?? id),
  'Backside',
  'Elsewhere',
  'watcher_of_yard',
  'the shed',
  'Owner agent',
];

interface Ids {
  readonly incidents: readonly number[];
  readonly evidence: readonly number[];
}

/**
 * Incidents of all cameras and of none, with evidence across them; views of all cameras; video of all cameras. The ids
 * begin with what the limited caller may see.
 */
async function furnish(tools: ToolBench): Promise<Ids> {
  const { bench } = tools;
  for (const camera of [GATE, YARD]) answering(await bench.connect(camera), pictured());
  for (const camera of [GATE, YARD, DESK]) bench.push(camera, numbers(1, 4));
  for (const camera of [GATE, YARD, DESK]) await tools.watched(camera, `watcher_of_${camera.slice(9)}`);
  await tools.watched(GATE, 'watcher_of_gate');
  const gate = await tools.incident({ camera_id: GATE, title: 'Gate' });
  const own = await tools.incident({ title: 'My own' }, LIMITED);
  const yard = await tools.incident({ camera_id: YARD, title: 'Fire in the shed' }, EVERYTHING);
  const loose = await tools.incident({ title: 'About the shed' }, EVERYTHING);
  const evidence: number[] = [];
  const add = async (name: ToolName, args: Row) =>
    void evidence.push((await tools.value<{ id: number }>(name, args)).id);
  await add('add_observation', { incident_id: gate, text: 'A noise' });
  await add('attach_snapshot', { incident_id: gate, camera_id: GATE });
  await add('attach_clip', { incident_id: gate, camera_id: GATE });
  await add('attach_snapshot', { incident_id: gate, camera_id: YARD, note: 'the shed' });
  await add('attach_clip', { incident_id: gate, camera_id: YARD, note: 'the shed' });
  await add('add_observation', { incident_id: gate, camera_id: DESK, text: 'the shed' });
  await add('attach_snapshot', { incident_id: yard, camera_id: YARD });
  await add('attach_clip', { incident_id: loose, camera_id: YARD });
  return { incidents: [gate, own, yard, loose], evidence };
}

/** What a tool lets its caller know, whatever becomes of the call. */
async function heard(tools: ToolBench, name: ToolName, args: Row, by: ToolCaller): Promise<string> {
  try {
    return words(await tools.call(name, args, by));
  } catch (error) {
    if (error instanceof ToolFailure) return error.message;
    throw error;
  }
}

function words(answer: ToolAnswer): string {
  if (answer.kind === 'object') return JSON.stringify(answer.value);
  return JSON.stringify(answer.kind === 'list' ? answer.values : answer.blocks);
}

const CAMERA_TOOLS = [
  'get_camera',
  'get_stream_url',
  'view_camera',
  'watch_camera',
  'get_camera_recording_policy',
] as const;
const CASE_TOOLS = [
  'get_incident',
  'add_observation',
  'attach_snapshot',
  'attach_clip',
  'update_incident',
  'finalize_incident',
] as const;

/** Every tool with every kind of argument: cameras, nodes, incidents and evidence, whether they may be known or not. */
function everyCall({ incidents, evidence }: Ids): [ToolName, Row][] {
  const cameraIds = [GATE, YARD, DESK, FOREIGN, MISSING, ''];
  const someIncidents = [...incidents, 4711];
  const cameraArgs: Row[] = cameraIds.map((camera_id) => ({ camera_id }));
  const words = { text: 'x', report: 'x' };
  return [
    ...(
      ['list_cameras', 'list_camera_groups', 'list_nodes', 'get_system_status', 'get_stream_stats'] as const
    ).map((name): [ToolName, Row] => [name, {}]),
    ...CAMERA_TOOLS.flatMap((name) => cameraArgs.map((args): [ToolName, Row] => [name, args])),
    ...['aaaaaaaa', 'bbbbbbbb', 'cccccccc', 'dddddddd'].map((node_id): [ToolName, Row] => [
      'get_node',
      { node_id },
    ]),
    ...cameraArgs.flatMap((args): [ToolName, Row][] => [
      ['set_camera_recording_policy', { ...args, scheduled_start: '08:00' }],
      ['set_camera_recording_policy', { ...args, continuous_24_7: true, scheduled_recording: true }],
      ['set_camera_recording_policy', { ...args, scheduled_end: 'x' }],
      ['get_stream_logs', args],
      ['list_incidents', args],
      ['create_incident', { ...args, title: 'x', summary: 'y' }],
    ]),
    ['get_stream_logs', {}],
    ['list_incidents', {}],
    ['list_incidents', { severity: 'medium', status: 'open', offset: 1 }],
    ...someIncidents.flatMap((incident_id) =>
      CASE_TOOLS.flatMap((name) =>
        cameraArgs.map((args): [ToolName, Row] => {
          const known = new Set(['incident_id', ...argumentsOf(name)]);
          const all = { incident_id, ...words, ...args };
          return [name, Object.fromEntries(Object.entries(all).filter(([key]) => known.has(key)))];
        }),
      ),
    ),
    ...someIncidents.flatMap((incident_id) =>
      evidence.flatMap((evidence_id): [ToolName, Row][] => [
        ['get_incident_snapshot', { incident_id, evidence_id }],
        ['get_incident_clip', { incident_id, evidence_id }],
      ]),
    ),
  ];
}

function argumentsOf(name: (typeof CASE_TOOLS)[number]): readonly string[] {
  return {
    get_incident: [],
    add_observation: ['text', 'camera_id'],
    attach_snapshot: ['camera_id'],
    attach_clip: ['camera_id'],
    update_incident: ['report'],
    finalize_incident: ['report'],
  }[name];
}

describe('a key for some cameras', () => {
  it('learns of no other camera by any tool, argument or error text', async () => {
    await using tools = await ToolBench.start();
    const ids = await furnish(tools);
    const seen = new Set<ToolName>();
    for (const [name, args] of everyCall(ids)) {
      seen.add(name);
      const told = await heard(tools, name, args, LIMITED);
      // What the caller itself said may be repeated.
      const given = Object.values(args).filter((value) => typeof value === 'string' && value.length > 1);
      const own = given.reduce<string>((text, value) => text.replaceAll(String(value), ''), told);
      for (const secret of SECRETS) {
        expect(own, `${name} ${JSON.stringify(args)}`).not.toContain(secret);
      }
    }
    expect([...seen].toSorted()).toEqual([...tools.tools.keys()].toSorted());
    // The same calls tell an unlimited caller all of it.
    const told: string[] = [];
    for (const [name, args] of everyCall(ids)) told.push(await heard(tools, name, args, EVERYTHING));
    const names = [CAMERA_NAMES[FOREIGN], NODE_NAMES['cccccccc']];
    const elsewhere = new Set([FOREIGN, 'cccccccc', 'Elsewhere', ...names]);
    for (const secret of SECRETS.filter((name) => !elsewhere.has(name))) {
      expect(told.join('\n')).toContain(secret);
    }
  });

  it('is told the same of a hidden camera, node, incident and piece of evidence as of missing ones', async () => {
    await using tools = await ToolBench.start();
    const ids = await furnish(tools);
    const [gate = 0, , yard = 0, loose = 0] = ids.incidents;
    const twin = async (name: ToolName, field: string, hidden: string | number, rest: Row = {}) => {
      const missing = typeof hidden === 'number' ? 4711 : MISSING;
      const ofMissing = await heard(tools, name, { ...rest, [field]: missing }, LIMITED);
      const ofHidden = await heard(tools, name, { ...rest, [field]: hidden }, LIMITED);
      expect(ofHidden, `${name} ${hidden}`).toBe(ofMissing.replaceAll(String(missing), String(hidden)));
    };
    for (const camera of [YARD, DESK, FOREIGN]) {
      for (const name of CAMERA_TOOLS) await twin(name, 'camera_id', camera);
      for (const name of ['attach_snapshot', 'attach_clip'] as const) {
        await twin(name, 'camera_id', camera, { incident_id: gate });
      }
      await twin('add_observation', 'camera_id', camera, { incident_id: gate, text: 'x' });
      await twin('create_incident', 'camera_id', camera, { title: 'x', summary: 'y' });
      await twin('get_stream_logs', 'camera_id', camera);
      await twin('list_incidents', 'camera_id', camera);
      await twin('set_camera_recording_policy', 'camera_id', camera, { continuous_24_7: true });
    }
    await twin('get_node', 'node_id', 'bbbbbbbb');
    for (const incident of [yard, loose]) {
      await twin('get_incident', 'incident_id', incident);
      await twin('update_incident', 'incident_id', incident, { status: 'resolved' });
      await twin('finalize_incident', 'incident_id', incident, { report: 'x' });
      await twin('add_observation', 'incident_id', incident, { text: 'x' });
      await twin('attach_clip', 'incident_id', incident, { camera_id: GATE });
    }
    for (const evidence of ids.evidence.slice(3)) {
      await twin('get_incident_snapshot', 'evidence_id', evidence, { incident_id: gate });
      await twin('get_incident_clip', 'evidence_id', evidence, { incident_id: gate });
    }
  });

  it('changes nothing of what it may not know', async () => {
    await using tools = await ToolBench.start();
    const ids = await furnish(tools);
    const hidden = ids.incidents.slice(2);
    const look = async () => ({
      cases: await Promise.all(hidden.map((incident_id) => tools.value('get_incident', { incident_id }))),
      policies: await Promise.all([YARD, DESK].map((camera_id) => tools.value('get_camera', { camera_id }))),
    });
    const before = await look();
    for (const [name, args] of everyCall(ids)) await heard(tools, name, args, LIMITED);
    expect(await look()).toEqual(before);
  });

  it('sees and counts only its cameras, their node, group, views and evidence', async () => {
    await using tools = await ToolBench.start();
    const ids = await furnish(tools);
    const [gate = 0, own = 0] = ids.incidents;
    const all = await tools.list('list_cameras');
    expect(await tools.list('list_cameras', {}, LIMITED)).toEqual(all.slice(0, 1));
    expect(await tools.list('list_camera_groups', {}, LIMITED)).toMatchObject([
      { name: 'Outside', camera_count: 1 },
    ]);
    expect(await tools.list('list_nodes', {}, LIMITED)).toMatchObject([
      { node_id: 'aaaaaaaa', camera_count: 1 },
    ]);
    expect(await tools.value('get_node', { node_id: 'aaaaaaaa' }, LIMITED)).toMatchObject({
      camera_count: 1,
    });
    expect(await tools.value('get_system_status', {}, LIMITED)).toMatchObject({
      cameras: { total: 1, online: 1, offline: 0 },
      nodes: { total: 1, online: 1, offline: 0 },
    });
    const every = await tools.list<{ camera_id: string }>('get_stream_logs');
    const visible = every.filter(({ camera_id }) => camera_id === GATE);
    expect(await tools.list('get_stream_logs', {}, LIMITED)).toEqual(visible);
    expect(await tools.list('get_stream_logs', { limit: 1 }, LIMITED)).toEqual(visible.slice(0, 1));
    expect(await tools.list('get_stream_logs', { camera_id: GATE }, LIMITED)).toEqual(visible);
    expect(await tools.value('get_stream_stats', {}, LIMITED)).toEqual({
      days: 7,
      total_views: 2,
      by_camera: [{ camera_id: GATE, views: 2 }],
      by_user: [{ user_id: 'watcher_of_gate', email: 'watcher_of_gate@example.com', views: 2 }],
    });
    expect(await tools.value('list_incidents', {}, LIMITED)).toMatchObject({
      total: 2,
      returned: 2,
      incidents: [
        { id: own, evidence_count: 0 },
        { id: gate, evidence_count: 3 },
      ],
    });
    const detail = await tools.value<{ evidence: readonly { id: number }[] }>(
      'get_incident',
      { incident_id: gate },
      LIMITED,
    );
    expect(detail).toMatchObject({ evidence_count: 3 });
    expect(detail.evidence.map(({ id }) => id)).toEqual(ids.evidence.slice(0, 3));
    expect(
      await tools.value('update_incident', { incident_id: gate, severity: 'low' }, LIMITED),
    ).toMatchObject({
      evidence_count: 3,
    });
  });

  it('files incidents without a camera and reads its own again, but no other one without a camera', async () => {
    await using tools = await ToolBench.start();
    const own = await tools.incident({ title: 'No camera' }, LIMITED);
    const other = await tools.incident({ title: 'No camera either' });
    expect(await tools.value('get_incident', { incident_id: own }, LIMITED)).toMatchObject({
      camera_id: null,
    });
    expect(await tools.failure('get_incident', { incident_id: other }, LIMITED)).toMatch(/no incident/);
    expect(await tools.value('get_incident', { incident_id: own })).toMatchObject({ title: 'No camera' });
  });

  it('is not told what a node says when that names another camera', async () => {
    await using tools = await ToolBench.start();
    const end = await tools.bench.connect();
    answering(
      end,
      failed(`busy with ${DESK}`),
      failed('ffmpeg: Cash desk holds it'),
      failed('the lens is dirty'),
    );
    const view = (by: ToolCaller) => tools.failure('view_camera', { camera_id: GATE }, by);
    expect(await view(LIMITED)).toBe('Node aaaaaaaa took no picture: its reason cannot be shown.');
    expect(await view(LIMITED)).not.toContain('Cash desk');
    expect(await view(LIMITED)).toContain('the lens is dirty');
  });

  it('that may know of none sees nothing at all and still works', async () => {
    await using tools = await ToolBench.start();
    await furnish(tools);
    const nobody = caller([], 'Nobody');
    for (const name of ['list_cameras', 'list_camera_groups', 'list_nodes', 'get_stream_logs'] as const) {
      expect(await tools.list(name, {}, nobody)).toEqual([]);
    }
    expect(await tools.value('get_stream_stats', {}, nobody)).toMatchObject({ total_views: 0, by_user: [] });
    expect(await tools.value('get_system_status', {}, nobody)).toMatchObject({ cameras: { total: 0 } });
    expect(await tools.value('list_incidents', {}, nobody)).toMatchObject({ total: 0 });
  });

  it('follows its cameras when they lose their node', async () => {
    await using tools = await ToolBench.start();
    await tools.bench.db.write(async (tx) => void tx.update(cameras).set({ nodeId: null }).run());
    expect(await tools.list('list_cameras', {}, LIMITED)).toMatchObject([{ camera_id: GATE, node_id: null }]);
    expect(await tools.list('list_nodes', {}, LIMITED)).toEqual([]);
  });

  it('a key of the same name does not see what this one filed without a camera', async () => {
    await using tools = await ToolBench.start();
    const id = await tools.incident({ title: 'My own' }, LIMITED);
    const twin = caller([GATE], LIMITED.keyName, LIMITED.orgId, 'key:twin');
    expect(twin.author).toBe(LIMITED.author);
    expect(await heard(tools, 'get_incident', { incident_id: id }, LIMITED)).toContain('My own');
    expect(await heard(tools, 'get_incident', { incident_id: id }, twin)).toBe(
      (await heard(tools, 'get_incident', { incident_id: id + 1 }, twin)).replace(String(id + 1), String(id)),
    );
  });
});
