import type { Queryable, Transaction } from '../../db/database.ts';
import { and, asc, count, eq, inArray, lte, ne, sum } from '../../db/drizzle.ts';
import { sessions, users } from '../../db/schema/identity.ts';

/** A session with what is needed to know its person without another look-up. */
export interface StoredSession {
  readonly id: number;
  readonly tokenHash: string;
  readonly userId: string;
  readonly orgId: string;
  readonly lastUsedAt: Date;
  readonly expiresAt: Date;
  readonly email: string;
  readonly name: string;
  readonly role: 'admin' | 'member';
}

/** Count and sum of ids: changes whenever a session appears or disappears, whoever did it. */
export interface SessionFingerprint {
  readonly count: number;
  readonly idSum: number;
}

const enabledAccount = and(eq(users.id, sessions.userId), eq(users.disabled, false));

/** All sessions of people who may sign in, expired ones included. */
export async function listSessions(db: Queryable): Promise<StoredSession[]> {
  return db
    .select({
      id: sessions.id,
      tokenHash: sessions.tokenHash,
      userId: sessions.userId,
      orgId: users.orgId,
      lastUsedAt: sessions.lastUsedAt,
      expiresAt: sessions.expiresAt,
      email: users.email,
      name: users.name,
      role: users.role,
    })
    .from(sessions)
    .innerJoin(users, enabledAccount)
    .all();
}

/** Fingerprint of exactly the rows `listSessions` answers. */
export async function sessionFingerprint(db: Queryable): Promise<SessionFingerprint> {
  const row = db
    .select({ count: count(), idSum: sum(sessions.id) })
    .from(sessions)
    .innerJoin(users, enabledAccount)
    .get();
  return { count: row?.count ?? 0, idSum: Number(row?.idSum ?? 0) };
}

/** Answers the new session's id. */
export async function insertSession(
  tx: Transaction,
  session: Omit<typeof sessions.$inferInsert, 'id'>,
): Promise<number> {
  return tx.insert(sessions).values(session).returning({ id: sessions.id }).get().id;
}

/** Ids of one person's sessions, least recently used first. */
export async function listSessionIds(db: Queryable, userId: string): Promise<number[]> {
  return db
    .select({ id: sessions.id })
    .from(sessions)
    .where(eq(sessions.userId, userId))
    .orderBy(asc(sessions.lastUsedAt), asc(sessions.id))
    .all()
    .map((row) => row.id);
}

export async function saveSessionUse(
  tx: Transaction,
  use: { readonly id: number; readonly lastUsedAt: Date; readonly expiresAt: Date },
): Promise<void> {
  const { id, lastUsedAt, expiresAt } = use;
  tx.update(sessions).set({ lastUsedAt, expiresAt }).where(eq(sessions.id, id)).run();
}

export async function deleteSessions(tx: Transaction, ids: readonly number[]): Promise<void> {
  if (ids.length > 0)
    tx.delete(sessions)
      .where(inArray(sessions.id, [...ids]))
      .run();
}

/** Ends all sessions of a person, except one when given. */
export async function deleteSessionsOf(
  tx: Transaction,
  userId: string,
  exceptId: number | undefined,
): Promise<void> {
  const theirs = eq(sessions.userId, userId);
  tx.delete(sessions)
    .where(exceptId === undefined ? theirs : and(theirs, ne(sessions.id, exceptId)))
    .run();
}

/** Ids of up to `limit` expired sessions. */
export async function listExpiredSessionIds(db: Queryable, now: Date, limit: number): Promise<number[]> {
  return db
    .select({ id: sessions.id })
    .from(sessions)
    .where(lte(sessions.expiresAt, now))
    .limit(limit)
    .all()
    .map((row) => row.id);
}
