import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { encode } from 'jpeg-js';
import { asc, eq } from '../../../../server/db/drizzle.ts';
import { incidentEvidence, incidents } from '../../../../server/db/schema/incidents.ts';
import {
  sentinelConfig,
  sentinelModels,
  sentinelPictures,
  sentinelRuns,
} from '../../../../server/db/schema/organization.ts';
import { createLogger } from '../../../../server/log.ts';
import { ClientAddresses } from '../../../../server/http/guard/client-address.ts';
import { McpEndpoint } from '../../../../server/mcp/endpoint/mcp-endpoint.ts';
import type { EndedToolCall } from '../../../../server/mcp/endpoint/tool-call-recorder.ts';
import { ToolDesk } from '../../../../server/mcp/endpoint/tool-desk.ts';
import { PlanService } from '../../../../server/plans/plan-service.ts';
import { loadInstallationSecret } from '../../../../server/secrets/installation-secret.ts';
import { Investigator } from '../../../../server/sentinel/investigator/investigator.ts';
import { PictureScaler } from '../../../../server/sentinel/investigator/pictures/picture-scaler.ts';
import { Prompts } from '../../../../server/sentinel/investigator/prompts.ts';
import { RunKeys, type Attempt, type RunKey } from '../../../../server/sentinel/investigator/run-keys.ts';
import { MODEL_KEY_PURPOSE } from '../../../../server/sentinel/model/model-setup.ts';
import { insertRun, type NewRun, type RunRow } from '../../../../server/sentinel/runs/run-repository.ts';
import { startModelServer, type ModelServer, type ModelVendor } from '../../../support/model-server.ts';
import { temporaryFolder } from '../../../support/test-config.ts';
import { ask, type Answer } from '../../../support/test-client.ts';
import { answering, pictured, ToolBench } from '../../mcp/tools/tool-bench.ts';

export const KEY = 'sk-secret-of-the-owner';

/** A JPEG of a colour gradient. */
export function drawn(width: number, height: number): Buffer {
  const data = Buffer.alloc(width * height * 4, 255);
  for (let at = 0; at < data.length; at += 4) data[at] = (at / 4) % 256;
  return encode({ data, width, height }, 80).data;
}

type ModelColumns = Partial<typeof sentinelModels.$inferInsert>;
type ConfigColumns = Partial<typeof sentinelConfig.$inferInsert>;

/** Keys that are kept, so that a test can try them elsewhere. */
class WatchedKeys extends RunKeys {
  readonly issued: string[] = [];

  override issue(attempt: Attempt): RunKey {
    const issued = super.issue(attempt);
    this.issued.push(issued.key);
    return issued;
  }
}

/** The investigator on real tools, a real database and real HTTP, with a model of scripted answers. */
export class InvestigatorBench {
  readonly tools: ToolBench;
  readonly model: ModelServer;
  readonly keys: WatchedKeys;
  readonly investigator: Investigator;
  readonly recorded: EndedToolCall[] = [];
  readonly logLines: string[] = [];
  readonly secret;
  readonly plans: PlanService;
  readonly #folder = temporaryFolder();
  readonly #server: Server;
  readonly #stop = new AbortController();

