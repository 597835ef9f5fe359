import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { Identified, IdentityProvider } from '../../../../server/auth/principal.ts';
import type { Webhook, WebhookDelivery } from '../../../../server/contract/notifications/webhooks.ts';
import type { Database } from '../../../../server/db/database.ts';
import { openDatabase } from '../../../../server/db/open-database.ts';
import { webhookDeliveries } from '../../../../server/db/schema/delivery.ts';
import type { HubEvent } from '../../../../server/events/event-hub.ts';
import { createLogger } from '../../../../server/log.ts';
import { Notifier, type Notice } from '../../../../server/notifications/notifier.ts';
import { loadInstallationSecret } from '../../../../server/secrets/installation-secret.ts';
import {
  systemResolve,
  type AddressRules,
} from '../../../../server/webhooks/outgoing/sending/webhook-address.ts';
import { WebhookWorker } from '../../../../server/webhooks/outgoing/sending/webhook-worker.ts';
import { queueWebhooks } from '../../../../server/webhooks/outgoing/webhook-queue.ts';
import { webhookRoutes } from '../../../../server/webhooks/outgoing/webhook-routes.ts';
import type { WebhookDeps } from '../../../../server/webhooks/outgoing/webhook-service.ts';
import { benchApplication, closeServer, listenOnLoopback } from '../../../support/bench-application.ts';
import { FakeClock } from '../../../support/fake-clock.ts';
import { TestClient } from '../../../support/test-client.ts';
import { temporaryFolder } from '../../../support/test-config.ts';

export const ORG = 'org_1';
export const INSTALLATION = 'http://192.168.1.20:8000';

export interface WebhookBenchOptions {
  readonly resolve?: AddressRules['resolve'];
  readonly timeoutMs?: number;
}

export interface CreatedWebhook {
  readonly webhook: Webhook;
  readonly secret: string;
}

/** Everybody is who their bearer token says: organisation and role, separated by a slash. */
const identity: IdentityProvider = {
  mode: 'local',
  identifyCached: ({ bearer = '' }): Identified => {
    const [orgId = '', role = ''] = bearer.split('/');
    if (role !== 'admin' && role !== 'member') return { kind: 'anonymous' };
    const person = { userId: `${role}@${orgId}`, email: `${role}@example.com`, name: role };
    const plan = { plan: 'self_hosted', features: [], sessionId: undefined, via: 'bearer' as const };
    const principal = { ...person, ...plan, orgId, orgName: orgId, role, isAdmin: role === 'admin' } as const;
    return { kind: 'signed-in', principal };
  },
  identify: async (credentials) => identity.identifyCached(credentials) ?? { kind: 'anonymous' },
};

/** Outgoing webhooks with a real database, real HTTP and a clock that is moved by hand. */
export class WebhookBench {
  /** Begins now, so that receivers find the signatures fresh. */
  readonly clock = new FakeClock(new Date().toISOString());
  readonly db: Database;
  readonly deps: WebhookDeps;
  readonly notifier: Notifier;
  readonly published: HubEvent[] = [];
  readonly logLines: string[];
  worker: WebhookWorker;
  #stop = new AbortController();
  readonly #server: Server;
  readonly #folder: ReturnType<typeof temporaryFolder>;

  private constructor(
    db: Database,
    folder: ReturnType<typeof temporaryFolder>,
    log: { readonly lines: string[]; readonly logger: Logger },
    options: WebhookBenchOptions,
  ) {
    this.db = db;
    this.#folder = folder;
    this.logLines = log.lines;
    const core = {
      db,
      clock: this.clock,
      log: log.logger,
      publish: (event: HubEvent): void => void this.published.push(event),
    };
    this.deps = {
      ...core,
      secret: loadInstallationSecret(folder.path),
      addressRules: { ownPort: () => this.ownPort, resolve: options.resolve ?? systemResolve },
      timeoutMs: options.timeoutMs ?? 10_000,
      linkBase: () => INSTALLATION,
    };
    this.notifier = new Notifier({ ...core, followUps: [queueWebhooks(this.deps)] });
    this.worker = new WebhookWorker(this.deps);
    const { application, binder } = benchApplication({ identity, log: log.logger });
    webhookRoutes(binder, this.deps);
    this.#server = createServer((request, response) => application(request, response));
  }

  static async start(options: WebhookBenchOptions = {}): Promise<WebhookBench> {
    const folder = temporaryFolder();
    const lines: string[] = [];
    const logger = createLogger('info', (line) => lines.push(line));
    const clock = new FakeClock();
    const db = await openDatabase({ file: join(folder.path, 'test.db'), log: logger, clock });
    const bench = new WebhookBench(db, folder, { lines, logger }, options);
    await listenOnLoopback(bench.#server);
    return bench;
  }

  get dataDir(): string {
    return this.#folder.path;
  }

  /** Port of the server itself, which no webhook may lead to. */
  get ownPort(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  client(who = `${ORG}/admin`): TestClient {
    return new TestClient(`http://127.0.0.1:${this.ownPort}`, { authorization: `Bearer ${who}` });
  }

  /** Adds a webhook as the administrator. */
  async add(url: string, changes: Record<string, unknown> = {}, orgId = ORG): Promise<CreatedWebhook> {
    const body = { name: 'Home automation', url, ...changes };
    const answer = await this.client(`${orgId}/admin`).post('/api/settings/webhooks', body);
    if (answer.status !== 200) throw new Error(`Adding a webhook failed: ${answer.status} ${answer.text}`);
    return answer.json<CreatedWebhook>();
  }

  async view(id: string): Promise<Webhook | undefined> {
    const answer = await this.client().get('/api/settings/webhooks');
    return answer.json<{ webhooks: Webhook[] }>().webhooks.find((webhook) => webhook.id === id);
  }

  async deliveries(id: string): Promise<WebhookDelivery[]> {
    const answer = await this.client().get(`/api/settings/webhooks/${id}/deliveries`);
    return answer.json<{ deliveries: WebhookDelivery[] }>().deliveries;
  }

  /** Tells the organisation something. */
  async notify(changes: Partial<Notice> = {}): Promise<void> {
    const notice = {
      orgId: ORG,
      kind: 'motion',
      title: 'Motion on Door',
      body: '41 %',
      severity: 'info',
    } as const;
    await this.notifier.notify({ ...notice, ...changes });
  }

  /** One turn of the worker, until everything it began has ended. */
  async turn(): Promise<void> {
    await this.worker.tick(this.#stop.signal);
    await this.worker.idle();
  }

  /** Begins a turn and does not wait for it. */
  async begin(): Promise<void> {
    await this.worker.tick(this.#stop.signal);
  }

  /** Stops the worker as the end of the program does, and starts another one. */
  async restart(): Promise<void> {
    this.#stop.abort();
    await this.worker.idle();
    this.forgetWorker();
  }

  /** Another worker, as if the former one's process had died: whatever that does later is not waited for. */
  forgetWorker(): void {
    this.#stop = new AbortController();
    this.worker = new WebhookWorker(this.deps);
  }

  rows(): (typeof webhookDeliveries.$inferSelect)[] {
    return this.db.read.select().from(webhookDeliveries).all();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    await this.worker.idle();
    await closeServer(this.#server);
    await this.db.close();
    this.#folder[Symbol.dispose]();
  }
}
