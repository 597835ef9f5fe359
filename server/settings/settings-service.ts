import type { Logger } from 'pino';
import { writeAudit } from '../audit/audit-writer.ts';
import type { Principal } from '../auth/principal.ts';
import type { Clock } from '../clock.ts';
import { notificationSwitches, type NotificationSwitches } from '../contract/settings.ts';
import type { Database, Queryable } from '../db/database.ts';
import { readSetting, writeSetting } from '../db/settings-repository.ts';
import type { Publish } from '../events/event-hub.ts';
import { AppError } from '../http/app-error.ts';
import { switchDefault } from '../notifications/kind-rules.ts';
import { readSettings } from './stored-settings-repository.ts';
import { timeZoneNamed } from './time-zone.ts';

export interface SettingsDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Logger;
  readonly publish: Publish;
}

/** Who changes a setting, and from where. */
export interface Changer {
  readonly principal: Principal;
  readonly address: string;
}

interface Change {
  readonly event: string;
  readonly details: Readonly<Record<string, unknown>>;
  readonly values: Readonly<Record<string, string>>;
}

const TIME_ZONE = 'timezone';
const MOTION_INGESTION = 'motion_ingestion_enabled';
const SWITCHES = notificationSwitches.keyof().options;
type Switch = keyof NotificationSwitches;

/** Stores settings together with their audit row, then tells the organization's pages. */
export async function changeSettings(deps: SettingsDeps, by: Changer, change: Change): Promise<void> {
  const { orgId } = by.principal;
  await deps.db.write(async (tx) => {
    for (const [key, value] of Object.entries(change.values)) {
      await writeSetting(tx, { orgId, key, value }, deps.clock.now());
    }
    const actor = { principal: by.principal };
    const { event, details } = change;
    await writeAudit(tx, { orgId, event, actor, address: by.address, details }, deps);
  });
  deps.publish({ orgId, audience: 'all', message: { type: 'changed', what: 'settings' } });
}

/** IANA zone in which an organization's recording windows are meant. */
export async function timeZoneOf(db: Queryable, orgId: string): Promise<string> {
  return (await readSetting(db, orgId, TIME_ZONE)) ?? 'UTC';
}

/** Sets the time zone and answers its usual spelling. 422 for a name that is no zone. */
export async function setTimeZone(deps: SettingsDeps, by: Changer, text: string): Promise<string> {
  const timezone = timeZoneNamed(text);
  if (timezone === undefined) {
    throw AppError.plain(422, 'That is not a time zone. Use an IANA name such as Europe/London or UTC.');
  }
  await changeSettings(deps, by, {
    event: 'timezone_updated',
    details: { timezone },
    values: { [TIME_ZONE]: timezone },
  });
  return timezone;
}

/** All notification switches; one that was never set has its default. */
export async function readSwitches(db: Queryable, orgId: string): Promise<NotificationSwitches> {
  const stored = await readSettings(db, orgId, SWITCHES);
  const values = SWITCHES.map((name) => {
    const value = stored.get(name);
    return [name, value === undefined ? switchDefault(name) : value === 'true'] as const;
  });
  return notificationSwitches.parse(Object.fromEntries(values));
}

/** Changes the named switches; the others stay. */
export async function setSwitches(
  deps: SettingsDeps,
  by: Changer,
  wanted: { readonly [Name in Switch]?: boolean | undefined },
): Promise<void> {
  const named = SWITCHES.flatMap((name) =>
    wanted[name] === undefined ? [] : [[name, wanted[name]] as const],
  );
  const before = await readSwitches(deps.db.read, by.principal.orgId);
  await changeSettings(deps, by, {
    event: 'notification_settings_updated',
    details: { ...before, ...Object.fromEntries(named) },
    values: Object.fromEntries(named.map(([name, on]) => [name, String(on)])),
  });
}

/** Whether motion reports of an organization's nodes are stored; they are unless switched off. */
export async function isMotionIngestionOn(db: Queryable, orgId: string): Promise<boolean> {
  return ((await readSetting(db, orgId, MOTION_INGESTION)) ?? 'true').toLowerCase() === 'true';
}

export async function setMotionIngestion(deps: SettingsDeps, by: Changer, enabled: boolean): Promise<void> {
  await changeSettings(deps, by, {
    event: 'motion_ingestion_toggled',
    details: { enabled },
    values: { [MOTION_INGESTION]: String(enabled) },
  });
}
