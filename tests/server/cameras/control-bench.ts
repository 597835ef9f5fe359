import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import express from 'express';
import { WebSocket } from 'ws';
import type { IdentityProvider, Principal } from '../../../server/auth/principal.ts';
import { CameraDirectory } from '../../../server/cameras/camera-directory.ts';
import { cameraRoutes } from '../../../server/cameras/camera-routes.ts';
import { groupRoutes } from '../../../server/cameras/groups/group-routes.ts';
import { Liveness } from '../../../server/cameras/liveness.ts';
import { recordingRoutes } from '../../../server/cameras/recording/recording-routes.ts';
import type { Database } from '../../../server/db/database.ts';
import { openDatabase } from '../../../server/db/open-database.ts';
import { cameraNodes, cameras } from '../../../server/db/schema/cameras.ts';
import { auditLog } from '../../../server/db/schema/logs.ts';
import type { HubEvent } from '../../../server/events/event-hub.ts';
import { expressBinder } from '../../../server/http/express-binder.ts';
import { ClientAddresses } from '../../../server/http/guard/client-address.ts';
import { RateLimits } from '../../../server/http/guard/rate-limits.ts';
import { sendError } from '../../../server/http/send.ts';
import { sha256Hex } from '../../../server/ids.ts';
import { createLogger } from '../../../server/log.ts';
import { archiveRoutes } from '../../../server/nodes/archive/archive-routes.ts';
import { isPrivateAddress } from '../../../server/nodes/archive/private-address.ts';
import { NodeConnections } from '../../../server/nodes/node-connections.ts';
import { NodeKeyRing } from '../../../server/nodes/node-key-ring.ts';
import { heartbeat } from '../../../server/nodes/reports/heartbeat-service.ts';
import { PlanService } from '../../../server/plans/plan-service.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { TestClient } from '../../support/test-client.ts';
import { temporaryFolder } from '../../support/test-config.ts';
import { ChannelEnd } from '../nodes/channel-bench.ts';

export const NODE = 'aaaaaaaa';
export const GATE = 'aaaaaaaa_gate';
export const YARD = 'bbbbbbbb_yard';
export const FOREIGN = 'cccccccc_hall';

const PEOPLE: Readonly<Record<string, { orgId: string; role: 'admin' | 'member' }>> = {
  admin: { orgId: 'org_1', role: 'admin' },
  member: { orgId: 'org_1', role: 'member' },
  other: { orgId: 'org_2', role: 'admin' },
};

function principalOf(name: string): Principal | undefined {
  const person = PEOPLE[name];
  if (person === undefined) return undefined;
  const { orgId, role } = person;
  const email = `${name}@example.com`;
  const isAdmin = role === 'admin';
  const claims = { plan: 'self_hosted', features: [], sessionId: undefined, via: 'bearer' as const };
  return { userId: `user_${name}`, orgId, orgName: orgId, email, name, role, isAdmin, ...claims };
}

/** A bearer token is the name of the person. */
const identity: IdentityProvider = {
  mode: 'local',
  identifyCached: ({ bearer }) => {
    const principal = principalOf(bearer ?? '');
    return principal === undefined ? { kind: 'anonymous' } : { kind: 'signed-in', principal };
  },
  identify: () => Promise.resolve({ kind: 'anonymous' }),
};

export interface BenchOptions {
  /** Whether the archive may fetch from an address; the real rule unless replaced. */
  readonly lanAddressRule?: (address: string) => boolean;
  readonly relayTiming?: { readonly connectMs: number; readonly totalMs: number };
  /** Replaces the time nodes have to answer. */
  readonly commandTimeoutMs?: number;
}

/** Cameras, groups, recording and archive on real HTTP, real channels and a real database. */
export class ControlBench {
  readonly clock: FakeClock;
  readonly db: Database;
  readonly liveness = new Liveness();
  readonly connections: NodeConnections;
  readonly events: HubEvent[] = [];
  /** Time-outs that commands were sent with, ms. */
  readonly timeouts: (number | undefined)[] = [];
  readonly url: string;
  /** A heartbeat of the first node; answers what it shall record. */
  readonly heartbeat: () => Promise<Readonly<Record<string, boolean>>>;
  readonly #server: Server;
  readonly #release: () => void;

