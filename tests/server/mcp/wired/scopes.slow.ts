import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { READ_TOOLS, WRITE_TOOLS } from '../../../../server/contract/agents/tools.ts';
import { makeAgentKey, McpAgent } from '../../../support/mcp-client.ts';
import { AgentScene } from './agent-scene.ts';

type Row = Readonly<Record<string, unknown>>;

const YARD = 'Back yard';
const DESK = 'Cash desk';

let scene: AgentScene;
let owning: McpAgent;
const agents: McpAgent[] = [];
beforeAll(async () => {
  scene = await AgentScene.start({ cameras: [{ name: YARD }, { name: DESK }] });
  owning = await connect({ name: 'Everything' });
}, 30_000);
afterAll(async () => {
  for (const agent of agents) await agent.close();
  await scene?.[Symbol.asyncDispose]();
});

async function connect(wish: Row): Promise<McpAgent> {
  const agent = await McpAgent.connect(scene.url, (await makeAgentKey(scene.owner, wish)).key);
  agents.push(agent);
  return agent;
}

/** Everything a call tells its caller, pictures included. */
async function heard(agent: McpAgent, name: string, args: Row = {}): Promise<string> {
  return JSON.stringify(await agent.call(name, args));
}

/** Arguments that would do, about an incident and a camera. */
function argumentsOf(name: string, incident_id: number, camera_id: string): Row {
  const all: Row = {
    incident_id,
    camera_id,
    evidence_id: 1,
    node_id: scene.node.settings.nodeId,
    title: 'A title',
    summary: 'A summary',
    text: 'Words',
    report: 'Words',
    count: 2,
    interval_seconds: 1,
  };
  const known = owning.tools.find((tool) => tool.name === name)?.inputSchema.properties ?? {};
  return Object.fromEntries(Object.entries(all).filter(([key]) => key in known));
}

describe('a read-only key', () => {
  it('ai-mcp 17: sees exactly the 16 tools that read and is refused the 7 that write, which do not run', async () => {
    const filed = await owning.value<{ id: number }>('create_incident', {
      title: 'Kept',
      summary: 'As it is',
    });
    const before = await scene.read(`/api/incidents/${filed.id}`);
    const reader = await connect({ name: 'Reader', scopeMode: 'readonly' });
    expect(reader.toolNames.toSorted()).toEqual(READ_TOOLS.toSorted());
    for (const { annotations } of reader.tools) expect(annotations?.readOnlyHint).toBe(true);
    for (const name of WRITE_TOOLS) {
      const args = argumentsOf(name, filed.id, scene.camera(0));
      expect(await reader.failure(name, args)).toMatch(new RegExp(`${name}.*not enabled for this key`));
    }
    expect(await scene.read(`/api/incidents/${filed.id}`)).toEqual(before);
    expect((await scene.read<{ total: number }>('/api/incidents')).total).toBe(1);
    expect(await reader.value('get_incident', { incident_id: filed.id })).toEqual(before);
  });

  it('ai-mcp 21: refusals by scope leave no record, calls do', async () => {
    const picky = await connect({ name: 'Picky', scope_mode: 'custom', scope_tools: ['list_cameras'] });
    expect(picky.toolNames).toEqual(['list_cameras']);
    await picky.failure('list_nodes');
    await picky.value('list_cameras');
    const recent = await scene.read<unknown>('/api/mcp/activity/recent?limit=500');
    const own = (recent as { key_name: string; tool_name: string }[]).filter(
      ({ key_name }) => key_name === 'Picky',
    );
    expect(own.map(({ tool_name }) => tool_name)).toEqual(['list_cameras']);
  });
});

