import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { IdentityProvider } from '../../../server/auth/principal.ts';
import { insertAccount } from '../../../server/auth/local/account-repository.ts';
import { admitSession, openSession, type SignedIn } from '../../../server/auth/local/session-service.ts';
import { CameraDirectory } from '../../../server/cameras/camera-directory.ts';
import { cameraNodes, cameras } from '../../../server/db/schema/cameras.ts';
import type { Transaction } from '../../../server/db/database.ts';
import { writeSetting } from '../../../server/db/settings-repository.ts';
import { DashboardSockets } from '../../../server/events/dashboard-sockets.ts';
import { EventHub, type HubEvent } from '../../../server/events/event-hub.ts';
import { SessionWatch } from '../../../server/events/session-watch.ts';
import { ClientAddresses } from '../../../server/http/guard/client-address.ts';
import { HostNames } from '../../../server/http/guard/host-names.ts';
import { newUuid, sha256Hex } from '../../../server/ids.ts';
import { createLogger } from '../../../server/log.ts';
import { motionRoutes } from '../../../server/motion/motion-routes.ts';
import { inboxRoutes } from '../../../server/notifications/inbox/inbox-routes.ts';
import type { FollowUp } from '../../../server/notifications/notifier.ts';
import { snoozeRoutes } from '../../../server/notifications/snooze/snooze-routes.ts';
import { NodeKeyRing } from '../../../server/nodes/node-key-ring.ts';
import { LiveFeed } from '../../../server/streaming/notices/live-feed.ts';
import { SegmentCache } from '../../../server/streaming/segment-cache.ts';
import { benchApplication, listenOnLoopback, loopbackUrl } from '../../support/bench-application.ts';
import { TestClient } from '../../support/test-client.ts';
import { eventually } from '../../support/wait.ts';
import { openLocal, ORIGIN, type LocalFixture } from '../auth/local-fixture.ts';

/** Where everybody belongs. */
export const ORG = 'org_1';

export interface BenchOptions {
  /** Instead of local accounts. */
  readonly identity?: IdentityProvider;
  readonly keepAliveMs?: number;
  readonly timing?: { readonly pingEveryMs?: number; readonly authWithinMs?: number };
  readonly ownOrigins?: readonly string[];
  /** More work in the transaction of each notification. */
  readonly followUps?: readonly FollowUp[];
}

/** Motion, inbox and snooze routes and dashboard sockets on real HTTP, with real accounts and a real database. */
export class LiveBench {
  readonly accounts: LocalFixture;
  readonly hub: EventHub;
  readonly sessions: SessionWatch;
  readonly sockets: DashboardSockets;
  readonly keys: NodeKeyRing;
  readonly directory: CameraDirectory;
  readonly segments: SegmentCache;
  readonly feed: LiveFeed;
  readonly logLines: string[];
  readonly #server: Server;

