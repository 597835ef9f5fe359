import type { SQL } from 'drizzle-orm';
import type { Queryable, Transaction } from '../../db/database.ts';
import { and, desc, eq, gt, gte, inArray, lte, not, or, sql } from '../../db/drizzle.ts';
import { notifications, userNotificationState } from '../../db/schema/notifications.ts';
import type { StoredNotification } from '../notifier.ts';

/** Who looks into which inbox. */
export interface Reader {
  readonly orgId: string;
  readonly userId: string;
  readonly isAdmin: boolean;
}

export type Cursor = Pick<typeof userNotificationState.$inferSelect, 'lastViewedAt' | 'clearedAt'>;

function ofReader({ orgId, userId }: Reader): SQL | undefined {
  return and(eq(userNotificationState.clerkUserId, userId), eq(userNotificationState.orgId, orgId));
}

/** How far a person has read; undefined before their first look. */
export async function findCursor(db: Queryable, reader: Reader): Promise<Cursor | undefined> {
  return db.select().from(userNotificationState).where(ofReader(reader)).get();
}

/** Begins a cursor at `now`; one that exists stays. */
export async function beginCursor(tx: Transaction, reader: Reader, now: Date): Promise<void> {
  tx.insert(userNotificationState)
    .values({ orgId: reader.orgId, clerkUserId: reader.userId, lastViewedAt: now })
    .onConflictDoNothing()
    .run();
}

/** Moves a cursor to `now`, or begins it there. */
export async function moveCursor(tx: Transaction, reader: Reader, now: Date): Promise<void> {
  tx.insert(userNotificationState)
    .values({ orgId: reader.orgId, clerkUserId: reader.userId, lastViewedAt: now })
    .onConflictDoUpdate({
      target: [userNotificationState.clerkUserId, userNotificationState.orgId],
      set: { lastViewedAt: now },
    })
    .run();
}

export interface InboxFilter {
  /** The oldest moment shown. */
  readonly since: Date;
  /** Only later items; undefined when nothing was cleared. */
  readonly clearedAt: Date | undefined;
  readonly kinds?: readonly string[] | undefined;
  readonly cameraId?: string | undefined;
  readonly severities?: readonly string[] | undefined;
  readonly unread?: boolean | undefined;
  readonly lastViewedAt: Date;
}

function visibleTo({ orgId, isAdmin }: Reader): SQL | undefined {
  return and(eq(notifications.orgId, orgId), isAdmin ? undefined : eq(notifications.audience, 'all'));
}

function unreadAfter(lastViewedAt: Date): SQL | undefined {
  return and(gt(notifications.createdAt, lastViewedAt), not(notifications.quiet));
}

/**
 * The index on organisation and time bounds what is read; the other columns are compared as expressions, because their
 * own indexes would lead through all of history.
 */
function within(reader: Reader, filter: InboxFilter): SQL | undefined {
  const { since, clearedAt, kinds, cameraId, severities, unread, lastViewedAt } = filter;
  const isRead = or(lte(notifications.createdAt, lastViewedAt), notifications.quiet);
  return and(
    visibleTo(reader),
    gte(notifications.createdAt, since),
    clearedAt === undefined ? undefined : gt(notifications.createdAt, clearedAt),
    kinds === undefined ? undefined : inArray(sql`+${notifications.kind}`, [...kinds]),
    cameraId === undefined ? undefined : sql`+${notifications.cameraId} = ${cameraId}`,
    severities === undefined ? undefined : inArray(sql`+${notifications.severity}`, [...severities]),
    unread === undefined ? undefined : unread ? unreadAfter(lastViewedAt) : isRead,
  );
}

/** Items, newest first. */
export async function listItems(
  db: Queryable,
  reader: Reader,
  filter: InboxFilter,
  page: { readonly limit: number; readonly offset: number },
): Promise<StoredNotification[]> {
  return db
    .select()
    .from(notifications)
    .where(within(reader, filter))
    .orderBy(desc(notifications.createdAt), desc(notifications.id))
    .limit(page.limit)
    .offset(page.offset)
    .all();
}

export async function countItems(db: Queryable, reader: Reader, filter: InboxFilter): Promise<number> {
  return db.$count(notifications, within(reader, filter));
}

/** Unread items, counted up to `max` only. */
export async function countUnread(
  db: Queryable,
  reader: Reader,
  { lastViewedAt, max }: { readonly lastViewedAt: Date; readonly max: number },
): Promise<number> {
  const some = db
    .select({ one: sql`1` })
    .from(notifications)
    .where(and(visibleTo(reader), unreadAfter(lastViewedAt)))
    .limit(max)
    .as('some');
  return db.$count(some);
}