describe('a key for one camera', () => {
  let gatekeeper: McpAgent;
  let hidden: readonly string[];
  let incidents: readonly number[];

  beforeAll(async () => {
    const yard = scene.camera(0);
    const desk = scene.camera(1);
    gatekeeper = await connect({ name: 'Gatekeeper', camera_scope: { cameras: [yard] } });
    const group = await scene.owner.post('/api/camera-groups', { name: 'Tills' });
    await scene.owner.ask('PUT', `/api/cameras/${desk}/group?group_id=${group.json<{ id: number }>().id}`);
    for (const camera of [yard, desk]) await scene.owner.get(`/api/cameras/${camera}/stream.m3u8`);
    const file = async (title: string, camera_id: string | null) => {
      const { id } = await owning.value<{ id: number }>('create_incident', {
        title,
        summary: title,
        camera_id,
      });
      return id;
    };
    const ours = await file('Seen in the yard', yard);
    const theirs = await file('Seen at the till', desk);
    const loose = await file('Till money missing', null);
    await owning.value('attach_snapshot', { incident_id: ours, camera_id: yard });
    await owning.value('attach_clip', { incident_id: ours, camera_id: desk, note: 'The till' });
    await owning.value('add_observation', { incident_id: theirs, camera_id: desk, text: 'Till open' });
    incidents = [ours, theirs, loose];
    hidden = [desk, DESK, 'Tills', 'Till ', 'The till'];
  });

  it('lists that camera, its node and what is about it, and counts nothing else', async () => {
    const [ours] = incidents;
    const cameras = await gatekeeper.value<Row[]>('list_cameras');
    expect(cameras.map((camera) => camera['camera_id'])).toEqual([scene.camera(0)]);
    expect(await gatekeeper.value('list_nodes')).toMatchObject([{ camera_count: 1 }]);
    expect(await gatekeeper.value('list_camera_groups')).toEqual([]);
    expect(await gatekeeper.value('get_system_status')).toMatchObject({
      cameras: { total: 1, online: 1, offline: 0 },
      nodes: { total: 1, online: 1, offline: 0 },
    });
    expect(await gatekeeper.value('list_incidents')).toMatchObject({
      total: 1,
      incidents: [{ id: ours, evidence_count: 1 }],
    });
    expect(await gatekeeper.value('get_stream_stats')).toMatchObject({
      total_views: 1,
      by_camera: [{ camera_id: scene.camera(0), views: 1 }],
    });
    expect(await gatekeeper.pictures('view_camera', { camera_id: scene.camera(0) })).toHaveLength(1);
  });

  it('is told of another camera, and of its incidents, exactly what it is told of none at all', async () => {
    const [, theirs = 0, loose = 0] = incidents;
    const desk = scene.camera(1);
    const missing = `${desk.slice(0, -1)}x`;
    for (const { name, inputSchema } of gatekeeper.tools) {
      const takes = Object.keys(inputSchema.properties ?? {});
      if (takes.includes('incident_id')) {
        const none = await heard(gatekeeper, name, argumentsOf(name, 987_654, scene.camera(0)));
        expect(none, name).toContain('There is no incident');
        for (const id of [theirs, loose]) {
          const other = await heard(gatekeeper, name, argumentsOf(name, id, scene.camera(0)));
          expect(other, name).toBe(none.replaceAll('987654', String(id)));
        }
      } else if (takes.includes('camera_id')) {
        const none = await heard(gatekeeper, name, argumentsOf(name, 0, missing));
        const other = await heard(gatekeeper, name, argumentsOf(name, 0, desk));
        expect(other, name).toBe(none.replaceAll(missing, desk));
      }
    }
  });

  it('hears no word of another camera by any tool about what it may see', async () => {
    for (const { name, inputSchema } of gatekeeper.tools) {
      const isAboutIncident = 'incident_id' in (inputSchema.properties ?? {});
      for (const incident of isAboutIncident ? incidents : [0]) {
        const said = await heard(gatekeeper, name, argumentsOf(name, incident, scene.camera(0)));
        for (const secret of hidden) expect(said, `${name} says ${secret}`).not.toContain(secret);
      }
    }
  });

  it('that is for a group follows its members at the very next call', async () => {
    const group = (await scene.owner.post('/api/camera-groups', { name: 'Watched' })).json<{ id: number }>();
    const follower = await connect({ name: 'Follower', cameraScope: { groups: [group.id] } });
    const seen = async () =>
      (await follower.value<{ camera_id: string }[]>('list_cameras')).map(({ camera_id }) => camera_id);
    const move = (query: string) => scene.owner.ask('PUT', `/api/cameras/${scene.camera(1)}/group${query}`);
    expect(await seen()).toEqual([]);
    await move(`?group_id=${group.id}`);
    expect(await seen()).toEqual([scene.camera(1)]);
    expect(await follower.value('list_camera_groups')).toMatchObject([{ name: 'Watched', camera_count: 1 }]);
    await move('');
    expect(await seen()).toEqual([]);
  });
});
