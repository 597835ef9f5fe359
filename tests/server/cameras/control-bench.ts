import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { CameraDirectory } from '../../../server/cameras/camera-directory.ts';
import { cameraRoutes } from '../../../server/cameras/camera-routes.ts';
import { groupRoutes } from '../../../server/cameras/groups/group-routes.ts';
import { Liveness } from '../../../server/cameras/liveness.ts';
import { recordingRoutes } from '../../../server/cameras/recording/recording-routes.ts';
import type { Database } from '../../../server/db/database.ts';
import { openDatabase } from '../../../server/db/open-database.ts';
import { auditLog } from '../../../server/db/schema/logs.ts';
import type { HubEvent } from '../../../server/events/event-hub.ts';
import { createLogger } from '../../../server/log.ts';
import { archiveRoutes } from '../../../server/nodes/archive/archive-routes.ts';
import { isPrivateAddress } from '../../../server/nodes/archive/private-address.ts';
import { NodeConnections } from '../../../server/nodes/node-connections.ts';
import { NodeKeyRing } from '../../../server/nodes/node-key-ring.ts';
import { heartbeat } from '../../../server/nodes/reports/heartbeat-service.ts';
import { PlanService } from '../../../server/plans/plan-service.ts';
import {
  benchApplication,
  closeServer,
  listenOnLoopback,
  loopbackUrl,
} from '../../support/bench-application.ts';
import { openNodeChannel, storeFleet } from '../../support/fleet-rows.ts';
import { namedPeople } from '../../support/named-people.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { TestClient } from '../../support/test-client.ts';
import { temporaryFolder } from '../../support/test-config.ts';
import type { ChannelEnd } from '../nodes/channel-bench.ts';

export const NODE = 'aaaaaaaa';
export const GATE = 'aaaaaaaa_gate';
export const YARD = 'bbbbbbbb_yard';
export const FOREIGN = 'cccccccc_hall';

/** A bearer token is the name of the person. */
const identity = namedPeople('self_hosted');

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
  /** Replaces the time nodes have to answer. */
  commandTimeoutMs: number | undefined;
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
    this.commandTimeoutMs = options.commandTimeoutMs;
    const log = createLogger('silent');
    const onHeartbeat = async () => ({ timestamp: clock.now().toISOString() });
    this.connections = new NodeConnections({ clock, log, keys, onHeartbeat });
    const { application, binder } = benchApplication({ identity, nodeOfKey: (key) => keys.find(key), log });
    const deps = {
      db,
      clock,
      log,
      keys,
      directory,
      liveness: this.liveness,
      publish: (event: HubEvent) => void this.events.push(event),
      connections: { send: this.#send.bind(this) },
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
    server.on('request', application);
    server.on('upgrade', (request, socket, head) => this.connections.handleUpgrade(request, socket, head));
    this.url = loopbackUrl(server);
  }

  /** Two nodes with a camera each in `org_1`, one in `org_2`; all seen just now. */
  static async start(options: BenchOptions = {}): Promise<ControlBench> {
    const folder = temporaryFolder();
    const log = createLogger('silent');
    const clock = new FakeClock();
    const db = await openDatabase({ file: join(folder.path, 'test.db'), log, clock });
    const keys = new NodeKeyRing({ db, clock, log });
    const directory = new CameraDirectory({ db, clock, log });
    const seen = { status: 'online', lastSeen: clock.now() };
    const fleet = [
      { orgId: 'org_1', cameraId: GATE },
      { orgId: 'org_1', cameraId: YARD },
      { orgId: 'org_2', cameraId: FOREIGN },
    ];
    await storeFleet(db, fleet, clock.now(), () => ({ node: seen, camera: seen }));
    await keys.load();
    await directory.load();
    const server = createServer();
    await listenOnLoopback(server);
    return new ControlBench({ clock, db, keys, directory, server }, options, folder[Symbol.dispose]);
  }

  get admin(): TestClient {
    return this.as('admin');
  }

  as(name: 'admin' | 'member' | 'other' | 'nobody'): TestClient {
    return new TestClient(this.url, { authorization: `Bearer ${name}` });
  }

  /** An open command channel of a node. */
  connect(nodeId = NODE): Promise<ChannelEnd> {
    return openNodeChannel(this.url, nodeId);
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
    await closeServer(this.#server);
    await this.db.close();
    this.#release();
  }

  #send(...[nodeId, command, payload, options]: Parameters<NodeConnections['send']>) {
    this.timeouts.push(options?.timeoutMs);
    const replaced = this.commandTimeoutMs === undefined ? options : { timeoutMs: this.commandTimeoutMs };
    return this.connections.send(nodeId, command, payload, replaced);
  }
}
