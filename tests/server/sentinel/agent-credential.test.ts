import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { mcpApiKeys } from '../../../server/db/schema/organization.ts';
import { ClientAddresses } from '../../../server/http/guard/client-address.ts';
import { randomHex, sha256Hex } from '../../../server/ids.ts';
import { McpEndpoint } from '../../../server/mcp/endpoint/mcp-endpoint.ts';
import type { EndedToolCall } from '../../../server/mcp/endpoint/tool-call-recorder.ts';
import { AgentKeyAuth } from '../../../server/mcp/keys/agent-key-auth.ts';
import { ask, type Answer } from '../../support/test-client.ts';
import { fakeTools, ToolProbe } from '../mcp/endpoint/fake-tools.ts';
import { bearer, failureOf, message, type RpcAnswer, type ToolResult } from '../mcp/endpoint/mcp-bench.ts';
import { AGENT_MCP_KEY, ORG, OTHER_ORG, SentinelBench } from './sentinel-bench.ts';

const PRO_CALLS_A_MINUTE = 30;

/** The MCP endpoint with the key of the agent service and the keys people make, in the order of the product. */
class AgentBench {
  readonly bench: SentinelBench;
  readonly probe = new ToolProbe();
  readonly recorded: EndedToolCall[] = [];
  readonly #endpoint: McpEndpoint;
  readonly #server;

  private constructor(bench: SentinelBench) {
    this.bench = bench;
    this.#endpoint = new McpEndpoint({
      ...bench.core,
      tools: fakeTools(this.probe),
      addresses: new ClientAddresses([]),
      recorder: { record: (call) => this.recorded.push(call) },
      authenticators: [bench.sentinel.authenticator, new AgentKeyAuth(bench.core)],
      version: '9.9.9',
    });
    this.#server = createServer((request, response) => this.#endpoint.handle(request, response));
  }

  static async start(options: Parameters<typeof SentinelBench.start>[0] = {}): Promise<AgentBench> {
    const agents = new AgentBench(await SentinelBench.start(options));
    await new Promise<void>((resolve) => {
      agents.#server.listen(0, '127.0.0.1', resolve);
    });
    return agents;
  }

  post(body: unknown, headers: Readonly<Record<string, string>>): Promise<Answer> {
    const { port } = this.#server.address() as AddressInfo;
    return ask(`http://127.0.0.1:${port}/mcp`, 'POST', { body, headers });
  }

  /** A tool call of the agent service for an organization. */
  async call(orgId: string, name = 'list_cameras', args: unknown = {}): Promise<ToolResult> {
    const headers = { ...bearer(AGENT_MCP_KEY), 'x-agent-org-override': orgId };
    const answer = await this.post(message('tools/call', { name, arguments: args }), headers);
    return answer.json<RpcAnswer>().result as unknown as ToolResult;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#endpoint.stop();
    this.#server.closeAllConnections();
    await new Promise((resolve) => {
      this.#server.close(resolve);
    });
    await this.bench[Symbol.asyncDispose]();
  }
}