  private constructor(accounts: LocalFixture, logLines: string[], options: BenchOptions) {
    this.accounts = accounts;
    this.logLines = logLines;
    const { db, clock, notifier } = accounts;
    const log = createLogger('info', (line) => this.logLines.push(line));
    const publish = (event: HubEvent): void => this.hub.publish(event);
    const core = { db, clock, log, publish, notifier };
    const identity = options.identity ?? accounts.identity;
    const addresses = new ClientAddresses([]);
    const ownOrigins = new Set(options.ownOrigins);
    this.hub = new EventHub(core);
    this.sessions = new SessionWatch(identity);
    this.keys = new NodeKeyRing(core);
    this.directory = new CameraDirectory(core);
    this.segments = new SegmentCache({ maxPerCamera: 60, maxTotalBytes: 64 * 1024 * 1024 }, clock);
    this.feed = new LiveFeed({ segments: this.segments, clock, log });
    const { hub, sessions, keys, directory } = this;
    this.sockets = new DashboardSockets({
      hub,
      sessions,
      identity,
      addresses,
      ownOrigins,
      log,
      version: '9.9.9',
      hostNames: new HostNames([], clock),
      live: {
        feed: this.feed,
        mayWatch: (orgId, cameraId) => directory.get(cameraId)?.orgId === orgId,
      },
      timing: options.timing ?? {},
    });
    const { application, binder } = benchApplication({
      identity,
      addresses,
      ownOrigins,
      nodeOfKey: (key) => keys.find(key),
      log,
    });
    const streams = {
      hub,
      sessions,
      ...(options.keepAliveMs === undefined ? {} : { keepAliveMs: options.keepAliveMs }),
    };
    motionRoutes(binder, { ...core, ...streams, keys, directory });
    inboxRoutes(binder, { ...core, ...streams, accountsIn: identity.mode });
    snoozeRoutes(binder, core);
    this.#server = createServer((request, response) => application(request, response));
    this.#server.on('upgrade', (request: IncomingMessage, socket, head) =>
      this.sockets.handleUpgrade(request, socket, head),
    );
  }

  static async start(options: BenchOptions = {}): Promise<LiveBench> {
    const logLines: string[] = [];
    let hub: EventHub | undefined;
    const accounts = await openLocal({
      publish: (event) => hub?.publish(event),
      followUps: options.followUps ?? [],
      log: createLogger('info', (line) => logLines.push(line)),
    });
    const bench = new LiveBench(accounts, logLines, options);
    hub = bench.hub;
    await listenOnLoopback(bench.#server);
    return bench;
  }

  get url(): string {
    return loopbackUrl(this.#server);
  }

  /** Somebody of organisation `org_1` with a session, without the second that a true password costs. */
  async person(role: 'admin' | 'member' = 'admin'): Promise<SignedIn> {
    const { db, clock, sessions } = this.accounts;
    const id = newUuid();
    const account = {
      id,
      orgId: ORG,
      email: `${id}@example.com`,
      name: 'Somebody',
      passwordHash: 'none',
      role,
      disabled: false,
      createdAt: clock.now(),
      lastSignInAt: null,
    };
    const opened = await db.write(async (tx) => {
      await insertAccount(tx, account);
      return openSession(tx, account, ORIGIN, clock.now());
    });
    return admitSession(sessions, opened);
  }

  client(token: string): TestClient {
    return new TestClient(this.url, { cookie: `sentinel_session=${token}` });
  }

  node(key: string): TestClient {
    return new TestClient(this.url, { 'x-node-api-key': key });
  }

  /** A node of an organisation with one camera; its key is `key-<nodeId>`. */
  async addNode(orgId: string, nodeId: string, cameraId: string): Promise<TestClient> {
    const key = `key-${nodeId}`;
    const createdAt = this.accounts.clock.now();
    await this.accounts.db.write(async (tx) => {
      const { id } = tx
        .insert(cameraNodes)
        .values({ nodeId, orgId, name: nodeId, apiKeyHash: sha256Hex(key), createdAt })
        .returning({ id: cameraNodes.id })
        .get();
      tx.insert(cameras)
        .values({ cameraId, orgId, nodeId: id, name: `The ${cameraId}`, createdAt })
        .run();
    });
    await this.keys.load();
    await this.directory.load();
    return this.node(key);
  }

  async set(orgId: string, key: string, value: string): Promise<void> {
    const now = this.accounts.clock.now();
    await this.write((tx) => writeSetting(tx, { orgId, key, value }, now));
  }

  write<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    return this.accounts.db.write(work);
  }

  motion(orgId: string, cameraId = 'cam_1', score = 50): void {
    const timestamp = '2026-03-01T12:00:00.000Z';
    this.hub.publish({
      orgId,
      audience: 'all',
      message: { type: 'motion', camera_id: cameraId, node_id: 'node_1', score, timestamp },
    });
  }

  /** Publishes events of 64 KiB, letting `others` catch up after every few, until `isDone`. */
  async flood(orgId: string, isDone: () => boolean, others: (published: number) => boolean): Promise<number> {
    const cameraId = 'c'.repeat(65_536);
    let published = 0;
    while (!isDone()) {
      for (let count = 0; count < 10; count += 1) this.motion(orgId, cameraId);
      published += 10;
      const sofar = published;
      await eventually('the quick ones catch up', () => others(sofar));
    }
    return published;
  }

  nodeState(orgId: string): HubEvent {
    return { orgId, audience: 'admin', message: { type: 'node', node_id: 'node_1', status: 'offline' } };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    await this.sockets.dispose();
    this.hub.stop();
    this.#server.closeAllConnections();
    await closed;
    await this.accounts[Symbol.asyncDispose]();
  }
}
