import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { READ_TOOLS, TOOL_NAMES, WRITE_TOOLS } from '../../../../server/contract/agents/tools.ts';
import { failureOf, McpBench } from './mcp-bench.ts';

interface Listed {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly inputSchema: Record<string, unknown>;
  readonly outputSchema?: Record<string, unknown>;
  readonly annotations: Record<string, unknown>;
}

describe('what a key may do', () => {
  let bench: McpBench;
  let all: string;
  beforeAll(async () => {
    bench = await McpBench.start({ plan: 'pro_plus' });
    all = await bench.key();
  });
  afterAll(() => bench[Symbol.asyncDispose]());

  const listed = async () => (await bench.rpc(all, 'tools/list')).result?.['tools'] as Listed[];
  const entry = async (name: string) => (await listed()).find((tool) => tool.name === name);

  it('ai-mcp 5: there are 23 tools in their order, 16 of them read-only, each with title and description', async () => {
    const tools = await listed();
    expect(tools.map(({ name }) => name)).toEqual(TOOL_NAMES);
    const reading = tools.filter(({ annotations }) => annotations['readOnlyHint'] === true);
    expect(reading.map(({ name }) => name)).toEqual(READ_TOOLS);
    for (const { title, description, annotations } of tools) {
      expect([title, description]).toEqual([expect.stringMatching(/./), expect.stringMatching(/./)]);
      expect(annotations).toMatchObject({ title, destructiveHint: false, openWorldHint: false });
    }
  });

  it('ai-mcp 1.3: arguments are described with defaults, bounds and null as an alternative', async () => {
    expect((await entry('get_stream_logs'))?.inputSchema).toEqual({
      type: 'object',
      properties: {
        camera_id: { anyOf: [{ type: 'string' }, { type: 'null' }], default: null },
        limit: { type: 'integer', minimum: 1, maximum: 500, default: 50 },
      },
      additionalProperties: false,
    });
    expect((await entry('get_camera'))?.inputSchema).toMatchObject({ required: ['camera_id'] });
    expect((await entry('list_nodes'))?.inputSchema).toEqual({
      type: 'object',
      properties: {},
      additionalProperties: false,
    });
  });

  it('ai-mcp 1.3: results are described: an object, a list in an object, nothing for pictures', async () => {
    const item = {
      type: 'object',
      properties: { camera_id: { type: 'string' }, name: { anyOf: [{ type: 'string' }, { type: 'null' }] } },
      required: ['camera_id', 'name'],
    };
    expect((await entry('get_camera'))?.outputSchema).toEqual(item);
    expect((await entry('list_cameras'))?.outputSchema).toEqual({
      type: 'object',
      properties: { result: { type: 'array', items: item } },
      required: ['result'],
    });
    for (const name of ['view_camera', 'watch_camera', 'get_incident_snapshot']) {
      expect(await entry(name)).not.toHaveProperty('outputSchema');
    }
  });

  it('ai-mcp 16: all and no mode allow everything; an unknown mode allows nothing', async () => {
    for (const scopeMode of ['all', 'ALL', null]) {
      const key = await bench.key({ scopeMode, scopeTools: '["list_cameras"]' });
      expect(await bench.toolNames(key)).toEqual(TOOL_NAMES);
    }
    for (const scopeMode of ['everything', '', 'admin']) {
      const key = await bench.key({ scopeMode });
      expect(await bench.toolNames(key)).toEqual([]);
      expect(failureOf(await bench.call(key, 'list_cameras'))).toContain('list_cameras');
    }
  });

  it('ai-mcp 17: a read-only key sees the 16 reading tools and is refused each of the 7 others by name', async () => {
    const key = await bench.key({ scopeMode: 'ReadOnly' });
    expect(await bench.toolNames(key)).toEqual(READ_TOOLS);
    const before = bench.probe.calls.length;
    for (const name of WRITE_TOOLS) {
      expect(failureOf(await bench.call(key, name))).toMatch(
        new RegExp(`"${name}" is not enabled for this key`),
      );
    }
    expect(bench.probe.calls).toHaveLength(before);
  });

  it('ai-mcp 18: a custom key sees and runs its list; unknown names are ignored', async () => {
    const scopeTools = '["get_node","list_cameras","delete_everything"]';
    const key = await bench.key({ scopeMode: 'custom', scopeTools });
    expect(await bench.toolNames(key)).toEqual(['list_cameras', 'get_node']);
    expect((await bench.call(key, 'get_node')).structuredContent).toEqual({ name: 'get_node' });
    expect(failureOf(await bench.call(key, 'list_nodes'))).toContain('list_nodes');
    expect(failureOf(await bench.call(key, 'delete_everything'))).toContain('delete_everything');
  });

  it.each([null, '[]', 'rubbish', '{"list_cameras":true}', '[1,2]', ''])(
    'ai-mcp 16: a custom key with the list %s may do nothing',
    async (scopeTools) => {
      const key = await bench.key({ scopeMode: 'custom', scopeTools });
      expect(await bench.toolNames(key)).toEqual([]);
      expect((await bench.call(key, 'list_cameras')).isError).toBe(true);
    },
  );

  it('ai-mcp 1.6: a name that is no tool gets the same answer, cut to a bearable length', async () => {
    expect(failureOf(await bench.call(all, 'open_door'))).toContain(
      '"open_door" is not enabled for this key',
    );
    expect(failureOf(await bench.call(all, 'x'.repeat(10_000))).length).toBeLessThan(400);
  });

  it('ai-mcp 20, 21: a change of the scope counts for the next call, and scope refusals are not recorded', async () => {
    await using own = await McpBench.start();
    const key = await own.key();
    await own.call(key, 'create_incident');
    expect(own.recorded).toHaveLength(1);
    await own.setKeys({ scopeMode: 'readonly' });
    expect((await own.call(key, 'create_incident')).isError).toBe(true);
    expect(await own.toolNames(key)).toEqual(READ_TOOLS);
    expect(own.recorded).toHaveLength(1);
  });

  describe('cameras of a key', () => {
    const shown = async (key: string) => {
      const result = (await bench.call(key, 'list_cameras')).structuredContent?.['result'];
      return ((result ?? []) as { readonly camera_id: string }[]).map((camera) => camera.camera_id);
    };

    it('a key without camera scope is not limited', async () => {
      expect(await shown(all)).toEqual(['cam_1', 'cam_2', 'cam_3']);
      expect(bench.probe.calls.at(-1)?.caller.cameras.limited).toBe(false);
    });

    it('a scope of groups follows who is in them', async () => {
      const group = await bench.addGroup('Outside');
      await bench.addCamera('cam_1', group);
      const key = await bench.key({ cameraScope: JSON.stringify({ cameras: ['cam_3'], groups: [group] }) });
      expect(await shown(key)).toEqual(['cam_1', 'cam_3']);
      expect(bench.probe.calls.at(-1)?.caller.cameras.limited).toBe(true);
      await bench.addCamera('cam_2', group);
      expect(await shown(key)).toEqual(['cam_1', 'cam_2', 'cam_3']);
    });

    it('a group of another organization opens nothing', async () => {
      const foreign = await bench.addGroup('Theirs', 'org_2');
      await bench.addCamera('cam_theirs', foreign, 'org_2');
      const key = await bench.key({ cameraScope: JSON.stringify({ cameras: [], groups: [foreign] }) });
      expect((await bench.call(key, 'get_camera', { camera_id: 'cam_theirs' })).isError).toBe(true);
    });

    it.each(['rubbish', '{}', 'null', '{"cameras":"all"}'])(
      'a scope that reads %s shows no camera',
      async (cameraScope) => {
        expect(await shown(await bench.key({ cameraScope }))).toEqual([]);
      },
    );
  });
});
