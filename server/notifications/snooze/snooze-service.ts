import type { Logger } from 'pino';
import { writeAudit } from '../../audit/audit-writer.ts';
import { principalLabel, type Principal } from '../../auth/principal.ts';
import type { Clock } from '../../clock.ts';
import type { BodyOf } from '../../contract/endpoint.ts';
import type { Snooze, snoozes } from '../../contract/notifications/inbox.ts';
import type { Database, Queryable } from '../../db/database.ts';
import type { Publish } from '../../events/event-hub.ts';
import { AppError } from '../../http/app-error.ts';
import { timeZoneOf } from '../../settings/settings-service.ts';
import { snoozeEnd } from './snooze-end.ts';
import {
  activeSnoozes,
  anyExpired,
  deleteExpired,
  deleteSnooze,
  saveSnooze,
  snoozedCameraName,
  snoozedGroupName,
  type SnoozeRow,
} from './snooze-repository.ts';

export interface SnoozeDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Logger;
  readonly publish: Publish;
}

/** Who begins or ends a snooze, and from where. */
interface Snoozer {
  readonly principal: Principal;
  readonly address: string;
}

/** Cameras and groups of an organisation that are quiet now. */
export async function listSnoozes(deps: SnoozeDeps, orgId: string): Promise<Snooze[]> {
  return (await activeSnoozes(deps.db.read, orgId, deps.clock.now())).map(onWire);
}

/** Keeps a camera or a group quiet for a while, replacing its former snooze. 404 for an unknown one. */
export async function snooze(
  deps: SnoozeDeps,
  by: Snoozer,
  wish: BodyOf<typeof snoozes.set>,
): Promise<Snooze> {
  const { principal, address } = by;
  const { orgId } = principal;
  const row = await deps.db.write(async (tx) => {
    const { target, targetId, name } = await requireTarget(tx, orgId, wish);
    const now = deps.clock.now();
    const until = snoozeEnd(wish.for, now, await timeZoneOf(tx, orgId));
    const details = { target, target_id: targetId, name, until: until.toISOString() };
    await writeAudit(tx, { orgId, event: 'snoozed', actor: { principal }, address, details }, deps);
    const createdBy = principalLabel(principal);
    return saveSnooze(tx, { orgId, target, targetId, until, createdBy, createdAt: now });
  });
  publishChange(deps, orgId);
  return onWire(row);
}

/** Ends a snooze before its time. 404 when there is none. */
export async function endSnooze(deps: SnoozeDeps, by: Snoozer, id: number): Promise<void> {
  const { principal, address } = by;
  const { orgId } = principal;
  await deps.db.write(async (tx) => {
    const row = await deleteSnooze(tx, orgId, id);
    if (row === undefined) throw AppError.plain(404, 'This snooze has already ended.');
    const details = { target: row.target, target_id: row.targetId };
    await writeAudit(tx, { orgId, event: 'snooze_ended', actor: { principal }, address, details }, deps);
  });
  publishChange(deps, orgId);
}

/** Removes snoozes whose time is over and tells the pages of their organisations. Meant for every few seconds. */
export async function endExpiredSnoozes(deps: Pick<SnoozeDeps, 'db' | 'clock' | 'publish'>): Promise<void> {
  const { db, clock } = deps;
  if (!(await anyExpired(db.read, clock.now()))) return;
  const orgIds = await db.write((tx) => deleteExpired(tx, clock.now()));
  for (const orgId of orgIds) publishChange(deps, orgId);
}

interface Target {
  readonly target: 'camera' | 'group';
  readonly targetId: string;
  readonly name: string;
}

async function requireTarget(
  db: Queryable,
  orgId: string,
  wish: { readonly target: 'camera' | 'group'; readonly target_id: string },
): Promise<Target> {
  const { target, target_id: given } = wish;
  if (target === 'camera') {
    const name = await snoozedCameraName(db, orgId, given);
    if (name === undefined) throw AppError.plain(404, 'Camera not found');
    return { target, targetId: given, name };
  }
  const id = /^\d{1,15}$/.test(given) ? Number(given) : undefined;
  const name = id === undefined ? undefined : await snoozedGroupName(db, orgId, id);
  if (name === undefined) throw AppError.plain(404, 'Group not found');
  return { target, targetId: String(id), name };
}

function publishChange({ publish }: Pick<SnoozeDeps, 'publish'>, orgId: string): void {
  publish({ orgId, audience: 'all', message: { type: 'changed', what: 'snoozes' } });
}

function onWire(row: SnoozeRow): Snooze {
  return {
    id: row.id,
    target: row.target === 'group' ? 'group' : 'camera',
    target_id: row.targetId,
    until: row.until.toISOString(),
    created_by: row.createdBy,
    created_at: row.createdAt.toISOString(),
  };
}
