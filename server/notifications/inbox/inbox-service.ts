import type { Logger } from 'pino';
import { writeAudit } from '../../audit/audit-writer.ts';
import type { Principal } from '../../auth/principal.ts';
import type { Clock } from '../../clock.ts';
import type { QueryOf, ResponseOf } from '../../contract/endpoint.ts';
import type { inbox, ListedNotification } from '../../contract/notifications/inbox.ts';
import { SEVERITIES, type Severity } from '../../contract/notifications/kinds.ts';
import type { Database } from '../../db/database.ts';
import { readSetting, writeSetting } from '../../db/settings-repository.ts';
import { isStorageUnavailable } from '../../db/sqlite-database.ts';
import type { Publish } from '../../events/event-hub.ts';
import { onWire, type StoredNotification } from '../notifier.ts';
import {
  beginCursor,
  countItems,
  countUnread,
  findCursor,
  listItems,
  moveCursor,
  type Cursor,
  type InboxFilter,
  type Reader,
} from './inbox-repository.ts';

export interface InboxDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Logger;
  readonly publish: Publish;
}

/** The highest number a badge shows. */
const UNREAD_MAX = 99;
const HOUR_MS = 3_600_000;
/** When an administrator last emptied the inbox of everybody: ISO-8601. */
const CLEARED_KEY = 'notifications_cleared_at';

/** How far somebody has read, and what is hidden from them. */
interface View {
  /** Items up to here count as read. */
  readonly lastViewedAt: Date;
  /** Items up to here are hidden; undefined when none are. */
  readonly clearedAt: Date | undefined;
}

type InboxQuery = QueryOf<typeof inbox.list>;

/** A page of the inbox, newest first. Items for administrators are shown and counted for nobody else. */
export async function inboxPage(
  deps: InboxDeps,
  reader: Reader,
  query: InboxQuery,
): Promise<ResponseOf<typeof inbox.list>> {
  const view = await viewOf(deps, reader);
  const filter = filterOf(query, view, deps.clock.now());
  const rows = await listItems(deps.db.read, reader, filter, query);
  return {
    total: await countItems(deps.db.read, reader, filter),
    limit: query.limit,
    offset: query.offset,
    last_viewed_at: view.lastViewedAt.toISOString(),
    notifications: rows.map((row) => listed(row, view)),
  };
}

function listed(row: StoredNotification, { lastViewedAt }: View): ListedNotification {
  const { quiet, createdAt } = row;
  return { ...onWire(row), quiet, unread: !quiet && createdAt > lastViewedAt };
}

/** How many items somebody has not seen, whatever their age. */
export async function unreadCount(
  deps: InboxDeps,
  reader: Reader,
): Promise<ResponseOf<typeof inbox.unreadCount>> {
  const { lastViewedAt } = await viewOf(deps, reader);
  const count = await countUnread(deps.db.read, reader, { lastViewedAt, max: UNREAD_MAX + 1 });
  return {
    unread: Math.min(count, UNREAD_MAX),
    capped: count > UNREAD_MAX,
    last_viewed_at: lastViewedAt.toISOString(),
  };
}

/** Counts everything so far as read by one person; their other pages learn of it. Answers the moment. */
export async function markViewed(deps: InboxDeps, reader: Reader): Promise<Date> {
  const { now, had } = await deps.db.write(async (tx) => {
    const { lastViewedAt } = await currentView(tx, reader, deps.clock.now());
    const unread = await countUnread(tx, reader, { lastViewedAt, max: 1 });
    const moment = deps.clock.now();
    await moveCursor(tx, reader, moment);
    return { now: moment, had: unread > 0 };
  });
  if (had) publishChange(deps, reader.orgId);
  return now;
}

/** Hides everything so far from everybody in the organisation; the rows stay. Answers the moment. */
export async function clearAll(
  deps: InboxDeps,
  by: { readonly principal: Principal; readonly address: string },
): Promise<Date> {
  const { principal, address } = by;
  const { orgId } = principal;
  const now = await deps.db.write(async (tx) => {
    const moment = deps.clock.now();
    await writeSetting(tx, { orgId, key: CLEARED_KEY, value: moment.toISOString() }, moment);
    await moveCursor(tx, principal, moment);
    await writeAudit(tx, { orgId, event: 'notifications_cleared', actor: { principal }, address }, deps);
    return moment;
  });
  publishChange(deps, orgId);
  return now;
}

function publishChange(deps: InboxDeps, orgId: string): void {
  deps.publish({ orgId, audience: 'all', message: { type: 'changed', what: 'notifications' } });
}

/** Somebody's view; their first look begins it, so that older items do not count as unread. */
async function viewOf(deps: InboxDeps, reader: Reader): Promise<View> {
  const { db, clock } = deps;
  const known = await findCursor(db.read, reader);
  if (known === undefined) await tryBegin(deps, reader);
  return currentView(db.read, reader, clock.now());
}

/** A disk without space keeps nobody from reading. */
async function tryBegin({ db, clock }: InboxDeps, reader: Reader): Promise<void> {
  try {
    await db.write((tx) => beginCursor(tx, reader, clock.now()));
  } catch (error) {
    if (!isStorageUnavailable(error)) throw error;
  }
}

async function currentView(db: Database['read'], reader: Reader, now: Date): Promise<View> {
  const cursor: Cursor = (await findCursor(db, reader)) ?? { lastViewedAt: now, clearedAt: null };
  const stored = new Date((await readSetting(db, reader.orgId, CLEARED_KEY)) ?? '');
  const forAll = Number.isNaN(stored.getTime()) ? undefined : stored;
  return {
    lastViewedAt: later(cursor.lastViewedAt, forAll),
    clearedAt: cursor.clearedAt === null ? forAll : later(cursor.clearedAt, forAll),
  };
}

function later(one: Date, other: Date | undefined): Date {
  return other !== undefined && other > one ? other : one;
}

function filterOf(query: InboxQuery, view: View, now: Date): InboxFilter {
  const kinds = query.kinds?.split(',').map((kind) => kind.trim());
  return {
    ...view,
    since: new Date(now.getTime() - query.hours * HOUR_MS),
    kinds: kinds?.some((kind) => kind !== '') === true ? kinds : undefined,
    cameraId: query.camera_id,
    severities: query.severity === undefined ? undefined : andAbove(query.severity),
    unread: query.unread === undefined ? undefined : query.unread === 'true',
  };
}

function andAbove(severity: Severity): readonly Severity[] {
  return SEVERITIES.slice(SEVERITIES.indexOf(severity));
}
