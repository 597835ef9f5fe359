import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import type express from 'express';
import type { SentinelAgentConfig } from '../../../server/config/config.ts';
import type { Database } from '../../../server/db/database.ts';
import { eq } from '../../../server/db/drizzle.ts';
import { openDatabase } from '../../../server/db/open-database.ts';
import { cameras } from '../../../server/db/schema/cameras.ts';
import { auditLog } from '../../../server/db/schema/logs.ts';
import {
  sentinelConfig,
  sentinelModels,
  sentinelPictures,
  sentinelRuns,
} from '../../../server/db/schema/organization.ts';
import { writeSetting } from '../../../server/db/settings-repository.ts';
import type { HubEvent } from '../../../server/events/event-hub.ts';
import { ClientAddresses } from '../../../server/http/guard/client-address.ts';
import { randomHex } from '../../../server/ids.ts';
import { createIncident } from '../../../server/incidents/incident-service.ts';
import { createLogger } from '../../../server/log.ts';
import { motionNotice } from '../../../server/notifications/notices/camera-notices.ts';
import { Notifier, type StoredNotification } from '../../../server/notifications/notifier.ts';
import { PlanService } from '../../../server/plans/plan-service.ts';
import { createSentinel, type SentinelParts } from '../../../server/sentinel/create-sentinel.ts';
import { sentinelRoutes } from '../../../server/sentinel/sentinel-routes.ts';
import {
  benchApplication,
  closeServer,
  listenOnLoopback,
  loopbackUrl,
} from '../../support/bench-application.ts';
import { namedPeople } from '../../support/named-people.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { TestClient } from '../../support/test-client.ts';
import { temporaryFolder } from '../../support/test-config.ts';

export const ORG = 'org_1';
export const OTHER_ORG = 'org_2';
export const AGENT_KEY = 'the key of the agent service';
export const AGENT_MCP_KEY = 'the key for tools';

export type RunRow = typeof sentinelRuns.$inferSelect;
export type RunJson = Readonly<Record<string, unknown>> & { readonly id: string };

/** A bearer token is the name of the person. */
const identity = namedPeople('pro');

export interface BenchOptions {
  readonly agent?: Partial<SentinelAgentConfig>;
  /** Instant at which the clock stands still. */
  readonly now?: string;
}

/** Sentinel behind real HTTP with a real database and the real notifier. Both organizations have the plan Pro. */
export class SentinelBench {
  readonly db: Database;
  readonly clock: FakeClock;
  readonly plans: PlanService;
  readonly notifier: Notifier;
  readonly sentinel: SentinelParts;
  readonly published: HubEvent[] = [];
  readonly logLines: string[] = [];
  readonly core;
  readonly #server: Server;
  readonly #folder;

  private constructor(
    db: Database,
    clock: FakeClock,
    folder: ReturnType<typeof temporaryFolder>,
    agent: Partial<SentinelAgentConfig>,
  ) {
    this.db = db;
    this.clock = clock;
    this.#folder = folder;
    const log = createLogger('debug', (line) => this.logLines.push(line));
    const publish = (event: HubEvent): number => this.published.push(event);
    this.plans = new PlanService({
      db,
      clock,
      log,
      localPlan: undefined,
      fetchBillingPlan: async () => undefined,
    });
    const sentinelSettings: SentinelAgentConfig = {
      agentKey: AGENT_KEY,
      wakeUpUrl: undefined,
      agentMcpKey: AGENT_MCP_KEY,
      reaperEveryMs: 300_000,
      ...agent,
    };
    this.core = { db, clock, log, publish, plans: this.plans, config: { sentinel: sentinelSettings } };
    this.sentinel = createSentinel(this.core);
    this.notifier = new Notifier({
      ...this.core,
      followUps: [],
      alwaysFollowUps: [this.sentinel.followUp],
    });
    this.#server = createServer(this.#application());
  }

