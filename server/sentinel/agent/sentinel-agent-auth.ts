import type { IncomingMessage } from 'node:http';
import { TOOL_NAMES } from '../../contract/agents/tools.ts';
import type { Database } from '../../db/database.ts';
import type { Agent, Authenticator } from '../../mcp/endpoint/authenticator.ts';
import { RPC_CODES, RpcRefusal } from '../../mcp/endpoint/json-rpc.ts';
import { ToolFailure, type CameraView } from '../../mcp/tools/tool.ts';
import { findConfig } from '../rules/config-repository.ts';
import { sentinelCameras } from '../rules/sentinel-cameras.ts';
import { configOf } from '../rules/stored-config.ts';
import type { RunnerDeps } from '../runner-choice.ts';
import { isSecret } from './secret-equality.ts';

export interface SentinelAgentAuthDeps extends RunnerDeps {
  readonly db: Database;
}

/** Name of the agents of Sentinel; the angle brackets are part of it. */
export const SENTINEL_AGENT = '<sentinel-agent>';

const ORGANIZATION_HEADER = 'x-agent-org-override';
const ORGANIZATION_MAX = 200;
const NO_CAMERAS: CameraView = { limited: true, sees: () => false, ids: new Set() };

/**
 * Knows the one key by which the agent service uses the tools of every organization. It names the organization in
 * `X-Agent-Org-Override`, whose rules then count: whether Sentinel is switched on, and which cameras are in scope.
 * Without such a key in the environment nobody is let in this way.
 */
export class SentinelAgentAuth implements Authenticator {
  readonly #deps: SentinelAgentAuthDeps;

  constructor(deps: SentinelAgentAuthDeps) {
    this.#deps = deps;
  }

  async authenticate(key: string, request: IncomingMessage): Promise<Agent | undefined> {
    const { config, db } = this.#deps;
    if (!isSecret(config.sentinel.agentMcpKey, key)) return undefined;
    const orgId = organizationOf(request);
    const row = await findConfig(db.read, orgId);
    return {
      orgId,
      keyName: SENTINEL_AGENT,
      credential: `sentinel-agent:${orgId}`,
      author: `mcp:${SENTINEL_AGENT}`,
      budgetOwner: `sentinel-agent:${orgId}`,
      tools: new Set(TOOL_NAMES),
      cameras: row === undefined ? NO_CAMERAS : await sentinelCameras(db.read, orgId, configOf(row)),
      // A refusal here is an answer to the tool call, and is recorded with it.
      markUsed: async () => {
        if (row === undefined) throw new ToolFailure(NO_RULES);
        if (!row.enabled) throw new ToolFailure(SWITCHED_OFF);
      },
    };
  }
}

function organizationOf({ headers }: IncomingMessage): string {
  const orgId = headers[ORGANIZATION_HEADER]?.toString().trim() ?? '';
  if (orgId !== '' && orgId.length <= ORGANIZATION_MAX) return orgId;
  throw new RpcRefusal(401, RPC_CODES.unauthorized, NO_ORGANIZATION, {
    headers: { 'WWW-Authenticate': 'Bearer' },
  });
}

const NO_ORGANIZATION =
  'Unauthorized: with this key, name the organization to work for in the header X-Agent-Org-Override.';
const NO_RULES =
  'This organization has no Sentinel AI settings, so no tool may be used there. Check X-Agent-Org-Override; settings are made when a person opens the Sentinel page.';
const SWITCHED_OFF =
  'Sentinel AI is switched off for this organization, so no tool may be used there. End the run; a person can switch it on again.';
