import { join } from 'node:path';
import { Writable } from 'node:stream';
import pino, { type Logger } from 'pino';
import { Liveness } from '../../../server/cameras/liveness.ts';
import type { Database } from '../../../server/db/database.ts';
import { openDatabase } from '../../../server/db/open-database.ts';
import { cameraNodes, cameras } from '../../../server/db/schema/cameras.ts';
import { notifications } from '../../../server/db/schema/notifications.ts';
import { writeSetting } from '../../../server/db/settings-repository.ts';
import type { HubEvent } from '../../../server/events/event-hub.ts';
import { Notifier } from '../../../server/notifications/notifier.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { temporaryFolder } from '../../support/test-config.ts';

export const ORG = 'org_1';

type NodeValues = Partial<typeof cameraNodes.$inferInsert>;
type CameraValues = Partial<typeof cameras.$inferInsert>;

/** A real database, a clock that is moved by hand, and a log that is kept. */
export class UpkeepBench {
  readonly clock = new FakeClock();
  readonly liveness = new Liveness();
  readonly lines: Record<string, unknown>[] = [];
  readonly log: Logger = pino(
    { level: 'debug' },
    new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        this.lines.push(JSON.parse(chunk.toString()) as Record<string, unknown>);
        done();
      },
    }),
  );
  readonly db: Database;
  readonly notifier: Notifier;
  /** What dashboards were told. */
  readonly published: HubEvent[] = [];
  readonly #folder: ReturnType<typeof temporaryFolder>;

  private constructor(db: Database, folder: ReturnType<typeof temporaryFolder>) {
    this.db = db;
    const publish = (event: HubEvent): void => void this.published.push(event);
    this.notifier = new Notifier({ db, clock: this.clock, log: this.log, publish, followUps: [] });
    this.#folder = folder;
  }

  static async start(): Promise<UpkeepBench> {
    const folder = temporaryFolder();
    const log = pino({ level: 'silent' });
    const db = await openDatabase({ file: join(folder.path, 'test.db'), log, clock: new FakeClock() });
    return new UpkeepBench(db, folder);
  }

  /** The moment `seconds` ago. */
  ago(seconds: number): Date {
    return new Date(this.clock.now().getTime() - seconds * 1000);
  }

  async addNode(nodeId: string, values: NodeValues = {}): Promise<void> {
    const node = {
      nodeId,
      orgId: ORG,
      apiKeyHash: `hash of ${nodeId}`,
      name: 'Yard',
      status: 'online',
      createdAt: this.clock.now(),
      lastSeen: this.clock.now(),
      ...values,
    };
    await this.db.write(async (tx) => void tx.insert(cameraNodes).values(node).run());
  }

  async addCamera(cameraId: string, values: CameraValues = {}): Promise<void> {
    const camera = {
      cameraId,
      orgId: ORG,
      nodeId: 1,
      name: `Camera ${cameraId}`,
      status: 'streaming',
      createdAt: this.clock.now(),
      lastSeen: this.clock.now(),
      ...values,
    };
    await this.db.write(async (tx) => void tx.insert(cameras).values(camera).run());
  }

  async set(key: string, value: string, orgId = ORG): Promise<void> {
    await this.db.write((tx) => writeSetting(tx, { orgId, key, value }, this.clock.now()));
  }

  /** Public id → stored status of all nodes and cameras. */
  statuses(): Record<string, string> {
    const nodes = this.db.read.select().from(cameraNodes).all();
    const rows = this.db.read.select().from(cameras).all();
    return Object.fromEntries([
      ...nodes.map(({ nodeId, status }) => [nodeId, status] as const),
      ...rows.map(({ cameraId, status }) => [cameraId, status] as const),
    ]);
  }

  notices() {
    return this.db.read.select().from(notifications).orderBy(notifications.id).all();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.db.close();
    this.#folder[Symbol.dispose]();
  }
}
