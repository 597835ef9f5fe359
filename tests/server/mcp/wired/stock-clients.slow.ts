import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TOOL_NAMES } from '../../../../server/contract/agents/tools.ts';
import { inspect, makeAgentKey, McpAgent, type InspectorRun } from '../../../support/mcp-client.ts';
import { temporaryFolder } from '../../../support/test-config.ts';
import { AgentScene } from './agent-scene.ts';

const JPEG_BEGINS = 'ffd8ff';

let scene: AgentScene;
let key: string;
beforeAll(async () => {
  scene = await AgentScene.start({ snapshots: 'ffmpeg' });
  ({ key } = await makeAgentKey(scene.owner));
}, 30_000);
afterAll(() => scene?.[Symbol.asyncDispose]());

describe('the client of the protocol’s own library', () => {
  it('connects, lists, calls and gets a picture; each result fits the schema it was told', async () => {
    const agent = await McpAgent.connect(scene.url, key);
    expect(agent.client.getServerVersion()).toMatchObject({ name: 'Sentinel Command Center' });
    expect(agent.client.getInstructions()).toContain('list_cameras');
    expect(agent.toolNames.toSorted()).toEqual(TOOL_NAMES.toSorted());
    await agent.client.ping();
    const cameras = await agent.value<{ camera_id: string }[]>('list_cameras');
    expect(cameras.map(({ camera_id }) => camera_id)).toEqual(scene.node.cameraIds);
    const [picture] = await agent.pictures('view_camera', { camera_id: scene.camera(0) });
    expect(picture?.toString('hex', 0, 3)).toBe(JPEG_BEGINS);
    expect(await agent.failure('view_camera', { camera_id: 'nowhere' })).toContain('list_cameras');
    expect((await agent.client.listResources()).resources).toEqual([]);
    expect((await agent.client.listPrompts()).prompts).toEqual([]);
    await agent.close();
  });

  it('may also take the address with a slash at its end', async () => {
    const client = new Client({ name: 'test', version: '1' });
    const requestInit = { headers: { authorization: `bearer ${key}` } };
    await client.connect(new StreamableHTTPClientTransport(new URL(`${scene.url}/mcp/`), { requestInit }));
    expect((await client.listTools()).tools).toHaveLength(TOOL_NAMES.length);
    await client.close();
  });

  it('is refused once its key is revoked, in the middle of its work', async () => {
    const made = await makeAgentKey(scene.owner, { name: 'Short-lived' });
    const agent = await McpAgent.connect(scene.url, made.key);
    await agent.value('list_cameras');
    expect((await scene.owner.ask('DELETE', `/api/mcp/keys/${made.id}`)).status).toBe(200);
    await expect(agent.call('list_cameras')).rejects.toThrow(/401|unauthorized/i);
    await agent.close();
  });
});

describe('the protocol’s inspector on the command line', () => {
  const folder = temporaryFolder();
  afterAll(() => folder[Symbol.dispose]());

  const run = (...args: readonly string[]): Promise<InspectorRun> =>
    inspect({ baseUrl: scene.url, key, home: folder.path }, ...args);
  const call = (tool: string, ...args: readonly string[]) =>
    run('--method', 'tools/call', '--tool-name', tool, ...args);
  const resultOf = ({ stdout }: InspectorRun) => JSON.parse(stdout) as CallToolResult;

  it('lists the tools and finds no fault with their schemas', async () => {
    const { exitCode, stdout, stderr } = await run('--method', 'tools/list', '--strict');
    expect([exitCode, stderr]).toEqual([0, '']);
    const { tools } = JSON.parse(stdout) as { tools: { name: string }[] };
    expect(tools.map(({ name }) => name).toSorted()).toEqual(TOOL_NAMES.toSorted());
  });

  it('calls a tool with arguments and gets its structured result', async () => {
    const answered = await call('get_camera', '--tool-arg', `camera_id=${scene.camera(1)}`);
    expect([answered.exitCode, answered.stderr]).toEqual([0, '']);
    expect(resultOf(answered).structuredContent).toMatchObject({ camera_id: scene.camera(1) });
  });

  it('gets a picture', async () => {
    const file = join(folder.path, 'picture.jpg');
    const args = ['--tool-arg', `camera_id=${scene.camera(0)}`];
    const { exitCode } = await call('view_camera', ...args, '--output', file, '--output-format', 'raw');
    expect(exitCode).toBe(0);
    const picture = readFileSync(file);
    expect(picture.toString('hex', 0, 3)).toBe(JPEG_BEGINS);
    expect(picture.length).toBeGreaterThan(5_000);
  });

  it('reports a failed call as one, with the words for the model', async () => {
    const failed = await call('get_incident', '--tool-arg', 'incident_id=4711');
    expect(failed.exitCode).toBe(5);
    expect(resultOf(failed)).toMatchObject({ isError: true, content: [{ type: 'text' }] });
    expect(failed.stdout).toContain('list_incidents');
  });

  it('is refused with a wrong key and learns of no tool', async () => {
    const wrong = { baseUrl: scene.url, key: `osc_${'0'.repeat(32)}`, home: folder.path };
    const { exitCode, stdout, stderr } = await inspect(wrong, '--method', 'tools/list');
    expect([exitCode, stdout]).toEqual([3, '']);
    expect(stderr).toContain('not valid or was revoked');
    for (const name of TOOL_NAMES) expect(stderr).not.toContain(name);
  });
});
