import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { CameraDirectory } from '../../../server/cameras/camera-directory.ts';
import { Liveness } from '../../../server/cameras/liveness.ts';
import type { Database } from '../../../server/db/database.ts';
import { openDatabase } from '../../../server/db/open-database.ts';
import { auditLog } from '../../../server/db/schema/logs.ts';
import { notifications } from '../../../server/db/schema/notifications.ts';
import { mcpApiKeys } from '../../../server/db/schema/organization.ts';
import { EventHub, type HubEvent } from '../../../server/events/event-hub.ts';
import { SessionWatch } from '../../../server/events/session-watch.ts';
import { IntegrationKeys } from '../../../server/integration/integration-keys.ts';
import { integrationKeyRoutes, integrationRoutes } from '../../../server/integration/integration-routes.ts';
import { createLogger } from '../../../server/log.ts';
import { AgentKeyAuth } from '../../../server/mcp/keys/agent-key-auth.ts';
import { agentKeyRoutes } from '../../../server/mcp/keys/agent-key-routes.ts';
import { motionRoutes } from '../../../server/motion/motion-routes.ts';
import { NodeConnections } from '../../../server/nodes/node-connections.ts';
import { NodeKeyRing } from '../../../server/nodes/node-key-ring.ts';
import { channelHeartbeat } from '../../../server/nodes/reports/channel-heartbeat.ts';
import { heartbeat } from '../../../server/nodes/reports/heartbeat-service.ts';
import { Notifier } from '../../../server/notifications/notifier.ts';
import { PlanService } from '../../../server/plans/plan-service.ts';
import {
  benchApplication,
  closeServer,
  listenOnLoopback,
  loopbackUrl,
} from '../../support/bench-application.ts';
import { nodeOf, openNodeChannel, storeFleet } from '../../support/fleet-rows.ts';
import { namedPeople } from '../../support/named-people.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { StreamReader } from '../../support/live-clients.ts';
import { TestClient } from '../../support/test-client.ts';
import { temporaryFolder } from '../../support/test-config.ts';
import type { ChannelEnd } from '../nodes/channel-bench.ts';

/** Two cameras of `org_1` on a node each, and one of `org_2`; all seen just now. */
export const GATE = 'aaaaaaaa_gate';
export const YARD = 'bbbbbbbb_yard';
export const FOREIGN = 'cccccccc_hall';
export const MOTION = '/api/integration/motion/stream';

/** A bearer token is the name of the person. */
const identity = namedPeople('free_org');

interface Options {
  readonly keepAliveMs?: number;
}

/** The integration API beside motion and agent keys, on real HTTP, with real node channels and a real database. */
export class IntegrationBench {
  readonly clock: FakeClock;
  readonly db: Database;
  readonly hub: EventHub;
  readonly keys: IntegrationKeys;
  readonly agentKeys: AgentKeyAuth;
  readonly connections: NodeConnections;
  readonly logLines: string[] = [];
  /** Runs between the check of a key and the answer. */
  afterKeyCheck: (() => Promise<unknown>) | undefined;
  readonly url: string;
  /** A heartbeat over HTTP of a node; answers what it shall record. */
  readonly heartbeat: (
    nodeId: string,
    body?: Readonly<Record<string, unknown>>,
  ) => Promise<Readonly<Record<string, boolean>>>;
  readonly #server: Server;
  readonly #release: () => void;

