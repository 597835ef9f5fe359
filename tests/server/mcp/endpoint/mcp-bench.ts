import type { Server } from 'node:http';
import { admitSession, openSession } from '../../../../server/auth/local/session-service.ts';
import { insertAccount } from '../../../../server/auth/local/account-repository.ts';
import { sql } from '../../../../server/db/drizzle.ts';
import { cameraGroups, cameras } from '../../../../server/db/schema/cameras.ts';
import { mcpApiKeys } from '../../../../server/db/schema/organization.ts';
import { writeSetting } from '../../../../server/db/settings-repository.ts';
import { dashboardFiles } from '../../../../server/http/dashboard-files.ts';
import { ClientAddresses } from '../../../../server/http/guard/client-address.ts';
import { HostNames } from '../../../../server/http/guard/host-names.ts';
import { createHttpServer } from '../../../../server/http/http-server.ts';
import { newUuid, randomHex, sha256Hex } from '../../../../server/ids.ts';
import { createLogger } from '../../../../server/log.ts';
import { McpEndpoint } from '../../../../server/mcp/endpoint/mcp-endpoint.ts';
import type { EndedToolCall } from '../../../../server/mcp/endpoint/tool-call-recorder.ts';
import { AgentKeyAuth } from '../../../../server/mcp/keys/agent-key-auth.ts';
import { agentKeyRoutes } from '../../../../server/mcp/keys/agent-key-routes.ts';
import { PlanService } from '../../../../server/plans/plan-service.ts';
import { requirePaid } from '../../../../server/plans/require-paid.ts';
import {
  benchApplication,
  closeServer,
  listenOnLoopback,
  loopbackUrl,
} from '../../../support/bench-application.ts';
import { ask, TestClient, type Answer, type Ask } from '../../../support/test-client.ts';
import { openLocal, ORIGIN, type LocalFixture } from '../../auth/local-fixture.ts';
import { fakeTools, ToolProbe } from './fake-tools.ts';
import { pageFolder } from './page-folder.ts';

export const ORG = 'org_1';

type KeyValues = Partial<typeof mcpApiKeys.$inferInsert>;

export interface RpcAnswer {
  readonly id: string | number | null;
  readonly result?: Record<string, unknown>;
  readonly error?: { readonly code: number; readonly message: string };
}

export interface ToolResult {
  readonly isError?: boolean;
  readonly content: readonly { readonly type: string; readonly text?: string; readonly data?: string }[];
  readonly structuredContent?: Record<string, unknown>;
}

/** The MCP endpoint and the key routes behind the real HTTP server, with a real database and stand-ins for the tools. */
export class McpBench {
  readonly probe = new ToolProbe();
  readonly recorded: EndedToolCall[] = [];
  readonly logLines: string[];
  readonly accounts: LocalFixture;
  readonly plans: PlanService;
  readonly endpoint: McpEndpoint;
  readonly #server: Server;
  readonly #page = pageFolder();

