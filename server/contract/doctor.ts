import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { timestamp } from './primitives.ts';

const tag = 'system';

/** What is looked at, in the order in which it is told. */
export const doctorCheck = z.enum([
  'video',
  'port',
  'dashboard',
  'data_directory',
  'database',
  'disk',
  'backups',
  'network',
  'sleep',
  'own_clock',
  'node_clocks',
  'mail',
  'tasks',
  'restarts',
  'settings',
]);
export type DoctorCheck = z.infer<typeof doctorCheck>;

/** What was found. Each code has its own sentence and its own way of putting it right. */
export const doctorCode = z.enum([
  'video_ok',
  'video_too_large',
  'video_refused',
  'video_lost',
  'video_changed',
  'video_undecodable',
  'port_ok',
  'port_free',
  'port_silent',
  'port_taken',
  'dashboard_ok',
  'dashboard_missing',
  'data_ok',
  'data_not_writable',
  'database_ok',
  'database_none',
  'database_missing',
  'database_damaged',
  'database_refuses_writes',
  'disk_ok',
  'disk_filling',
  'disk_full',
  'disk_unknown',
  'backups_ok',
  'backups_not_yet',
  'backups_off',
  'backups_failed',
  'backups_stale',
  'backups_damaged',
  'network_ok',
  'network_not_yet',
  'network_blocked',
  'network_none',
  'network_local_only',
  'network_proxy',
  'sleep_off',
  'sleep_on',
  'sleep_unknown',
  'clock_ok',
  'clock_went_back',
  'clock_against_nodes',
  'clock_unsynchronized',
  'node_clocks_ok',
  'node_clocks_none',
  'node_clocks_unknown',
  'node_clock_wrong',
  'mail_ok',
  'mail_off',
  'mail_unconfigured',
  'mail_unreachable',
  'mail_stuck',
  'mail_refused',
  'mail_worker_stopped',
  'tasks_ok',
  'task_failing',
  'task_stalled',
  'restarts_ok',
  'restarts_many',
  'settings_ok',
  'setting_ignored',
  'check_failed',
]);
export type DoctorCode = z.infer<typeof doctorCode>;

/** `unknown`: it could not be told, which is no fault by itself. */
export const doctorState = z.enum(['ok', 'warn', 'bad', 'unknown']);
export type DoctorState = z.infer<typeof doctorState>;

export const doctorFinding = z.object({
  check: doctorCheck,
  state: doctorState,
  code: doctorCode,
  /** Figures and names of the sentence, so that it can be said in any language. */
  facts: z.record(z.string(), z.union([z.string(), z.number()])),
  /** In English. */
  message: z.string(),
  /** What to do, in English; null when there is nothing to do. */
  fix: z.string().nullable(),
});
export type DoctorFinding = z.infer<typeof doctorFinding>;

const doctorReport = z.object({
  /** The worst of all findings, those that could not be told aside. */
  state: doctorState.exclude(['unknown']),
  checked_at: timestamp,
  took_ms: z.number(),
  findings: z.array(doctorFinding),
});
export type DoctorReport = z.infer<typeof doctorReport>;

/** Header with which a command of the same computer shows that it can read the data directory. */
export const DOCTOR_KEY_HEADER = 'x-sentinel-doctor-key';

export const doctor = {
  run: endpoint({
    method: 'POST',
    path: '/api/system/doctor',
    access: 'admin',
    tag,
    limit: { max: 20, per: 'minute' },
    summary: 'Examines this installation and says what is wrong and how to put it right',
    response: doctorReport,
  }),
  /** For `npm run doctor`; 404 without the key that only a program with the data directory can make. */
  runHere: endpoint({
    method: 'GET',
    path: '/api/system/doctor/local',
    access: 'public',
    tag,
    limit: { max: 60, per: 'minute' },
    summary: 'The same for the command line of the server’s own computer',
    response: doctorReport,
  }),
};
