import { mkdirSync, mkdtempSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { StorageStats } from '../node-options.ts';
import type { Segment } from '../video/segment-source.ts';

/** Configured cap the node reports, bytes. */
const REPORTED_CAP = 64 * 1024 ** 3;
/** What the simulation really keeps; the oldest recordings go first, bytes. */
const KEPT_BYTES = 256 * 1024 ** 2;

export interface SnapshotRow {
  readonly id: number;
  readonly camera_id: string;
  readonly filename: string;
  /** Unix time, ms. */
  readonly timestamp: number;
  readonly size_bytes: number;
}

export interface RecordingRow {
  readonly camera_id: string;
  /** UTC day, YYYY-MM-DD. */
  readonly date: string;
  readonly segment_count: number;
  readonly total_size_bytes: number;
}

export interface RecordedSegment {
  readonly cameraId: string;
  readonly date: string;
  readonly number: number;
  readonly seconds: number;
  readonly bytes: number;
  readonly file: string;
}

/** The node's own storage: recordings by camera and UTC day, and snapshots. Survives restarts of the node. */
export class NodeArchive {
  readonly #folder = mkdtempSync(join(tmpdir(), 'simulated-node-'));
  /** By camera, day and number: after an FFmpeg restart the later segment replaces the earlier. */
  readonly #segments = new Map<string, RecordedSegment>();
  readonly #snapshots = new Map<number, SnapshotRow>();
  #nextSnapshot = 1;
  #nextFile = 1;

  record(cameraId: string, segment: Segment): void {
    const date = new Date().toISOString().slice(0, 10);
    const key = `${cameraId}/${date}/${segment.number}`;
    this.#drop(key);
    const file = join(this.#folder, `${this.#nextFile}.ts`);
    this.#nextFile += 1;
    writeFileSync(file, segment.bytes);
    const { number, seconds, bytes } = segment;
    this.#segments.set(key, { cameraId, date, number, seconds, bytes: bytes.length, file });
    while (this.usedBytes() > KEPT_BYTES) {
      const [oldest] = this.#segments.keys();
      if (oldest === undefined) return;
      this.#drop(oldest);
    }
  }

  addSnapshot(cameraId: string, picture: Buffer): SnapshotRow {
    const id = this.#nextSnapshot;
    this.#nextSnapshot += 1;
    const timestamp = Date.now();
    const filename = `${cameraId}_${timestamp}.jpg`;
    const row = { id, camera_id: cameraId, filename, timestamp, size_bytes: picture.length };
    writeFileSync(join(this.#folder, `${id}.jpg`), picture);
    this.#snapshots.set(id, row);
    return row;
  }

  /** Newest first. */
  snapshots(cameraId?: string): SnapshotRow[] {
    const rows = [...this.#snapshots.values()].filter((row) => isOf(cameraId, row.camera_id));
    return rows.toSorted((a, b) => b.timestamp - a.timestamp || b.id - a.id);
  }

  snapshotPicture(id: number): Buffer | undefined {
    return this.#snapshots.has(id) ? readFileSync(join(this.#folder, `${id}.jpg`)) : undefined;
  }

  deleteSnapshot(id: number): boolean {
    if (!this.#snapshots.delete(id)) return false;
    rmSync(join(this.#folder, `${id}.jpg`));
    return true;
  }

  /** One row per camera and UTC day, newest first. */
  recordings(cameraId?: string): RecordingRow[] {
    const ofCamera = [...this.#segments.values()].filter((segment) => isOf(cameraId, segment.cameraId));
    const days = Map.groupBy(ofCamera, (segment) => `${segment.date}/${segment.cameraId}`);
    const rows = [...days.values()].flatMap((segments) => {
      const [first] = segments;
      if (!first) return [];
      const size = segments.reduce((sum, { bytes }) => sum + bytes, 0);
      const { cameraId: camera_id, date } = first;
      return [{ camera_id, date, segment_count: segments.length, total_size_bytes: size }];
    });
    return rows.toSorted((a, b) => b.date.localeCompare(a.date) || a.camera_id.localeCompare(b.camera_id));
  }

  /** Segments of one day, by number. */
  recordedDay(cameraId: string, date: string): RecordedSegment[] {
    const day = [...this.#segments.values()].filter((row) => row.cameraId === cameraId && row.date === date);
    return day.toSorted((a, b) => a.number - b.number);
  }

  recordedBytes(segment: RecordedSegment): Buffer {
    return readFileSync(segment.file);
  }

  usedBytes(): number {
    const recorded = [...this.#segments.values()].reduce((sum, { bytes }) => sum + bytes, 0);
    return [...this.#snapshots.values()].reduce((sum, row) => sum + row.size_bytes, recorded);
  }

  stats(): StorageStats {
    const disk = statfsSync(this.#folder);
    return {
      used_bytes: this.usedBytes(),
      max_bytes: REPORTED_CAP,
      disk_free_bytes: disk.bavail * disk.bsize,
      disk_total_bytes: disk.blocks * disk.bsize,
    };
  }

  wipe(): void {
    this.#segments.clear();
    this.#snapshots.clear();
    rmSync(this.#folder, { recursive: true, force: true });
    mkdirSync(this.#folder, { recursive: true });
  }

  /** Removes everything from disk; the archive is of no further use. */
  close(): void {
    this.#segments.clear();
    this.#snapshots.clear();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #drop(key: string): void {
    const known = this.#segments.get(key);
    if (!known) return;
    this.#segments.delete(key);
    rmSync(known.file, { force: true });
  }
}

function isOf(wanted: string | undefined, cameraId: string): boolean {
  return wanted === undefined || wanted === cameraId;
}