  private constructor(
    parts: {
      clock: FakeClock;
      db: Database;
      nodeKeys: NodeKeyRing;
      directory: CameraDirectory;
      server: Server;
    },
    options: Options,
    release: () => void,
  ) {
    const { clock, db, nodeKeys, directory, server } = parts;
    this.clock = clock;
    this.db = db;
    this.#server = server;
    this.#release = release;
    const log = createLogger('info', (line) => this.logLines.push(line));
    const hub = new EventHub({ log });
    this.hub = hub;
    const publish = (event: HubEvent) => hub.publish(event);
    const notifier = new Notifier({ db, clock, log, publish, followUps: [] });
    const core = { db, clock, log, publish, notifier };
    const liveness = new Liveness();
    const fetchBillingPlan = async () => undefined;
    const plans = new PlanService({ ...core, localPlan: undefined, fetchBillingPlan });
    const nodeVersions = () => ({ minSupported: '0.1.0', latest: '0.1.73' });
    const fleet = { ...core, keys: nodeKeys, directory, liveness, plans, nodeVersions };
    const beats = { ...fleet, onHeartbeat: async () => undefined };
    this.heartbeat = async (nodeId, body = {}) => {
      const sent = { node_id: nodeId, node_version: '0.1.73', ...body };
      return (await heartbeat(beats, `key-${nodeId}`, sent)).recording_state;
    };
    this.connections = new NodeConnections({
      ...fleet,
      onHeartbeat: (owner, report) => channelHeartbeat(beats, owner, report),
    });
    this.keys = new IntegrationKeys(core);
    this.agentKeys = new AgentKeyAuth(core);
    const { application, binder } = benchApplication({
      identity,
      nodeOfKey: (key) => nodeKeys.find(key),
      integrationOfKey: async (key) => {
        const caller = await this.keys.find(key);
        await this.afterKeyCheck?.();
        return caller;
      },
      log,
    });
    const { keepAliveMs } = options;
    const streams = { hub, ...(keepAliveMs === undefined ? {} : { keepAliveMs }) };
    const deps = {
      ...fleet,
      ...streams,
      integrationKeys: this.keys,
      connections: this.connections,
    };
    integrationKeyRoutes(binder, deps);
    integrationRoutes(binder, deps);
    motionRoutes(binder, { ...fleet, ...streams, sessions: new SessionWatch(identity) });
    agentKeyRoutes(binder, { ...core, tools: [] });
    server.on('request', application);
    server.on('upgrade', (request, socket, head) => this.connections.handleUpgrade(request, socket, head));
    this.url = loopbackUrl(server);
  }

  static async start(options: Options = {}): Promise<IntegrationBench> {
    const folder = temporaryFolder();
    const log = createLogger('silent');
    const clock = new FakeClock();
    const db = await openDatabase({ file: join(folder.path, 'test.db'), log, clock });
    const lastSeen = clock.now();
    const fleet = [
      { orgId: 'org_1', cameraId: GATE },
      { orgId: 'org_1', cameraId: YARD },
      { orgId: 'org_2', cameraId: FOREIGN },
    ];
    await storeFleet(db, fleet, lastSeen, ({ nodeId, cameraId }) => ({
      node: { name: `Node ${nodeId}`, status: 'online', lastSeen },
      camera: { name: `The ${cameraId}`, status: 'streaming', lastSeen },
    }));
    const nodeKeys = new NodeKeyRing({ db, clock, log });
    const directory = new CameraDirectory({ db, clock, log });
    await nodeKeys.load();
    await directory.load();
    const server = createServer();
    await listenOnLoopback(server);
    return new IntegrationBench({ clock, db, nodeKeys, directory, server }, options, folder[Symbol.dispose]);
  }

  as(name: 'admin' | 'member' | 'other' | 'nobody'): TestClient {
    return this.with(name);
  }

  /** A caller with this bearer token. */
  with(token: string): TestClient {
    return new TestClient(this.url, { authorization: `Bearer ${token}` });
  }

  /** A new key made over HTTP. */
  async key(
    name?: string,
    by: 'admin' | 'other' = 'admin',
  ): Promise<{ readonly id: number; readonly name: string; readonly key: string }> {
    const answer = await this.as(by).post('/api/integration/keys', name === undefined ? {} : { name });
    if (answer.status !== 200) throw new Error(`${answer.status} ${answer.text}`);
    return answer.json();
  }

  stream(key: string): Promise<StreamReader> {
    return StreamReader.open(this.with(key), MOTION);
  }

  /** Motion as a node reports it. */
  async motion(cameraId = GATE, score = 50): Promise<void> {
    const node = new TestClient(this.url, { 'x-node-api-key': `key-${cameraId.slice(0, 8)}` });
    const answer = await node.post(`/api/cameras/${cameraId}/motion`, { score });
    if (answer.status !== 200) throw new Error(`${answer.status} ${answer.text}`);
  }

  /** An open command channel of the node of a camera. */
  connect(cameraId = GATE): Promise<ChannelEnd> {
    return openNodeChannel(this.url, nodeOf(cameraId));
  }

  keyRows(): (typeof mcpApiKeys.$inferSelect)[] {
    return this.db.read.select().from(mcpApiKeys).orderBy(mcpApiKeys.id).all();
  }

  inbox(): (typeof notifications.$inferSelect)[] {
    return this.db.read.select().from(notifications).orderBy(notifications.id).all();
  }

  audit(): (typeof auditLog.$inferSelect)[] {
    return this.db.read.select().from(auditLog).orderBy(auditLog.id).all();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.hub.stop();
    await this.connections.dispose();
    await closeServer(this.#server);
    await this.db.close();
    this.#release();
  }
}
