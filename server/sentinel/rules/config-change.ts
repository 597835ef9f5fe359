import { DAYS, type sentinel } from '../../contract/agents/sentinel.ts';
import type { BodyOf } from '../../contract/endpoint.ts';
import { AppError } from '../../http/app-error.ts';
import type { ConfigChange } from './config-repository.ts';

/** What a person asks to be changed; null and what is not named stay. */
export type ConfigWish = BodyOf<typeof sentinel.change>;

const MODES = new Set(['always', 'scheduled', 'off']);
const TIME = /^(?:[01]\d|2[0-3]):[0-5]\d$/;
const SHOWN_MAX = 300;

/** The columns to set. 400 for a mode or time that is none. */
export function changeOf(wish: ConfigWish): ConfigChange {
  if (wish.schedule_mode !== undefined && wish.schedule_mode !== null && !MODES.has(wish.schedule_mode))
    throw AppError.plain(400, 'schedule_mode must be always, scheduled or off.');
  const { active_days: days, camera_scope: scope } = wish;
  return given({
    enabled: wish.enabled,
    motionEnabled: wish.motion_enabled,
    incidentOpenedEnabled: wish.incident_opened_enabled,
    motionCooldownMin: wish.motion_cooldown_min,
    scheduleMode: wish.schedule_mode,
    scheduleStart: time('schedule_start', wish.schedule_start),
    scheduleEnd: time('schedule_end', wish.schedule_end),
    activeDays: days && JSON.stringify(DAYS.filter((day) => days.includes(day))),
    cameraScope: scope && JSON.stringify(mapped(scope)),
    dailyReportEnabled: wish.daily_report_enabled,
    dailyReportTime: time('daily_report_time', wish.daily_report_time),
  });
}

/** What was asked for in words for the audit log: `field=value`, long values cut. */
export function changeInWords(wish: ConfigWish): string[] {
  return Object.entries(wish).flatMap(([field, value]) => {
    if (value === undefined || value === null) return [];
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    return [`${field}=${text.length > SHOWN_MAX ? `${text.slice(0, SHOWN_MAX)}…` : text}`];
  });
}

function time(field: string, text: string | null | undefined): string | null | undefined {
  if (text === undefined || text === null || TIME.test(text)) return text;
  throw AppError.plain(400, `${field} must be a time of day as HH:MM, from 00:00 to 23:59.`);
}

function mapped(scope: Readonly<Record<string, unknown>>): Record<string, boolean> {
  return Object.fromEntries(Object.entries(scope).map(([cameraId, isIn]) => [cameraId, Boolean(isIn)]));
}

type Given<T> = { [Key in keyof T]?: NonNullable<T[Key]> };

function given<T extends object>(values: T): Given<T> {
  const entries = Object.entries(values).filter(([, value]) => value !== undefined && value !== null);
  return Object.fromEntries(entries) as Given<T>;
}