  private constructor(tools: ToolBench, model: ModelServer, limits: Limits) {
    this.tools = tools;
    this.model = model;
    this.secret = loadInstallationSecret(this.#folder.path);
    const log = createLogger('info', (line) => this.logLines.push(line));
    const { db, clock } = tools.bench;
    this.plans = new PlanService({
      db,
      clock,
      log,
      localPlan: 'self_hosted',
      fetchBillingPlan: async () => undefined,
    });
    this.keys = new WatchedKeys({ db });
    const deskDeps = {
      ...tools.deps,
      log,
      plans: this.plans,
      tools: [...tools.tools.values()],
      recorder: { record: (call: EndedToolCall) => void this.recorded.push(call) },
    };
    const sentinelSettings = { wakeUpUrl: undefined, agentMcpKey: undefined };
    this.investigator = new Investigator({
      ...tools.deps,
      log,
      plans: this.plans,
      secret: this.secret,
      config: { sentinel: { ...sentinelSettings, agentKey: limits.agentKey, reaperEveryMs: 300_000 } },
      desk: new ToolDesk(deskDeps),
      keys: this.keys,
      scaler: new PictureScaler(),
      prompts: new Prompts(),
      model: {
        resolve: async (host) => Promise.reject(new Error(`${host} is not looked up in tests`)),
        callTimeoutMs: limits.callTimeoutMs ?? 5_000,
        busyWaitsMs: [1, 1],
      },
      minuteMs: limits.minuteMs ?? 60_000,
    });
    const endpoint = new McpEndpoint({
      ...deskDeps,
      addresses: new ClientAddresses([]),
      authenticators: [this.keys],
      version: '9.9.9',
    });
    this.#server = createServer((request, response) => void endpoint.handle(request, response));
  }

  static async start(limits: Limits = {}): Promise<InvestigatorBench> {
    const bench = new InvestigatorBench(await ToolBench.start(), await startModelServer(), limits);
    await new Promise<void>((resolve) => {
      bench.#server.listen(0, '127.0.0.1', resolve);
    });
    return bench;
  }

  get db() {
    return this.tools.bench.db;
  }

  get clock() {
    return this.tools.bench.clock;
  }

  /** Enters the scripted model for `org_1`. */
  async setModel(vendor: ModelVendor = 'openai', columns: ModelColumns = {}): Promise<void> {
    const values = {
      orgId: 'org_1',
      enabled: true,
      provider: vendor,
      baseUrl: this.model.baseUrl(vendor),
      model: 'watcher-1',
      keySealed: this.secret.seal(KEY, MODEL_KEY_PURPOSE),
      updatedAt: this.clock.now(),
      ...columns,
    };
    await this.db.write(async (tx) => {
      tx.insert(sentinelModels)
        .values(values)
        .onConflictDoUpdate({ target: sentinelModels.orgId, set: values })
        .run();
    });
    this.model.key = KEY;
  }

  async setRules(columns: ConfigColumns): Promise<void> {
    const now = this.clock.now();
    const values = { orgId: 'org_1', createdAt: now, updatedAt: now, ...columns };
    await this.db.write(async (tx) => {
      tx.insert(sentinelConfig)
        .values(values)
        .onConflictDoUpdate({ target: sentinelConfig.orgId, set: values })
        .run();
    });
  }

  /** Lets the node of a camera answer every command with a picture. */
  async node(nodeId = 'aaaaaaaa', bytes?: Buffer): Promise<void> {
    answering(await this.tools.bench.connect(nodeId), pictured(bytes));
  }

  /** A run that waits. */
  async waiting(run: Partial<NewRun> = {}): Promise<string> {
    const base = { orgId: 'org_1', trigger: 'manual', cameraId: null, prompt: 'Is all well?' } as const;
    const row = await this.db.write((tx) => insertRun(tx, { ...base, now: this.clock.now(), ...run }));
    return row.id;
  }

  /** Works off everything that waits. */
  async work(): Promise<void> {
    await this.investigator.tick(this.#stop.signal);
    await this.investigator.idle();
  }

  /** Begins to work, as the loop does, with a signal of its own. */
  begin(signal: AbortSignal = this.#stop.signal): Promise<void> {
    return this.investigator.tick(signal);
  }

  /** Adds a run, has it worked on and answers its row. */
  async run(run: Partial<NewRun> = {}): Promise<RunRow> {
    const id = await this.waiting(run);
    await this.work();
    return this.row(id);
  }

  row(id: string): RunRow {
    const row = this.db.read.select().from(sentinelRuns).where(eq(sentinelRuns.id, id)).get();
    if (row === undefined) throw new Error('There is no such run');
    return row;
  }

  trace(id: string) {
    return JSON.parse(this.row(id).toolTrace ?? '[]') as {
      readonly tool: string;
      readonly args: Record<string, unknown>;
      readonly result: string;
      readonly pictures?: number[];
    }[];
  }

  incidents() {
    return this.db.read.select().from(incidents).orderBy(asc(incidents.id)).all();
  }

  evidence() {
    return this.db.read.select().from(incidentEvidence).orderBy(asc(incidentEvidence.id)).all();
  }

  pictures() {
    return this.db.read.select().from(sentinelPictures).orderBy(asc(sentinelPictures.number)).all();
  }

  /** Asks the MCP endpoint over HTTP with a bearer key. */
  post(key: string, method: string, params: unknown = {}): Promise<Answer> {
    const { port } = this.#server.address() as AddressInfo;
    const body = { jsonrpc: '2.0', id: 1, method, params };
    const headers = { authorization: `Bearer ${key}` };
    return ask(`http://127.0.0.1:${port}/mcp`, 'POST', { body, headers });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    await this.investigator.idle();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
    await this.model[Symbol.asyncDispose]();
    await this.tools[Symbol.asyncDispose]();
    this.#folder[Symbol.dispose]();
  }
}

interface Limits {
  readonly callTimeoutMs?: number;
  /** How long a minute of the time limit lasts, ms. */
  readonly minuteMs?: number;
  /** Key of an agent service. */
  readonly agentKey?: string;
}