  static async start({ agent = {}, now = '2026-03-02T12:00:00.000Z' }: BenchOptions = {}) {
    const folder = temporaryFolder();
    const clock = new FakeClock(now);
    const log = createLogger('silent');
    const db = await openDatabase({ file: join(folder.path, 'test.db'), log, clock });
    const bench = new SentinelBench(db, clock, folder, agent);
    await listenOnLoopback(bench.#server);
    await bench.setting('org_plan', 'pro');
    await bench.setting('org_plan', 'pro', OTHER_ORG);
    return bench;
  }

  get url(): string {
    return loopbackUrl(this.#server);
  }

  person(name: 'admin' | 'member' | 'other'): TestClient {
    return new TestClient(this.url, { authorization: `Bearer ${name}` });
  }

  /** The agent service, by default with the right key. */
  service(key: string = AGENT_KEY): TestClient {
    return new TestClient(this.url, { 'x-sentinel-agent-key': key });
  }

  async setting(key: string, value: string, orgId = ORG): Promise<void> {
    await this.db.write((tx) => writeSetting(tx, { orgId, key, value }, this.clock.now()));
    this.plans.forget(orgId);
  }

  /** Stores rules of an organization. */
  async rules(values: Partial<typeof sentinelConfig.$inferInsert> = {}, orgId = ORG): Promise<void> {
    const now = this.clock.now();
    await this.db.write(async (tx) => {
      tx.insert(sentinelConfig)
        .values({ orgId, createdAt: now, updatedAt: now, ...values })
        .onConflictDoUpdate({ target: sentinelConfig.orgId, set: { orgId, ...values } })
        .run();
    });
  }

  rulesRow(orgId = ORG) {
    return this.db.read.select().from(sentinelConfig).where(eq(sentinelConfig.orgId, orgId)).get();
  }

  async model(orgId = ORG): Promise<void> {
    const values = { orgId, enabled: true, model: 'llava', updatedAt: this.clock.now() };
    await this.db.write(async (tx) => void tx.insert(sentinelModels).values(values).run());
  }

  async camera(cameraId: string, orgId = ORG): Promise<void> {
    await this.db.write(
      async (tx) => void tx.insert(cameras).values({ cameraId, orgId, name: cameraId }).run(),
    );
  }

  /** Stores a run as it is; triggered now and pending unless said otherwise. */
  async run(values: Partial<typeof sentinelRuns.$inferInsert> = {}): Promise<string> {
    const id = randomHex(16);
    const defaults = { id, orgId: ORG, triggeredAt: this.clock.now(), triggerType: 'motion' };
    await this.db.write(async (tx) => {
      tx.insert(sentinelRuns)
        .values({ ...defaults, outcome: 'pending', ...values })
        .run();
    });
    return id;
  }

  /** Stores many runs at once. */
  async fill(count: number, values: Partial<typeof sentinelRuns.$inferInsert> = {}): Promise<void> {
    const defaults = {
      orgId: ORG,
      triggeredAt: this.clock.now(),
      triggerType: 'manual',
      outcome: 'no_action',
    };
    await this.db.write(async (tx) => {
      for (let n = 0; n < count; n += 1)
        tx.insert(sentinelRuns)
          .values({ id: randomHex(16), ...defaults, ...values })
          .run();
    });
  }

  /** Stores a picture of a run. */
  async picture(runId: string, number: number, data: Buffer): Promise<void> {
    const row = { orgId: ORG, runId, number, mime: 'image/jpeg', data, takenAt: this.clock.now() };
    await this.db.write(async (tx) => void tx.insert(sentinelPictures).values(row).run());
  }

  row(id: string): RunRow {
    const row = this.db.read.select().from(sentinelRuns).where(eq(sentinelRuns.id, id)).get();
    if (row === undefined) throw new Error('There is no such run');
    return row;
  }

  runs(orgId = ORG): RunRow[] {
    return this.db.read.select().from(sentinelRuns).where(eq(sentinelRuns.orgId, orgId)).all();
  }

  /** Motion is seen; answers the inbox item, if there is one. */
  motion(cameraId = 'gate', orgId = ORG): Promise<StoredNotification | undefined> {
    const at = { orgId, cameraId, nodeId: 'node', name: cameraId };
    return this.notifier.notify(
      motionNotice(at, { score: 50, segmentSeq: null, timestamp: this.clock.now() }),
    );
  }

  /** Somebody reports an incident; answers its id. */
  async incident(tag = 'user:user_admin', orgId = ORG): Promise<number> {
    const author = { orgId, tag, name: 'Somebody', auditActor: { label: tag }, address: undefined };
    const draft = { title: 'Gate open', summary: 'Wide.', severity: 'low', cameraId: null } as const;
    return (await createIncident({ ...this.core, notifier: this.notifier }, author, draft)).id;
  }

  /** Reasons for which notifications started no run, in order. */
  refusals(): string[] {
    return this.logLines.flatMap((line) => /"reason":"(\w+)"/.exec(line)?.[1] ?? []);
  }

  audit() {
    return this.db.read.select().from(auditLog).orderBy(auditLog.id).all();
  }

  /** How often administrators were told of changed runs. */
  changes(): number {
    return this.published.filter(
      ({ audience, message }) =>
        audience === 'admin' && message.type === 'changed' && message.what === 'sentinel',
    ).length;
  }

  #application(): express.Express {
    const addresses = new ClientAddresses([]);
    const { application, binder } = benchApplication({
      identity,
      addresses,
      isAgentService: (request) => this.sentinel.isAgentService(request),
      log: this.core.log,
    });
    sentinelRoutes(binder, this.sentinel.routes);
    return application;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.sentinel.stop();
    await closeServer(this.#server);
    await this.db.close();
    this.#folder[Symbol.dispose]();
  }
}