describe('the key of the agent service on POST /mcp', () => {
  let agents: AgentBench;
  beforeEach(async () => {
    agents = await AgentBench.start();
    await agents.bench.rules();
  });
  afterEach(() => agents[Symbol.asyncDispose]());

  it('ai-mcp 22: without the variable it is an unknown key like any other', async () => {
    await using closed = await AgentBench.start({ agent: { agentMcpKey: undefined } });
    const named = { 'x-agent-org-override': ORG };
    const answers = [
      await closed.post(message('tools/list'), { ...bearer(AGENT_MCP_KEY), ...named }),
      await closed.post(message('tools/list'), { ...bearer('osc_unknown'), ...named }),
      await agents.post(message('tools/list'), { ...bearer(`${AGENT_MCP_KEY}x`), ...named }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401]);
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
  });

  it('ai-mcp 23: four failures that can be told apart', async () => {
    const missing = await agents.post(message('tools/call', { name: 'list_cameras' }), bearer(AGENT_MCP_KEY));
    const blank = await agents.post(message('tools/list'), {
      ...bearer(AGENT_MCP_KEY),
      'x-agent-org-override': '  ',
    });
    expect([missing.status, blank.status, blank.headers['www-authenticate']]).toEqual([401, 401, 'Bearer']);
    const noHeader = missing.json<RpcAnswer>().error?.message ?? '';
    expect(noHeader).toContain('X-Agent-Org-Override');
    const noRules = failureOf(await agents.call(OTHER_ORG));
    await agents.bench.rules({ enabled: false });
    const disabled = failureOf(await agents.call(ORG));
    await agents.bench.setting('org_plan', 'free_org');
    const noPlan = failureOf(await agents.call(ORG));
    expect(new Set([noHeader, noRules, disabled, noPlan]).size).toBe(4);
    expect([noRules, disabled, noPlan]).toEqual([
      expect.stringContaining('no Sentinel AI settings'),
      expect.stringContaining('switched off'),
      expect.stringContaining('plan'),
    ]);
    expect(agents.probe.calls).toEqual([]);
    expect(agents.recorded.map(({ orgId, error }) => [orgId, error])).toEqual([
      [OTHER_ORG, noRules],
      [ORG, disabled],
      [ORG, noPlan],
    ]);
  });

  it('ai-mcp 23: an organization past the grace period is without the plan', async () => {
    await agents.bench.setting('payment_past_due', 'true');
    await agents.bench.setting('payment_past_due_at', '2026-02-20T00:00:00Z');
    expect(failureOf(await agents.call(ORG))).toContain('plan');
  });

  it('ai-mcp 24: calls for another organization and of the own keys leave its budget untouched', async () => {
    const { bench } = agents;
    await bench.rules({}, OTHER_ORG);
    for (let n = 0; n < PRO_CALLS_A_MINUTE; n += 1) await agents.call(OTHER_ORG);
    expect(failureOf(await agents.call(OTHER_ORG))).toContain(String(PRO_CALLS_A_MINUTE));
    const key = `osc_${randomHex(16)}`;
    const row = { orgId: ORG, name: 'Scout', keyHash: sha256Hex(key), createdAt: bench.clock.now() };
    await bench.db.write(async (tx) => void tx.insert(mcpApiKeys).values(row).run());
    for (let n = 0; n < PRO_CALLS_A_MINUTE; n += 1) {
      const answer = await agents.post(message('tools/call', { name: 'list_cameras' }), {
        ...bearer(key),
        'x-agent-org-override': OTHER_ORG,
      });
      expect(answer.json<RpcAnswer>().result).not.toHaveProperty('isError');
    }
    expect(await agents.call(ORG)).not.toHaveProperty('isError');
    expect(agents.recorded.filter(({ keyName }) => keyName === 'Scout').map(({ orgId }) => orgId)).toEqual(
      Array.from({ length: PRO_CALLS_A_MINUTE }, () => ORG),
    );
  });

  it('ai-mcp 25: author tag and name in the activity', async () => {
    await agents.call(ORG, 'create_incident');
    expect(agents.probe.calls[0]?.caller).toMatchObject({ orgId: ORG, author: 'mcp:<sentinel-agent>' });
    expect(agents.recorded[0]).toMatchObject({ orgId: ORG, keyName: '<sentinel-agent>', error: undefined });
  });

  it('may use all tools', async () => {
    const headers = { ...bearer(AGENT_MCP_KEY), 'x-agent-org-override': ORG };
    const listed = (await agents.post(message('tools/list'), headers)).json<RpcAnswer>();
    expect(listed.result?.['tools']).toHaveLength(23);
  });

  it('cameras out of scope do not exist for it, from the next call on', async () => {
    const { bench } = agents;
    const listed = async () => (await agents.call(ORG)).structuredContent?.['result'];
    expect(await listed()).toHaveLength(3);
    await bench.camera('cam_1');
    await bench.camera('cam_2');
    await bench.camera('cam_9', OTHER_ORG);
    await bench.rules({ cameraScope: JSON.stringify({ cam_2: false, cam_3: true }) });
    expect(await listed()).toEqual([
      expect.objectContaining({ camera_id: 'cam_1' }),
      expect.objectContaining({ camera_id: 'cam_3' }),
    ]);
    expect(failureOf(await agents.call(ORG, 'get_camera', { camera_id: 'cam_2' }))).toContain('cam_2');
    const { cameras } = agents.probe.calls.at(-1)?.caller ?? {};
    expect([cameras?.limited, [...(cameras?.ids ?? [])]]).toEqual([true, ['cam_1']]);
  });
});
