import type { Queryable, Transaction } from '../../db/database.ts';
import { and, asc, count, eq } from '../../db/drizzle.ts';
import { users } from '../../db/schema/identity.ts';

export type Account = typeof users.$inferSelect;

/** By lower-case e-mail (unique index). */
export async function findAccountByEmail(db: Queryable, email: string): Promise<Account | undefined> {
  return db.select().from(users).where(eq(users.email, email)).get();
}

export async function findAccount(db: Queryable, id: string): Promise<Account | undefined> {
  return db.select().from(users).where(eq(users.id, id)).get();
}

export async function anyAccountExists(db: Queryable): Promise<boolean> {
  return db.select({ id: users.id }).from(users).limit(1).get() !== undefined;
}

/** Everybody of one organisation, longest-standing first. */
export async function listAccounts(db: Queryable, orgId: string): Promise<Account[]> {
  return db.select().from(users).where(eq(users.orgId, orgId)).orderBy(asc(users.createdAt)).all();
}

export async function countAccounts(db: Queryable, orgId: string): Promise<number> {
  return db.select({ n: count() }).from(users).where(eq(users.orgId, orgId)).get()?.n ?? 0;
}

/** Administrators who can still sign in. */
export async function countActiveAdmins(db: Queryable, orgId: string): Promise<number> {
  const active = and(eq(users.orgId, orgId), eq(users.role, 'admin'), eq(users.disabled, false));
  return db.select({ n: count() }).from(users).where(active).get()?.n ?? 0;
}

export async function findFirstAdmin(db: Queryable): Promise<Account | undefined> {
  return db.select().from(users).where(eq(users.role, 'admin')).orderBy(asc(users.createdAt)).limit(1).get();
}

export async function insertAccount(tx: Transaction, account: Account): Promise<void> {
  tx.insert(users).values(account).run();
}

export async function updateAccount(
  tx: Transaction,
  id: string,
  change: Partial<Pick<Account, 'role' | 'disabled' | 'passwordHash' | 'lastSignInAt'>>,
): Promise<void> {
  tx.update(users).set(change).where(eq(users.id, id)).run();
}

/** Sessions of the account go with it. */
export async function deleteAccount(tx: Transaction, id: string): Promise<void> {
  tx.delete(users).where(eq(users.id, id)).run();
}
