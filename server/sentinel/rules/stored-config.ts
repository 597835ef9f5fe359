import { z } from 'zod';
import { DAYS, type SentinelConfig } from '../../contract/agents/sentinel.ts';
import type { sentinelConfig } from '../../db/schema/organization.ts';

export type ConfigRow = typeof sentinelConfig.$inferSelect;

const mode = z.enum(['always', 'scheduled', 'off']).catch('off');
const days = z.array(z.enum(DAYS)).catch([]);
const scope = z.record(z.string(), z.boolean()).catch({});

/** A row as rules. What cannot be read of them starts no run. */
export function configOf(row: ConfigRow): SentinelConfig {
  return {
    enabled: row.enabled,
    motion_enabled: row.motionEnabled,
    incident_opened_enabled: row.incidentOpenedEnabled,
    motion_cooldown_min: row.motionCooldownMin,
    schedule_mode: mode.parse(row.scheduleMode),
    schedule_start: row.scheduleStart,
    schedule_end: row.scheduleEnd,
    active_days: row.activeDays === null ? [...DAYS] : days.parse(parsed(row.activeDays)),
    camera_scope: row.cameraScope === null ? {} : scope.parse(parsed(row.cameraScope)),
    daily_report_enabled: row.dailyReportEnabled,
    daily_report_time: row.dailyReportTime,
    created_at: row.createdAt.toISOString(),
    updated_at: row.updatedAt.toISOString(),
  };
}

/** Whether the rules let Sentinel look at a camera; one they do not name is in scope. */
export function isInScope({ camera_scope: named }: SentinelConfig, cameraId: string): boolean {
  return !Object.hasOwn(named, cameraId) || named[cameraId] === true;
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