  private constructor(accounts: LocalFixture, logLines: string[], bodyTimeoutMs: number) {
    this.accounts = accounts;
    this.logLines = logLines;
    const { db, clock, notifier, identity } = accounts;
    const log = createLogger('info', (line) => logLines.push(line));
    const core = { db, clock, log, notifier };
    this.plans = new PlanService({ ...core, localPlan: undefined, fetchBillingPlan: async () => undefined });
    const addresses = new ClientAddresses(['127.0.0.1']);
    const tools = fakeTools(this.probe);
    this.endpoint = new McpEndpoint({
      ...core,
      tools,
      addresses,
      bodyTimeoutMs,
      plans: this.plans,
      recorder: { record: (call) => this.recorded.push(call) },
      authenticators: [new AgentKeyAuth(core)],
      version: '9.9.9',
    });
    const { application, binder } = benchApplication({
      identity,
      addresses,
      requireBilling: ({ orgId }) => requirePaid(this.plans, orgId),
      log,
      fallbacks: dashboardFiles(this.#page.path, []),
    });
    agentKeyRoutes(binder, { ...core, tools });
    this.#server = createHttpServer({
      log,
      addresses,
      hostNames: new HostNames([], clock),
      corsOrigins: new Set(),
      hotPath: () => false,
      mcp: (request, response) => this.endpoint.handle(request, response),
      application: (request, response) => application(request, response),
    });
  }

  static async start(options: { readonly plan?: string; readonly bodyTimeoutMs?: number } = {}) {
    const logLines: string[] = [];
    const log = createLogger('info', (line) => logLines.push(line));
    const bench = new McpBench(await openLocal({ log }), logLines, options.bodyTimeoutMs ?? 5_000);
    await bench.setting('org_plan', options.plan ?? 'pro');
    await listenOnLoopback(bench.#server);
    return bench;
  }

  get url(): string {
    return loopbackUrl(this.#server);
  }

  get clock() {
    return this.accounts.clock;
  }

  get db() {
    return this.accounts.db;
  }

  async setting(key: string, value: string, orgId = ORG): Promise<void> {
    await this.db.write((tx) => writeSetting(tx, { orgId, key, value }, this.clock.now()));
    this.plans.forget(orgId);
  }

  /** A stored key with the given columns; answers its text. */
  async key(values: KeyValues = {}): Promise<string> {
    const key = `osc_${randomHex(16)}`;
    await this.db.write(async (tx) => {
      tx.insert(mcpApiKeys)
        .values({
          orgId: ORG,
          name: 'Scout',
          keyHash: sha256Hex(key),
          createdAt: this.clock.now(),
          ...values,
        })
        .run();
    });
    return key;
  }

  async setKeys(values: KeyValues): Promise<void> {
    await this.db.write(async (tx) => {
      tx.update(mcpApiKeys).set(values).run();
    });
  }

  keyRows() {
    return this.db.read.select().from(mcpApiKeys).all();
  }

  /** Lets every notification fail from now on. */
  async breakInbox(): Promise<void> {
    await this.db.write(async (tx) => {
      tx.run(sql`DROP TABLE notifications`);
    });
  }

  /** A camera of an organisation, in a group if wanted. */
  async addCamera(cameraId: string, groupId: number | null = null, orgId = ORG): Promise<void> {
    await this.db.write(async (tx) => {
      tx.insert(cameras)
        .values({ cameraId, orgId, groupId, name: `The ${cameraId}` })
        .run();
    });
  }

  async addGroup(name: string, orgId = ORG): Promise<number> {
    return this.db.write(async (tx) => {
      const values = { orgId, name, createdAt: this.clock.now() };
      return tx.insert(cameraGroups).values(values).returning().get().id;
    });
  }

  /** Somebody signed in, without the second a true password costs. */
  async person(role: 'admin' | 'member' = 'admin', orgId = ORG): Promise<TestClient> {
    const { sessions } = this.accounts;
    const id = newUuid();
    const account = {
      id,
      orgId,
      role,
      email: `${id}@example.com`,
      name: 'Somebody',
      passwordHash: 'none',
      disabled: false,
      createdAt: this.clock.now(),
      lastSignInAt: null,
    };
    const opened = await this.db.write(async (tx) => {
      await insertAccount(tx, account);
      return openSession(tx, account, ORIGIN, this.clock.now());
    });
    const { token } = admitSession(sessions, opened);
    return new TestClient(this.url, { cookie: `sentinel_session=${token}` });
  }

  post(body: unknown, headers: Readonly<Record<string, string>> = {}, path = '/mcp'): Promise<Answer> {
    return ask(`${this.url}${path}`, 'POST', { body, headers });
  }

  get(path: string, options: Ask = {}): Promise<Answer> {
    return ask(`${this.url}${path}`, 'GET', options);
  }

  /** One request of an agent, as JSON-RPC answers it. */
  async rpc(key: string, method: string, params?: unknown): Promise<RpcAnswer> {
    const answer = await this.post(message(method, params), bearer(key));
    if (answer.status !== 200) throw new Error(`${method}: ${answer.status} ${answer.text}`);
    return answer.json<RpcAnswer>();
  }

  async toolNames(key: string): Promise<string[]> {
    const { result } = await this.rpc(key, 'tools/list');
    return ((result?.['tools'] ?? []) as { readonly name: string }[]).map(({ name }) => name);
  }

  async call(key: string, name: string, args?: unknown): Promise<ToolResult> {
    const { result, error } = await this.rpc(key, 'tools/call', { name, arguments: args });
    if (error !== undefined) throw new Error(`${name}: ${error.code} ${error.message}`);
    return result as unknown as ToolResult;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.endpoint.stop();
    await closeServer(this.#server);
    await this.accounts[Symbol.asyncDispose]();
    this.#page[Symbol.dispose]();
  }
}

export function bearer(key: string): Readonly<Record<string, string>> {
  return { authorization: `Bearer ${key}` };
}

export function message(method: string, params?: unknown, id: string | number = 1) {
  return { jsonrpc: '2.0', id, method, ...(params === undefined ? {} : { params }) };
}

/** Text of a failure; throws when the call went well. */
export function failureOf(result: ToolResult): string {
  if (result.isError !== true) throw new Error(`The call went well: ${JSON.stringify(result)}`);
  return result.content.map(({ text }) => text ?? '').join('\n');
}
