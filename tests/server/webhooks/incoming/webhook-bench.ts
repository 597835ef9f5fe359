import { createServer } from 'node:http';
import { join } from 'node:path';
import { CameraDirectory } from '../../../../server/cameras/camera-directory.ts';
import type { Config } from '../../../../server/config/config.ts';
import type { Database } from '../../../../server/db/database.ts';
import { asc, eq } from '../../../../server/db/drizzle.ts';
import { openDatabase } from '../../../../server/db/open-database.ts';
import { cameraNodes, cameras } from '../../../../server/db/schema/cameras.ts';
import { notifications, processedWebhooks } from '../../../../server/db/schema/notifications.ts';
import { settings } from '../../../../server/db/schema/organization.ts';
import { queueMail } from '../../../../server/email/queue/mail-gate.ts';
import type { HubEvent } from '../../../../server/events/event-hub.ts';
import { ClientAddresses } from '../../../../server/http/guard/client-address.ts';
import { createLogger } from '../../../../server/log.ts';
import { Notifier } from '../../../../server/notifications/notifier.ts';
import { eraseOrganization } from '../../../../server/organization/erasure-service.ts';
import { clerkBilling, clerkMemberLimit } from '../../../../server/plans/clerk-billing.ts';
import { PlanService } from '../../../../server/plans/plan-service.ts';
import {
  incomingWebhookRoutes,
  type IncomingWebhookRoutesDeps,
} from '../../../../server/webhooks/incoming/incoming-webhook-routes.ts';
import { benchApplication, closeServer, listenOnLoopback } from '../../../support/bench-application.ts';
import { CLERK_SECRET_KEY, startClerkServer, type ClerkServer } from '../../../support/clerk-server.ts';
import { FakeClock } from '../../../support/fake-clock.ts';
import { newWebhookSecret, signatureHeaders, type SigningOptions } from '../../../support/svix-signing.ts';
import { TestClient, type Answer } from '../../../support/test-client.ts';
import { temporaryFolder } from '../../../support/test-config.ts';

export const ORG = 'org_red';
export type Provider = 'clerk' | 'resend';

export interface BenchOptions {
  readonly mode?: 'local' | 'clerk';
  readonly webhooks?: Partial<Config['webhooks']>;
  readonly trustedProxies?: readonly string[];
  /** Whether mail is switched on. */
  readonly mail?: boolean;
}

