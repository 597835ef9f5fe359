import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import type { Incident } from '../../../server/contract/incidents/incidents.ts';
import type { Database } from '../../../server/db/database.ts';
import { openDatabase } from '../../../server/db/open-database.ts';
import { auditLog } from '../../../server/db/schema/logs.ts';
import { notifications } from '../../../server/db/schema/notifications.ts';
import type { HubEvent } from '../../../server/events/event-hub.ts';
import type { EvidenceDeps } from '../../../server/incidents/evidence/evidence-service.ts';
import type { IncidentAuthor } from '../../../server/incidents/incident-author.ts';
import { incidentRoutes } from '../../../server/incidents/incident-routes.ts';
import { createLogger } from '../../../server/log.ts';
import { NodeConnections } from '../../../server/nodes/node-connections.ts';
import { NodeKeyRing } from '../../../server/nodes/node-key-ring.ts';
import { Notifier, type FollowUp } from '../../../server/notifications/notifier.ts';
import { SegmentCache } from '../../../server/streaming/segment-cache.ts';
import {
  benchApplication,
  closeServer,
  listenOnLoopback,
  loopbackUrl,
} from '../../support/bench-application.ts';
import { nodeOf, openNodeChannel, storeFleet } from '../../support/fleet-rows.ts';
import { namedPeople } from '../../support/named-people.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { TestClient, type Answer } from '../../support/test-client.ts';
import { temporaryFolder } from '../../support/test-config.ts';
import type { ChannelEnd } from '../nodes/channel-bench.ts';

/** Two cameras of `org_1` on a node each, and one of `org_2`. */
export const GATE = 'aaaaaaaa_gate';
export const YARD = 'bbbbbbbb_yard';
export const FOREIGN = 'cccccccc_hall';

/** A bearer token is the name of the person. */
const identity = namedPeople('self_hosted');

/** An agent of an organisation; `cameraIds` when its key is limited to these. */
export function agent(orgId = 'org_1', cameraIds?: readonly string[], key = 'Scout'): IncidentAuthor {
  const tag = `mcp:${key}`;
  const credential = `key:${key}`;
  const limit = cameraIds === undefined ? undefined : { cameraIds, credential };
  return { orgId, tag, credential, name: key, auditActor: { label: tag }, address: undefined, limit };
}

/** Incidents on real HTTP, with real node channels, a real segment cache and a real database. */
export class IncidentBench {
  readonly clock = new FakeClock();
  readonly segments = new SegmentCache({ maxPerCamera: 100, maxTotalBytes: 256 * 1024 * 1024 }, this.clock);
  readonly events: HubEvent[] = [];
  readonly db: Database;
  readonly connections: NodeConnections;
  readonly deps: EvidenceDeps;
  readonly url: string;
  /** More work in the transaction of each notification. */
  followUp: FollowUp | undefined;
  /** Replaces the time nodes have to answer. */
  commandTimeoutMs: number | undefined;
  /** Time-outs that commands were sent with, ms. */
  readonly timeouts: (number | undefined)[] = [];
  readonly #server: Server;
  readonly #release: () => void;

  private constructor(parts: { db: Database; keys: NodeKeyRing; server: Server }, release: () => void) {
    const { db, keys, server } = parts;
    const { clock, segments } = this;
    this.db = db;
    this.#server = server;
    this.#release = release;
    const log = createLogger('silent');
    const publish = (event: HubEvent) => void this.events.push(event);
    const followUps: FollowUp[] = [async (tx, stored) => this.followUp?.(tx, stored)];
    const notifier = new Notifier({ db, clock, log, publish, followUps });
    this.connections = new NodeConnections({
      clock,
      log,
      keys,
      onHeartbeat: async () => ({ timestamp: clock.now().toISOString() }),
    });
    const connections = { send: this.#send.bind(this) };
    this.deps = { db, clock, log, publish, notifier, connections, segments };
    const { application, binder } = benchApplication({ identity, log });
    incidentRoutes(binder, this.deps);
    server.on('request', application);
    server.on('upgrade', (request, socket, head) => this.connections.handleUpgrade(request, socket, head));
    this.url = loopbackUrl(server);
  }

  static async start(): Promise<IncidentBench> {
    const folder = temporaryFolder();
    const log = createLogger('silent');
    const clock = new FakeClock();
    const db = await openDatabase({ file: join(folder.path, 'test.db'), log, clock });
    const fleet = [
      { orgId: 'org_1', cameraId: GATE },
      { orgId: 'org_1', cameraId: YARD },
      { orgId: 'org_2', cameraId: FOREIGN },
    ];
    await storeFleet(db, fleet, clock.now());
    const keys = new NodeKeyRing({ db, clock, log });
    await keys.load();
    const server = createServer();
    await listenOnLoopback(server);
    return new IncidentBench({ db, keys, server }, folder[Symbol.dispose]);
  }

  get admin(): TestClient {
    return this.as('admin');
  }

  as(name: 'admin' | 'member' | 'other' | 'nobody'): TestClient {
    return new TestClient(this.url, { authorization: `Bearer ${name}` });
  }

  patch(id: number, body: unknown): Promise<Answer> {
    return this.admin.ask('PATCH', `/api/incidents/${id}`, { body });
  }

  /** Files an incident as the administrator and forgets what was told about it. */
  async filed(fields: Readonly<Record<string, unknown>> = {}): Promise<Incident> {
    const answer = await this.admin.post('/api/incidents', {
      title: 'Gate open',
      summary: 'Since 2 am.',
      ...fields,
    });
    if (answer.status !== 201) throw new Error(`Filing failed: ${answer.status} ${answer.text}`);
    this.events.splice(0);
    return answer.json<Incident>();
  }

  /** An open command channel of the node of a camera. */
  connect(cameraId = GATE): Promise<ChannelEnd> {
    return openNodeChannel(this.url, nodeOf(cameraId));
  }

  /** Puts numbered segments of live video into the cache, a second apart; each holds its number unless given. */
  push(cameraId: string, numbers: readonly number[], bytes?: (number: number) => Buffer): void {
    this.segments.open(cameraId, 1);
    for (const number of numbers) {
      this.clock.advance(1_000);
      const body = bytes?.(number) ?? Buffer.from(`[${number}]`);
      this.segments.put(cameraId, segmentName(number), number, body, this.clock.monotonicMs());
    }
  }

  /** Says how long segments are, as the playlist of a node does. */
  describe(cameraId: string, lengths: ReadonlyMap<number, number>): void {
    const lines = [...lengths].map(([number, seconds]) => `#EXTINF:${seconds},\n${segmentName(number)}\n`);
    this.segments.acceptPlaylist(cameraId, `#EXTM3U\n${lines.join('')}`, this.clock.monotonicMs());
  }

  inbox(): (typeof notifications.$inferSelect)[] {
    return this.db.read.select().from(notifications).orderBy(notifications.id).all();
  }

  audit(): (typeof auditLog.$inferSelect)[] {
    return this.db.read.select().from(auditLog).orderBy(auditLog.id).all();
  }

  /** What dashboards were told since the last call, in order. */
  told(): string[] {
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

export function segmentName(number: number): string {
  return `segment_${String(number).padStart(5, '0')}.ts`;
}

/** Whole numbers from `first` to `last`. */
export function numbers(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
