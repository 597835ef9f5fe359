import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/database.ts';
import { isStorageUnavailable } from '../db/sqlite-database.ts';
import { readDirectory, reserveForAll, reserveUpTo, type DirectoryRow } from './camera-repository.ts';

/** Published sequences one process takes in advance: over an hour of one-second segments. */
export const SEQUENCE_BLOCK = 5000;
const RETRY_AFTER_MS = 5000;

/** What the video path knows of a camera without asking the database. */
export interface DirectoryCamera extends DirectoryRow {
  /** First published sequence this process may use. */
  readonly firstSequence: number;
}

export interface CameraDirectoryDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Every camera in memory, kept equal to the committed rows by `refresh` after each commit that changes them. */
export class CameraDirectory {
  readonly #deps: CameraDirectoryDeps;
  readonly #cameras = new Map<string, DirectoryCamera>();
  /** Cameras whose reservation is being extended, with the earliest moment of the next try. */
  readonly #extending = new Map<string, number>();

  constructor(deps: CameraDirectoryDeps) {
    this.#deps = deps;
  }

  get(cameraId: string): DirectoryCamera | undefined {
    return this.#cameras.get(cameraId);
  }

  /** Camera ids of one node. */
  idsOfNode(nodeRowId: number): string[] {
    return [...this.#cameras.values()].filter((c) => c.nodeRowId === nodeRowId).map((c) => c.cameraId);
  }

  /**
   * Reads all cameras and reserves a block of published sequences for each. On a full disk nothing is reserved and
   * the server still starts; `extendReservation` catches up when the disk takes writes again.
   */
  async load(): Promise<void> {
    const { db, log } = this.#deps;
    let reserved = SEQUENCE_BLOCK;
    try {
      await db.write((tx) => reserveForAll(tx, SEQUENCE_BLOCK));
    } catch (error) {
      if (!isStorageUnavailable(error)) throw error;
      log.error('Published sequences could not be reserved because the disk takes no writes');
      reserved = 0;
    }
    this.#cameras.clear();
    for (const row of await readDirectory(db.read)) this.#put(row, row.sequenceReserved - reserved + 1);
  }

  /** Re-reads one organisation's cameras: call after a commit that added, changed or deleted any. */
  async refresh(orgId: string): Promise<void> {
    const rows = await readDirectory(this.#deps.db.read, orgId);
    const present = new Set(rows.map((row) => row.cameraId));
    for (const [cameraId, camera] of this.#cameras) {
      if (camera.orgId === orgId && !present.has(cameraId)) this.#cameras.delete(cameraId);
    }
    for (const row of rows) {
      const known = this.#cameras.get(row.cameraId);
      // A camera this process has not seen was created by it, with one block reserved.
      const fresh = row.sequenceReserved - SEQUENCE_BLOCK + 1;
      this.#put(row, known?.rowId === row.rowId ? known.firstSequence : fresh);
    }
  }

  /**
   * Reserves the next block in the background once `nextSequence` has used more than half of the current one. Never
   * throws; a failure is logged and tried again by a later call, at the earliest 5 s on.
   */
  extendReservation(cameraId: string, nextSequence: number): void {
    const camera = this.#cameras.get(cameraId);
    if (camera === undefined || nextSequence + SEQUENCE_BLOCK / 2 <= camera.sequenceReserved) return;
    const now = this.#deps.clock.monotonicMs();
    if (now < (this.#extending.get(cameraId) ?? 0)) return;
    this.#extending.set(cameraId, now + RETRY_AFTER_MS);
    void this.#extend(camera, nextSequence + SEQUENCE_BLOCK);
  }

  async #extend(camera: DirectoryCamera, target: number): Promise<void> {
    try {
      await this.#deps.db.write((tx) => reserveUpTo(tx, camera.rowId, target));
      const current = this.#cameras.get(camera.cameraId);
      if (current?.rowId === camera.rowId) {
        this.#cameras.set(camera.cameraId, { ...current, sequenceReserved: target });
      }
      this.#extending.delete(camera.cameraId);
    } catch (error) {
      this.#deps.log.warn(
        { err: error, cameraId: camera.cameraId },
        'Published sequences could not be reserved; trying again soon',
      );
    }
  }

  #put(row: DirectoryRow, firstSequence: number): void {
    this.#cameras.set(row.cameraId, { ...row, firstSequence });
  }
}
