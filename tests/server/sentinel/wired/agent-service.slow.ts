import { createHmac } from 'node:crypto';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TOOL_NAMES } from '../../../../server/contract/agents/tools.ts';
import { TestClient } from '../../../support/test-client.ts';
import { eventually } from '../../../support/wait.ts';
import { startWebhookReceiver, type WebhookReceiver } from '../../../support/webhook-receiver.ts';
import { read, runOf, SentinelScene, startRun, type Json, type Run } from './sentinel-scene.ts';

const AGENT_KEY = 'what the agent service shows';
const AGENT_MCP_KEY = 'what it uses tools with';
const WORKERS = 10;

interface PendingRun extends Run {
  readonly org_id: string;
}

/** The tests follow one run from its wake-up to its result. */
describe('Sentinel AI with an agent service, on the whole server', () => {
  let bell: WebhookReceiver;
  let scene: SentinelScene;
  let service: TestClient;
  let agent: Client | undefined;
  let run: PendingRun;
  let incidentId = 0;

  beforeAll(async () => {
    bell = await startWebhookReceiver();
    scene = await SentinelScene.start({
      config: {
        sentinel: {
          agentKey: AGENT_KEY,
          agentMcpKey: AGENT_MCP_KEY,
          wakeUpUrl: bell.url,
          reaperEveryMs: 300_000,
        },
      },
    });
    service = new TestClient(scene.url, { 'x-sentinel-agent-key': AGENT_KEY });
    // A model that is set up as well gets nothing to do.
    await scene.useModel();
  }, 60_000);
  afterAll(async () => {
    await agent?.close();
    await scene?.[Symbol.asyncDispose]();
    await bell?.[Symbol.asyncDispose]();
  });

  const pending = async (): Promise<readonly PendingRun[]> =>
    (await read<{ runs: PendingRun[] }>(service, '/api/sentinel/runs/pending')).runs;

  async function connected(orgId: string): Promise<Client> {
    const client = new Client({ name: 'agent service', version: '1' });
    const headers = { authorization: `Bearer ${AGENT_MCP_KEY}`, 'x-agent-org-override': orgId };
    await client.connect(
      new StreamableHTTPClientTransport(new URL(`${scene.url}/mcp`), { requestInit: { headers } }),
    );
    return client;
  }

  async function use(name: string, args: Json = {}): Promise<CallToolResult> {
    if (agent === undefined) throw new Error('The agent is not connected');
    const result = (await agent.callTool({ name, arguments: { ...args } })) as CallToolResult;
    if (result.isError === true) throw new Error(`${name}: ${JSON.stringify(result.content)}`);
    return result;
  }

  it('motion rings the service with a signed call that says nothing, and the run waits for it', async () => {
    await scene.node.sendMotion(0, 80);
    await eventually('the service is told', () => bell.received.length > 0);
    const [ring] = bell.received;
    const signature = createHmac('sha256', AGENT_KEY).update('{}').digest('hex');
    expect(ring?.bytes.toString()).toBe('{}');
    expect(ring?.headers['x-sentinel-signature']).toBe(`sha256=${signature}`);
    const waiting = await pending();
    expect(waiting).toMatchObject([
      { trigger_type: 'motion', camera_id: scene.camera(0), outcome: 'pending', runner: null },
    ]);
    [run = run] = waiting;
    const me = await read<{ org_id: string }>(scene.owner, '/api/auth/me');
    expect(run.org_id).toBe(me.org_id);
  });

  it('only the key of the service opens its calls; it opens nothing else', async () => {
    const path = '/api/sentinel/runs/pending';
    const wrong = new TestClient(scene.url, { 'x-sentinel-agent-key': `${AGENT_KEY}!` });
    const refused = [
      await wrong.get(path),
      await scene.owner.get(path),
      await scene.server.anonymous.get(path),
    ];
    expect(refused.map(({ status }) => status)).toEqual([401, 401, 401]);
    const elsewhere = [
      await service.get('/api/sentinel/runs'),
      await service.get('/api/incidents'),
      await service.with({ authorization: `Bearer ${AGENT_MCP_KEY}` }).get('/api/sentinel/config'),
    ];
    expect(elsewhere.map(({ status }) => status)).toEqual([401, 401, 401]);
  });

  it('ten workers begin the same run at once: exactly one has it', async () => {
    const answers = await Promise.all(
      Array.from({ length: WORKERS }, () => service.post(`/api/sentinel/runs/${run.id}/start`)),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array(WORKERS).fill(200));
    const told = answers.map((answer) => answer.json<{ claimed: boolean; outcome: string }>());
    expect(told.filter(({ claimed }) => claimed)).toHaveLength(1);
    expect(new Set(told.map(({ outcome }) => outcome))).toEqual(new Set(['running']));
    expect(await pending()).toEqual([]);
    expect(await runOf(scene.owner, run.id)).toMatchObject({ outcome: 'running', runner: 'service' });
  });

  it('with its bearer and the organization it uses all tools there and files an incident', async () => {
    agent = await connected(run.org_id);
    const { tools } = await agent.listTools();
    expect(new Set(tools.map(({ name }) => name))).toEqual(new Set(TOOL_NAMES));
    const camera_id = scene.camera(0);
    const { content } = await use('view_camera', { camera_id });
    expect(content).toMatchObject([{ type: 'image', mimeType: 'image/jpeg' }]);
    const filed = await use('create_incident', {
      title: 'A fox in the yard',
      summary: 'It eats.',
      severity: 'low',
      camera_id,
    });
    incidentId = Number(filed.structuredContent?.['id']);
    await use('attach_snapshot', { incident_id: incidentId, camera_id });
    const incident = await read(scene.owner, `/api/incidents/${incidentId}`);
    expect(incident).toMatchObject({ created_by: 'mcp:<sentinel-agent>', evidence_count: 1 });
    expect(await pending()).toEqual([]);
  });

  it('it reports the result, which stands', async () => {
    const path = `/api/sentinel/runs/${run.id}/complete`;
    const foreign = await service.post(path, { outcome: 'incident', severity: 'low', incident_id: 99_999 });
    expect([foreign.status, foreign.text]).toEqual([400, expect.stringContaining('does not belong')]);
    const result = {
      outcome: 'incident',
      severity: 'low',
      incident_id: incidentId,
      summary: 'A fox.',
      tool_call_count: 3,
      tool_trace: [{ tool: 'view_camera', args: { camera_id: scene.camera(0) }, result: '1 picture' }],
    };
    expect((await service.post(path, result)).json()).toMatchObject(result);
    await service.post(path, { outcome: 'error', summary: 'Too late.' });
    expect(await runOf(scene.owner, run.id)).toMatchObject({ ...result, runner: 'service' });
  });

  it('a worker that only says so late still replaces the error it reported before', async () => {
    const id = await startRun(scene.owner);
    await service.post(`/api/sentinel/runs/${id}/start`);
    await service.post(`/api/sentinel/runs/${id}/complete`, { outcome: 'error', summary: 'Time is up.' });
    await service.post(`/api/sentinel/runs/${id}/complete`, { outcome: 'no_action', summary: 'All well.' });
    expect(await runOf(scene.owner, id)).toMatchObject({ outcome: 'no_action', summary: 'All well.' });
  });

  it('switched off: the tools are refused to the service at once', async () => {
    const off = await scene.owner.ask('PATCH', '/api/sentinel/config', { body: { enabled: false } });
    expect(off.status).toBe(200);
    await expect(use('list_cameras')).rejects.toThrow('switched off');
    await scene.owner.ask('PATCH', '/api/sentinel/config', { body: { enabled: true } });
    await use('list_cameras');
  });

  it('the model that is set up beside it was never asked', () => {
    expect([scene.model.requests, scene.model.problems]).toEqual([[], []]);
  });
});
