import type { IncomingMessage } from 'node:http';
import { agentKeys } from '../../contract/agents/keys.ts';
import { READ_TOOLS, WRITE_TOOLS, type ToolName } from '../../contract/agents/tools.ts';
import type { RouteBinder } from '../../http/route-binder.ts';
import { AppError } from '../../http/app-error.ts';
import type { Tool } from '../tools/tool.ts';
import { agentKeyViews, createAgentKey, revokeAgentKey, type AgentKeyDeps } from './agent-key-service.ts';

export interface AgentKeyRoutesDeps extends AgentKeyDeps {
  /** All tools, whatever a key may use. */
  readonly tools: readonly Tool[];
}

/** Keys of AI agents, and the tools they may be given. */
export function agentKeyRoutes(binder: RouteBinder, deps: AgentKeyRoutesDeps): void {
  binder.bind(agentKeys.create, (call) => {
    if (!hasBody(call.request)) throw missingBody();
    return createAgentKey(deps, call, call.body);
  });
  binder.bind(agentKeys.list, ({ principal }) => agentKeyViews(deps, principal.orgId));
  binder.bind(agentKeys.revoke, async (call) => {
    const id = call.params.key_id;
    await revokeAgentKey(deps, call, id);
    return { success: true as const, revoked: id };
  });
  binder.bind(agentKeys.tools, () => {
    const read = catalogue(deps.tools, READ_TOOLS);
    const write = catalogue(deps.tools, WRITE_TOOLS);
    return { read, write, total: read.length + write.length };
  });
}

/** Whether anything was sent at all. An empty body has no field missing, yet nobody means a key that may do everything. */
function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

function missingBody(): AppError {
  const message = 'Say in the body what the key is called and may do.';
  return AppError.coded(422, 'validation_failed', message, {
    errors: [{ type: 'missing', loc: ['body'], msg: message }],
  });
}

function catalogue(tools: readonly Tool[], names: readonly ToolName[]) {
  return tools
    .filter(({ name }) => names.includes(name))
    .map(({ name, title, description, category }) => ({ name, title, description, category }))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}
