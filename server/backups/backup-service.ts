import { createReadStream, type ReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { writeAudit } from '../audit/audit-writer.ts';
import { principalLabel } from '../auth/principal.ts';
import type { Clock } from '../clock.ts';
import { RESTORE_CONFIRMATION, type Backup, type BackupSchedule } from '../contract/backups.ts';
import type { Database, Queryable } from '../db/database.ts';
import type { Publish } from '../events/event-hub.ts';
import { AppError } from '../http/app-error.ts';
import { changeSettings, type Changer } from '../settings/settings-service.ts';
import { StartError } from '../start-error.ts';
import { deleteBackup, findBackup, listBackups, type BackupFile } from './backup-files.ts';
import type { BackupKeeper } from './backup-keeper.ts';
import { readInstallationSetting } from './backup-repository.ts';
import { nextBackup, parseSchedule, SCHEDULE_KEY } from './schedule/backup-schedule.ts';

export interface BackupDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Logger;
  readonly publish: Publish;
  readonly keeper: BackupKeeper;
  /** Undefined where the program that runs the server cannot restart it. */
  readonly restart: (() => void) | undefined;
}

/** When backups are made by themselves. */
export async function scheduleOf(db: Queryable): Promise<BackupSchedule> {
  return parseSchedule(await readInstallationSetting(db, SCHEDULE_KEY));
}

/** A backup as it is told. */
function wireBackup({ name, kind, at, bytes }: BackupFile): Backup {
  return { name, kind, created_at: at.toISOString(), bytes };
}

/** Everything the page of backups shows. */
export async function describeBackups({ db, clock, keeper, restart }: BackupDeps) {
  const now = clock.now();
  const files = await listBackups(keeper.folder);
  const schedule = await scheduleOf(db.read);
  const { failure } = keeper;
  return {
    backups: files.map(wireBackup),
    schedule,
    next_at: nextBackup(schedule, files, now)?.toISOString() ?? null,
    last_failure: failure === undefined ? null : { ...failure, at: failure.at.toISOString() },
    folder: keeper.folder,
    can_restore: restart !== undefined,
  };
}

/** Makes a backup for a person. 507 or 503 with the reason when it fails. */
export async function createBackup(deps: BackupDeps, by: Changer): Promise<Backup> {
  const made = await refusing(deps.keeper.backUp('manual'));
  await note(deps, by, 'backup_created', made.name);
  return wireBackup(made);
}

export async function setSchedule(
  deps: BackupDeps,
  by: Changer,
  wanted: BackupSchedule,
): Promise<BackupSchedule> {
  const { enabled, hour } = wanted;
  await changeSettings(deps, by, {
    event: 'backup_schedule_changed',
    details: { enabled, hour },
    values: { [SCHEDULE_KEY]: JSON.stringify({ enabled, hour }) },
  });
  return wanted;
}

/** The bytes of a backup, whole even when it is deleted meanwhile. 404 when there is none of that name. */
export async function openBackup(
  deps: BackupDeps,
  by: Changer,
  name: string,
): Promise<{ readonly bytes: number; readonly body: ReadStream }> {
  const backup = await backupNamed(deps, name);
  const file = await open(join(deps.keeper.folder, name));
  try {
    await note(deps, by, 'backup_downloaded', name);
  } catch (error) {
    await file.close();
    throw error;
  }
  return { bytes: backup.bytes, body: createReadStream('', { fd: file }) };
}

export async function removeBackup(deps: BackupDeps, by: Changer, name: string): Promise<void> {
  await backupNamed(deps, name);
  await deps.keeper.alone(() => deleteBackup(deps.keeper.folder, name));
  await note(deps, by, 'backup_deleted', name);
}

/**
 * Makes a backup ready to take the database's place at the next start; the caller then restarts the server with what is
 * answered. 422 without the typed confirmation, 409 where nobody can restart the server or the backup cannot be used.
 */
export async function prepareRestore(
  deps: BackupDeps,
  by: Changer,
  wanted: { readonly name: string; readonly confirm: string | undefined },
): Promise<() => void> {
  const { keeper, clock, restart } = deps;
  const { name: backup, confirm } = wanted;
  await backupNamed(deps, backup);
  if (restart === undefined) {
    throw AppError.coded(
      409,
      'restart_unavailable',
      'This server cannot restart itself. Stop it and run "npm run restore -- FILE" on its computer.',
    );
  }
  if (confirm !== RESTORE_CONFIRMATION) {
    throw AppError.coded(
      422,
      'confirmation_required',
      `This replaces everything stored since that backup. Type "${RESTORE_CONFIRMATION}" to go on.`,
    );
  }
  const { principal, address } = by;
  const username = principalLabel(principal);
  await note(deps, by, 'backup_restore_requested', backup);
  await refusing(
    keeper.stage({ by: { at: clock.now(), address, username, userId: principal.userId, backup } }),
  );
  return restart;
}

async function backupNamed({ keeper }: BackupDeps, name: string): Promise<BackupFile> {
  const backup = await findBackup(keeper.folder, name);
  if (backup === undefined) throw AppError.plain(404, 'There is no such backup any more.');
  return backup;
}

async function note(deps: BackupDeps, by: Changer, event: string, backup: string): Promise<void> {
  const { principal, address } = by;
  const entry = { orgId: principal.orgId, event, actor: { principal }, address, details: { backup } };
  await deps.db.write((tx) => writeAudit(tx, entry, deps));
}

const STATUS: Readonly<Record<string, number>> = {
  'bad-backup': 409,
  'database-newer': 409,
  'backup-without-accounts': 409,
  'disk-full': 507,
};

/** The words of a refusal name files; those for people on the network do not. */
const WORDS: Readonly<Record<string, string>> = {
  'bad-backup': 'This backup is damaged, or no backup of this program. Nothing was changed.',
  'database-newer': 'This backup was made by a newer version. Update this server first. Nothing was changed.',
};

async function refusing<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof StartError)) throw error;
    const { code, message } = error;
    throw AppError.coded(STATUS[code] ?? 503, code.replaceAll('-', '_'), WORDS[code] ?? message);
  }
}
