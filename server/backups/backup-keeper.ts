import { stat, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import type { BackupSchedule } from '../contract/backups.ts';
import { StartError } from '../start-error.ts';
import type { InstallationWarning } from '../system/installation.ts';
import {
  backupFolder,
  backupName,
  deleteBackup,
  findBackup,
  listBackups,
  removeAbandoned,
  type BackupFile,
  type BackupKind,
} from './backup-files.ts';
import { failureOf, type BackupFailure } from './backup-failure.ts';
import { runBackupJob, type BackupJob } from './backup-thread.ts';
import { nextBackup } from './schedule/backup-schedule.ts';
import { outdatedBackups } from './schedule/rotation.ts';

export interface BackupKeeperDeps {
  readonly dataDir: string;
  readonly databaseFile: string;
  readonly clock: Clock;
  readonly log: Logger;
  readonly schedule: () => Promise<BackupSchedule>;
  /** Tells administrators that scheduled backups fail. */
  readonly onFailure: (failure: BackupFailure) => Promise<void>;
}

const RETRY_MS = 3_600_000;
const DAY_MS = 86_400_000;
const TELL_AGAIN_MS = DAY_MS;
/** Left free beside a copy, so that a backup never is what fills the disk. */
const RESERVE_BYTES = 50_000_000;
/** Scheduled backups that are so old although they are wanted: something is wrong. */
const STALE_MS = 3 * DAY_MS;

/** Makes backups, one after the other, in a thread; keeps the schedule and remembers what went wrong. */
export class BackupKeeper {
  readonly #deps: BackupKeeperDeps;
  readonly #stop = new AbortController();
  readonly folder: string;
  #turn: Promise<unknown> = Promise.resolve();
  #failure: BackupFailure | undefined;
  #toldMs = Number.NEGATIVE_INFINITY;
  #retryMs = Number.NEGATIVE_INFINITY;

  constructor(deps: BackupKeeperDeps) {
    this.#deps = deps;
    this.folder = backupFolder(deps.dataDir);
  }

  /** Why the last backup failed; undefined once one succeeded. */
  get failure(): BackupFailure | undefined {
    return this.#failure;
  }

  /** Makes a backup and checks it. Throws a StartError that says what to do, or `stopping`'s reason. */
  backUp(kind: BackupKind): Promise<BackupFile> {
    return this.alone(() => this.#make(kind));
  }

  /** Makes a backup ready to be put in place at the next start. Throws StartError when it cannot be used. */
  stage(job: Omit<BackupJob & { kind: 'stage' }, 'kind' | 'file' | 'from'>): Promise<void> {
    const { databaseFile: file } = this.#deps;
    const from = join(this.folder, job.by.backup);
    return this.alone(async () => {
      await this.#requireSpace(dirname(file), from);
      await runBackupJob({ kind: 'stage', file, from, ...job }, this.#stop.signal);
    });
  }

  /** Does work on the files of backups while no backup is made. */
  alone<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(work);
    this.#turn = done.catch(() => undefined);
    return done;
  }

  /** Makes the scheduled backup when it is due and deletes what the rotation no longer needs. Throws when it fails. */
  async runDue(): Promise<void> {
    const { clock, schedule } = this.#deps;
    if (clock.monotonicMs() < this.#retryMs) return;
    try {
      const existing = await listBackups(this.folder);
      const due = nextBackup(await schedule(), existing, clock.now());
      if (due === undefined || due > clock.now()) return;
      await this.backUp('scheduled');
      await this.alone(() => this.#rotate());
    } catch (error) {
      if (this.#stop.signal.aborted) return;
      this.#failure ??= failureOf(error, clock.now());
      this.#retryMs = clock.monotonicMs() + RETRY_MS;
      await this.#tell();
      throw error;
    }
  }

  /** What administrators should see on every page. */
  async warnings(): Promise<readonly InstallationWarning[]> {
    if (this.#failure !== undefined)
      return [{ code: 'backup_failed', message: `The last backup failed: ${this.#failure.message}` }];
    const { clock, schedule } = this.#deps;
    // A folder that cannot be read is told of when the next backup is due.
    const [newest] = await listBackups(this.folder).catch(() => []);
    const ageMs = newest === undefined ? 0 : clock.now().getTime() - newest.at.getTime();
    if (ageMs < STALE_MS || !(await schedule()).enabled) return [];
    const days = Math.floor(ageMs / DAY_MS);
    return [{ code: 'backup_stale', message: `The newest backup is ${days} days old.` }];
  }

  /** Ends what is under way; a half-made copy is never taken for a backup. */
  async stop(): Promise<void> {
    this.#stop.abort(new StartError('The server is stopping.', 'stopping'));
    await this.#turn;
  }

  async #make(kind: BackupKind): Promise<BackupFile> {
    const { clock, databaseFile: file, log } = this.#deps;
    const name = backupName(kind, clock.now());
    try {
      // First, because they may be what fills the disk.
      await removeAbandoned(this.folder, clock.now());
      await this.#requireSpace(this.folder, file);
      await runBackupJob({ kind: 'back-up', file, target: join(this.folder, name) }, this.#stop.signal);
      const made = await findBackup(this.folder, name);
      if (made === undefined) throw new Error('The backup disappeared');
      this.#failure = undefined;
      log.info({ backup: name, bytes: made.bytes }, 'The database was backed up');
      return made;
    } catch (error) {
      const failure = failureOf(error, clock.now());
      if (!this.#stop.signal.aborted) {
        this.#failure = failure;
        log.error({ err: error }, 'The database could not be backed up');
      }
      throw error instanceof StartError ? error : new StartError(failure.message, 'backup-failed');
    }
  }

  /** Throws StartError when a copy of `source` would leave too little room where the folder is. */
  async #requireSpace(folder: string, source: string): Promise<void> {
    const { bavail, bsize } = await statfs(folder).catch(() => statfs(this.#deps.dataDir));
    const sizes = await Promise.all(
      [source, `${source}-wal`].map(async (file) => (await stat(file).catch(() => undefined))?.size ?? 0),
    );
    const needed = sizes.reduce((sum, size) => sum + size, RESERVE_BYTES);
    if (bavail * bsize < needed) throw diskFull(needed);
  }

  async #rotate(): Promise<void> {
    const { clock, log } = this.#deps;
    for (const { name } of outdatedBackups(await listBackups(this.folder), clock.now())) {
      await deleteBackup(this.folder, name);
      log.info({ backup: name }, 'An old scheduled backup was deleted');
    }
  }

  async #tell(): Promise<void> {
    const now = this.#deps.clock.monotonicMs();
    if (this.#failure === undefined || now - this.#toldMs < TELL_AGAIN_MS) return;
    this.#toldMs = now;
    await this.#deps.onFailure(this.#failure);
  }
}

function diskFull(needed: number): StartError {
  return new StartError(
    `The disk of this server has too little room: ${Math.ceil(needed / 1e6)} MB are needed. Free some space or delete old backups.`,
    'disk-full',
  );
}