  private constructor(
    parts: { clock: FakeClock; db: Database; keys: NodeKeyRing; directory: CameraDirectory; server: Server },
    options: BenchOptions,
    release: () => void,
  ) {
    const { clock, db, keys, directory, server } = parts;
    this.clock = clock;
    this.db = db;
    this.#server = server;
    this.#release = release;
    const log = createLogger('silent');
    const onHeartbeat = async () => ({ timestamp: clock.now().toISOString() });
    this.connections = new NodeConnections({ clock, log, keys, onHeartbeat });
    const router = express.Router({ caseSensitive: true });
    const binder = expressBinder(router, {
      identity,
      addresses: new ClientAddresses([]),
      rateLimits: new RateLimits(),
      ownOrigins: new Set(),
      nodeOfKey: (key) => keys.find(key),
      integrationOfKey: () => Promise.resolve(undefined),
      isAgentService: () => false,
      requireBilling: () => Promise.resolve(),
    });
    const deps = {
      db,
      clock,
      log,
      keys,
      directory,
      liveness: this.liveness,
      publish: (event: HubEvent) => void this.events.push(event),
      connections: { send: this.#send(options.commandTimeoutMs) },
      lanAddressRule: options.lanAddressRule ?? isPrivateAddress,
      ...(options.relayTiming === undefined ? {} : { relayTiming: options.relayTiming }),
    };
    const fetchBillingPlan = () => Promise.resolve(undefined);
    const plans = new PlanService({ db, clock, log, localPlan: 'self_hosted', fetchBillingPlan });
    const nodeVersions = () => ({ minSupported: '0.1.0', latest: '0.1.73' });
    const beat = { ...deps, plans, nodeVersions, onHeartbeat: () => Promise.resolve() };
    this.heartbeat = async () => (await heartbeat(beat, `key-${NODE}`, { node_id: NODE })).recording_state;
    cameraRoutes(binder, deps);
    recordingRoutes(binder, deps);
    groupRoutes(binder, deps);
    archiveRoutes(binder, deps);
    const application = express();
    application.use(router);
    application.use(
      (error: unknown, _request: express.Request, response: express.Response, _next: express.NextFunction) =>
        sendError(response, error, log),
    );
    server.on('request', application);
    server.on('upgrade', (request, socket, head) => this.connections.handleUpgrade(request, socket, head));
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  /** Two nodes with a camera each in `org_1`, one in `org_2`; all seen just now. */
  static async start(options: BenchOptions = {}): Promise<ControlBench> {
    const folder = temporaryFolder();
    const log = createLogger('silent');
    const clock = new FakeClock();
    const db = await openDatabase({ file: join(folder.path, 'test.db'), log, clock });
    const keys = new NodeKeyRing({ db, clock, log });
    const directory = new CameraDirectory({ db, clock, log });
    await db.write(async (tx) => {
      const seeds = [
        { nodeId: 'aaaaaaaa', orgId: 'org_1', cameraId: GATE },
        { nodeId: 'bbbbbbbb', orgId: 'org_1', cameraId: YARD },
        { nodeId: 'cccccccc', orgId: 'org_2', cameraId: FOREIGN },
      ];
      const now = clock.now();
      const seen = { status: 'online', lastSeen: now, createdAt: now };
      for (const { nodeId, orgId, cameraId } of seeds) {
        const apiKeyHash = sha256Hex(`key-${nodeId}`);
        const row = { nodeId, orgId, apiKeyHash, name: nodeId, ...seen };
        const node = tx.insert(cameraNodes).values(row).returning({ id: cameraNodes.id }).get();
        tx.insert(cameras)
          .values({ cameraId, orgId, nodeId: node.id, name: cameraId, ...seen })
          .run();
      }
    });
    await keys.load();
    await directory.load();
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new ControlBench({ clock, db, keys, directory, server }, options, folder[Symbol.dispose]);
  }

  get admin(): TestClient {
    return this.as('admin');
  }

  as(name: 'admin' | 'member' | 'other' | 'nobody'): TestClient {
    return new TestClient(this.url, { authorization: `Bearer ${name}` });
  }

  /** An open command channel of a node. */
  async connect(nodeId = NODE): Promise<ChannelEnd> {
    const headers = { 'x-node-id': nodeId, 'x-node-api-key': `key-${nodeId}` };
    const end = new ChannelEnd(new WebSocket(`${this.url.replace('http', 'ws')}/ws/node`, { headers }));
    await once(end.socket, 'open');
    return end;
  }

  /** Event and details of the audit rows so far. */
  audit(): { event: string; username: string | null; details: unknown }[] {
    const rows = this.db.read.select().from(auditLog).orderBy(auditLog.id).all();
    return rows.map(({ event, username, details }) => {
      return { event, username, details: details === null ? null : (JSON.parse(details) as unknown) };
    });
  }

  /** What dashboards were told to ask for again since the last call, in order. */
  changes(): string[] {
    return this.events.splice(0).map(({ orgId, audience, message }) => {
      const what = message.type === 'changed' ? message.what : message.type;
      return `${orgId} ${audience} ${what}`;
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.connections.dispose();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
    await this.db.close();
    this.#release();
  }

  #send(timeoutMs: number | undefined): NodeConnections['send'] {
    return (nodeId, command, payload, options) => {
      this.timeouts.push(options?.timeoutMs);
      const replaced = timeoutMs === undefined ? options : { timeoutMs };
      return this.connections.send(nodeId, command, payload, replaced);
    };
  }
}
