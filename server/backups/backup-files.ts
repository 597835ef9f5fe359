import { lstat, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Backup } from '../contract/backups.ts';

export type BackupKind = Exclude<Backup['kind'], 'other'>;

/** A complete backup in the backup folder. */
export interface BackupFile {
  readonly name: string;
  readonly kind: Backup['kind'];
  readonly at: Date;
  readonly bytes: number;
}

const NAME = /^sentinel-(scheduled-)?(\d{4}-\d\d-\d\d)T(\d\d)-(\d\d)-(\d\d)-(\d{3})Z\.db$/;

/** A copy that is not checked yet, and what SQLite keeps beside it. */
const HALF_MADE = /\.db\.partial(-wal|-shm|-journal)?$/;

/** Folder of the backups in a data directory. */
export function backupFolder(dataDir: string): string {
  return join(dataDir, 'backups');
}

/** Time as it stands in file names: `2026-03-01T12-00-00-000Z`. */
export function fileStamp(at: Date): string {
  return at.toISOString().replaceAll(/[:.]/g, '-');
}

/** What a backup made at this moment is called. */
export function backupName(kind: BackupKind, at: Date): string {
  return `sentinel-${kind === 'scheduled' ? 'scheduled-' : ''}${fileStamp(at)}.db`;
}

/** Kind and moment of making, which the name keeps when the file is copied; undefined for a file named otherwise. */
export function parseBackupName(name: string): { readonly kind: BackupKind; readonly at: Date } | undefined {
  const [, scheduled, day, hour, minute, second, ms] = NAME.exec(name) ?? [];
  const at = new Date(`${day}T${hour}:${minute}:${second}.${ms}Z`);
  if (Number.isNaN(at.getTime())) return undefined;
  return { kind: scheduled === undefined ? 'manual' : 'scheduled', at };
}

/** Every backup in the folder, newest first; also files somebody put there. Empty when there is no folder. */
export async function listBackups(folder: string): Promise<readonly BackupFile[]> {
  const names = (await unlessMissing(readdir(folder))) ?? [];
  const found = await Promise.all(
    names.filter((name) => name.endsWith('.db')).map((name) => findBackup(folder, name)),
  );
  return found
    .filter((backup) => backup !== undefined)
    .sort((a, b) => b.at.getTime() - a.at.getTime() || a.name.localeCompare(b.name));
}

/** One backup by name; undefined when there is no such file. A link is none: it could lead anywhere. */
export async function findBackup(folder: string, name: string): Promise<BackupFile | undefined> {
  const stats = await unlessMissing(lstat(join(folder, name)));
  if (stats?.isFile() !== true) return undefined;
  const { kind, at } = parseBackupName(name) ?? { kind: 'other' as const, at: stats.mtime };
  return { name, kind, at, bytes: stats.size };
}

/** Deletes one backup with whatever a program that looked into it left beside it. */
export async function deleteBackup(folder: string, name: string): Promise<void> {
  for (const suffix of ['-wal', '-shm', '-journal', ''])
    await rm(join(folder, name + suffix), { force: true });
}

/** Nobody works on a copy for so long without writing to it. */
const ABANDONED_MS = 86_400_000;

/** Deletes half-made copies of processes that were killed. Best effort: one that stays costs only its space. */
export async function removeAbandoned(folder: string, now: Date): Promise<void> {
  const names = (await unlessMissing(readdir(folder))) ?? [];
  for (const name of names.filter((one) => HALF_MADE.test(one))) {
    const stats = await lstat(join(folder, name)).catch(() => undefined);
    const isAbandoned = stats?.isFile() === true && now.getTime() - stats.mtimeMs > ABANDONED_MS;
    if (isAbandoned) await rm(join(folder, name), { force: true }).catch(() => undefined);
  }
}

async function unlessMissing<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
