import { join } from 'node:path';
import pino from 'pino';
import { describe, expect, it } from 'vitest';
import { CameraDirectory, SEQUENCE_BLOCK } from '../../../server/cameras/camera-directory.ts';
import type { Database } from '../../../server/db/database.ts';
import { eq } from '../../../server/db/drizzle.ts';
import { openDatabase } from '../../../server/db/open-database.ts';
import { cameraNodes, cameras } from '../../../server/db/schema/cameras.ts';
import { AppError } from '../../../server/http/app-error.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { temporaryFolder } from '../../support/test-config.ts';
import { eventually } from '../../support/wait.ts';

const NOW = new Date('2026-03-01T12:00:00Z');

/** A database with one node and one camera, and a switch that makes it refuse writes as a full disk does. */
class Bench {
  readonly clock = new FakeClock();
  readonly log = pino({ level: 'silent' });
  readonly #folder: ReturnType<typeof temporaryFolder>;
  readonly #db: Database;
  diskFull = false;

  private constructor(db: Database, folder: ReturnType<typeof temporaryFolder>) {
    this.#db = db;
    this.#folder = folder;
  }

  static async start(): Promise<Bench> {
    const folder = temporaryFolder();
    const log = pino({ level: 'silent' });
    const db = await openDatabase({ file: join(folder.path, 'test.db'), log, clock: new FakeClock() });
    const bench = new Bench(db, folder);
    await db.write(async (tx) => {
      const node = { nodeId: 'aaaaaaaa', orgId: 'org_1', apiKeyHash: 'hash', name: 'Yard', createdAt: NOW };
      tx.insert(cameraNodes).values(node).run();
    });
    return bench;
  }

  /** A directory as a new process would build it. */
  directory(): CameraDirectory {
    const write: Database['write'] = (work) =>
      this.diskFull
        ? Promise.reject(AppError.coded(507, 'storage_unavailable', 'full'))
        : this.#db.write(work);
    const { read } = this.#db;
    const db: Database = { read, write, writesFailing: false, close: () => Promise.resolve() };
    return new CameraDirectory({ db, clock: this.clock, log: this.log });
  }

  async addCamera(cameraId: string): Promise<void> {
    await this.#db.write(async (tx) => {
      const row = { cameraId, orgId: 'org_1', nodeId: 1, name: cameraId, sequenceReserved: SEQUENCE_BLOCK };
      tx.insert(cameras).values(row).run();
    });
  }

  async rename(cameraId: string, name: string): Promise<void> {
    await this.#db.write(async (tx) =>
      tx.update(cameras).set({ name }).where(eq(cameras.cameraId, cameraId)).run(),
    );
  }

  async deleteNode(): Promise<void> {
    await this.#db.write(async (tx) => tx.delete(cameraNodes).run());
  }

  reserved(): number | undefined {
    return this.#db.read.select().from(cameras).get()?.sequenceReserved;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#db.close();
    this.#folder[Symbol.dispose]();
  }
}

describe('camera directory', () => {
  it('knows cameras after a refresh, keeps their first sequence and forgets deleted ones', async () => {
    await using bench = await Bench.start();
    const directory = bench.directory();
    await directory.load();
    expect(directory.get('cam')).toBeUndefined();
    await bench.addCamera('cam');
    await directory.refresh('org_1');
    expect(directory.get('cam')).toMatchObject({
      cameraId: 'cam',
      orgId: 'org_1',
      nodeRowId: 1,
      nodeId: 'aaaaaaaa',
      disabledByPlan: false,
      firstSequence: 1,
      sequenceReserved: SEQUENCE_BLOCK,
    });
    await bench.rename('cam', 'Gate');
    await directory.refresh('org_2');
    expect(directory.get('cam')?.name).toBe('cam');
    await directory.refresh('org_1');
    expect(directory.get('cam')).toMatchObject({ name: 'Gate', firstSequence: 1 });
    expect(directory.idsOfNode(1)).toEqual(['cam']);
    await bench.deleteNode();
    await directory.refresh('org_1');
    expect(directory.get('cam')).toBeUndefined();
  });

  it('every process starts above all sequences of the one before', async () => {
    await using bench = await Bench.start();
    await bench.addCamera('cam');
    const first = bench.directory();
    await first.load();
    expect(first.get('cam')?.firstSequence).toBe(SEQUENCE_BLOCK + 1);
    const second = bench.directory();
    await second.load();
    expect(second.get('cam')).toMatchObject({
      firstSequence: 2 * SEQUENCE_BLOCK + 1,
      sequenceReserved: 3 * SEQUENCE_BLOCK,
    });
  });

  it('reserves ahead once more than half of a block is used, not before', async () => {
    await using bench = await Bench.start();
    await bench.addCamera('cam');
    const directory = bench.directory();
    await directory.load();
    const { firstSequence } = directory.get('cam') ?? { firstSequence: 0 };
    directory.extendReservation('cam', firstSequence);
    directory.extendReservation('unknown', 1);
    expect(bench.reserved()).toBe(2 * SEQUENCE_BLOCK);
    const next = firstSequence + SEQUENCE_BLOCK / 2;
    directory.extendReservation('cam', next);
    await eventually('the reservation grew', () => bench.reserved() === next + SEQUENCE_BLOCK);
    await eventually(
      'memory follows',
      () => directory.get('cam')?.sequenceReserved === next + SEQUENCE_BLOCK,
    );
  });

  it('a full disk neither stops the start nor throws, and the reservation is made up for later', async () => {
    await using bench = await Bench.start();
    await bench.addCamera('cam');
    bench.diskFull = true;
    const directory = bench.directory();
    await directory.load();
    expect(directory.get('cam')?.firstSequence).toBe(SEQUENCE_BLOCK + 1);
    directory.extendReservation('cam', SEQUENCE_BLOCK + 1);
    bench.diskFull = false;
    bench.clock.advance(5000);
    await eventually('a later call reserves', () => {
      directory.extendReservation('cam', SEQUENCE_BLOCK + 2);
      return bench.reserved() === 2 * SEQUENCE_BLOCK + 2;
    });
  });
});