/** The two routes over real HTTP with a real database; the backend of Clerk is played, and nodes do not exist. */
export interface WebhookBench {
  readonly db: Database;
  readonly clock: FakeClock;
  readonly databaseFile: string;
  readonly clerk: ClerkServer;
  readonly client: TestClient;
  readonly plans: PlanService;
  readonly directory: CameraDirectory;
  readonly published: readonly HubEvent[];
  /** Organizations whose recipients were forgotten, in order. */
  readonly forgotten: readonly string[];
  readonly logLines: readonly string[];
  readonly secrets: Readonly<Record<Provider, string>>;
  /** Signs and sends a message. */
  send(provider: Provider, message: unknown, options?: SigningOptions): Promise<Answer>;
  setting(key: string, orgId?: string): string | undefined;
  /** Kinds of handled messages by id. */
  ledger(): Record<string, string>;
  inbox(orgId?: string): (typeof notifications.$inferSelect)[];
  /** Adds a node with that many cameras. */
  addCameras(count: number): Promise<void>;
  /** Ids of cameras suspended by the plan. */
  suspended(): string[];
  run(statement: string): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

export async function openWebhookBench(options: BenchOptions = {}): Promise<WebhookBench> {
  const folder = temporaryFolder();
  const clerk = await startClerkServer();
  const logLines: string[] = [];
  const log = createLogger('debug', (line) => logLines.push(line));
  const clock = new FakeClock();
  const databaseFile = join(folder.path, 'sentinel.db');
  const db = await openDatabase({ file: databaseFile, log, clock });
  const published: HubEvent[] = [];
  const forgotten: string[] = [];
  const publish = (event: HubEvent): void => void published.push(event);
  const core = { db, clock, log, publish };
  const access = { secretKey: CLERK_SECRET_KEY, apiUrl: clerk.url };
  const plans = new PlanService({ ...core, localPlan: undefined, fetchBillingPlan: clerkBilling(access) });
  const directory = new CameraDirectory(core);
  const secrets = { clerk: newWebhookSecret(), resend: newWebhookSecret() };
  const webhooks = {
    clerkSecret: secrets.clerk,
    resendSecret: secrets.resend,
    allowUnsigned: false,
    ...options.webhooks,
  };
  const mails = queueMail({ clock, transports: { isOn: async () => options.mail === true } });
  const addresses = new ClientAddresses(options.trustedProxies ?? []);
  const deps: IncomingWebhookRoutesDeps = {
    ...core,
    plans,
    directory,
    webhooks,
    mode: options.mode ?? 'clerk',
    isLoopbackCall: (request) => addresses.isLoopback(request),
    notifier: new Notifier({ ...core, followUps: [mails] }),
    recipients: { forget: (orgId) => void forgotten.push(orgId) },
    limitMembers: clerkMemberLimit(access),
    erase: (orgId) => eraseOrganization(erasureDeps(db, directory), orgId),
  };
  const server = createServer(application(deps, addresses));
  const client = new TestClient(await listenOnLoopback(server));
  return {
    db,
    clock,
    databaseFile,
    clerk,
    client,
    plans,
    directory,
    published,
    forgotten,
    logLines,
    secrets,
    ...reports(db),
    send: (provider, message, signing) => {
      const body = typeof message === 'string' ? message : JSON.stringify(message);
      const headers = signatureHeaders(secrets[provider], body, signing);
      return client.post(`/api/webhooks/${provider}`, body, { headers });
    },
    addCameras: async (count) => {
      await db.write(async (tx) => {
        const node = {
          nodeId: 'aaaaaaaa',
          orgId: ORG,
          apiKeyHash: 'h',
          name: 'Yard',
          createdAt: clock.now(),
        };
        const row = tx.insert(cameraNodes).values(node).returning().get();
        for (let n = 1; n <= count; n++) {
          const camera = { cameraId: `camera_${n}`, orgId: ORG, nodeId: row.id, name: `Camera ${n}` };
          tx.insert(cameras)
            .values({ ...camera, createdAt: new Date(n) })
            .run();
        }
      });
      await directory.refresh(ORG);
    },
    run: (statement) => db.write(async (tx) => void tx.run(statement)),
    [Symbol.asyncDispose]: async () => {
      await closeServer(server);
      await db.close();
      await clerk[Symbol.asyncDispose]();
      folder[Symbol.dispose]();
    },
  };
}

function erasureDeps(db: Database, directory: CameraDirectory): Parameters<typeof eraseOrganization>[0] {
  return {
    db,
    directory,
    keys: { remove: () => undefined },
    connections: { disconnect: () => undefined },
    liveness: { forgetNode: () => undefined, forgetCameras: () => undefined },
    onCamerasDeleted: () => undefined,
    forgetUsage: () => undefined,
  };
}

function reports(db: Database): Pick<WebhookBench, 'setting' | 'ledger' | 'inbox' | 'suspended'> {
  const { read } = db;
  return {
    setting: (key, orgId = ORG) =>
      read
        .select()
        .from(settings)
        .all()
        .find((row) => row.orgId === orgId && row.key === key)?.value ?? undefined,
    ledger: () =>
      Object.fromEntries(
        read
          .select()
          .from(processedWebhooks)
          .all()
          .map((row) => [row.svixMsgId, row.eventType]),
      ),
    inbox: (orgId = ORG) =>
      read
        .select()
        .from(notifications)
        .where(eq(notifications.orgId, orgId))
        .orderBy(asc(notifications.id))
        .all(),
    suspended: () =>
      read
        .select()
        .from(cameras)
        .all()
        .filter((row) => row.disabledByPlan)
        .map((row) => row.cameraId),
  };
}

function application(deps: IncomingWebhookRoutesDeps, addresses: ClientAddresses) {
  const { application, binder } = benchApplication({
    identity: {
      mode: deps.mode,
      identifyCached: () => undefined,
      identify: async () => ({ kind: 'anonymous' }),
    },
    addresses,
    log: deps.log,
  });
  incomingWebhookRoutes(binder, deps);
  return application;
}
