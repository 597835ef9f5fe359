import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { timestamp } from './primitives.ts';

const tag = 'backups';

/** A file of the backup folder; it names no other folder. */
const fileName = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,120}\.db$/, 'That is not the name of a backup')
  .refine((name) => !name.includes('..'), 'That is not the name of a backup');

const backup = z.object({
  name: z.string(),
  /** `other` was put into the folder by hand. */
  kind: z.enum(['manual', 'scheduled', 'other']),
  created_at: timestamp,
  bytes: z.number().int(),
});
export type Backup = z.infer<typeof backup>;

const backupReason = z.enum(['disk_full', 'folder_unusable', 'database_damaged', 'other']);
/** Why a backup could not be made. */
export type BackupReason = z.infer<typeof backupReason>;

export const backupSchedule = z.object({
  enabled: z.boolean(),
  /** Full hour by the clock of the computer on which the server runs. */
  hour: z.number().int().min(0).max(23),
});
export type BackupSchedule = z.infer<typeof backupSchedule>;

const named = z.object({ name: fileName });

/** What a person types to put a backup in place of everything. */
export const RESTORE_CONFIRMATION = 'restore';

export const backups = {
  list: endpoint({
    method: 'GET',
    path: '/api/backups',
    access: 'admin',
    tag,
    summary: 'Backups of this installation, newest first, and when the next one is made',
    response: z.object({
      backups: z.array(backup),
      schedule: backupSchedule,
      /** Null while scheduled backups are off. */
      next_at: timestamp.nullable(),
      /** Null once a backup succeeded again. */
      last_failure: z.object({ at: timestamp, reason: backupReason, message: z.string() }).nullable(),
      /** Folder of the server's computer that holds them. */
      folder: z.string(),
      /** False where the program that runs the server cannot restart it; `npm run restore` always works. */
      can_restore: z.boolean(),
    }),
  }),
  create: endpoint({
    method: 'POST',
    path: '/api/backups',
    access: 'admin',
    tag,
    limit: { max: 6, per: 'minute' },
    summary: 'Make a backup now; answers when it was checked',
    response: backup,
  }),
  setSchedule: endpoint({
    method: 'PUT',
    path: '/api/backup-schedule',
    access: 'admin',
    tag,
    limit: { max: 30, per: 'minute' },
    summary: 'Switch daily backups on or off and choose their hour',
    body: backupSchedule,
    response: backupSchedule,
  }),
  download: endpoint({
    method: 'GET',
    path: '/api/backups/{name}',
    access: 'admin',
    tag,
    limit: { max: 30, per: 'minute' },
    summary: 'One backup as a file',
    params: named,
    produces: 'application/vnd.sqlite3',
  }),
  remove: endpoint({
    method: 'DELETE',
    path: '/api/backups/{name}',
    access: 'admin',
    tag,
    limit: { max: 30, per: 'minute' },
    summary: 'Delete a backup',
    params: named,
    response: z.object({ success: z.literal(true) }),
  }),
  restore: endpoint({
    method: 'POST',
    path: '/api/backups/{name}/restore',
    access: 'admin',
    tag,
    limit: { max: 3, per: 'minute' },
    summary: 'Put a backup in place of the database; the server restarts at once and everybody signs in anew',
    params: named,
    body: z.object({
      /** Typed by the person: `restore`. */
      confirm: z.string().optional(),
    }),
    response: z.object({ success: z.literal(true), restarting: z.literal(true) }),
  }),
};
