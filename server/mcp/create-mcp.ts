import type { Logger } from 'pino';
import type { Loop } from '../background/loop-runner.ts';
import type { Clock } from '../clock.ts';
import type { ClientAddresses } from '../http/guard/client-address.ts';
import type { PlanService } from '../plans/plan-service.ts';
import { AgentActivity } from './activity/agent-activity.ts';
import type { Authenticator } from './endpoint/authenticator.ts';
import { McpEndpoint } from './endpoint/mcp-endpoint.ts';
import { AgentKeyAuth } from './keys/agent-key-auth.ts';
import { createTools, type ToolsDeps } from './tools/create-tools.ts';
import type { Tool } from './tools/tool.ts';

export interface McpCore extends ToolsDeps {
  readonly plans: PlanService;
  readonly clock: Clock;
  readonly log: Logger;
  readonly addresses: ClientAddresses;
  /** Version of this program. */
  readonly version: string;
  /** Credentials besides the keys people make. */
  readonly authenticators: readonly Authenticator[];
}

/** The MCP server with what is remembered of its calls. */
export interface McpParts {
  readonly endpoint: McpEndpoint;
  readonly tools: readonly Tool[];
  readonly activity: AgentActivity;
  readonly loops: readonly Loop[];
}

const STORE_EVERY_MS = 1_000;

/** Builds the MCP server; calls not stored yet are written when `stack` ends. */
export function createMcp(core: McpCore, stack: AsyncDisposableStack): McpParts {
  const activity = new AgentActivity(core);
  stack.defer(() => activity.flush());
  const tools = createTools(core);
  const endpoint = new McpEndpoint({
    ...core,
    tools,
    recorder: activity,
    authenticators: [...core.authenticators, new AgentKeyAuth(core)],
  });
  return {
    endpoint,
    tools,
    activity,
    loops: [{ name: 'agent-activity', everyMs: STORE_EVERY_MS, tick: () => activity.flush() }],
  };
}
