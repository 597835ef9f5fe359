import type { Queryable, Transaction } from '../../db/database.ts';
import { and, asc, count, eq, gt, lte, ne } from '../../db/drizzle.ts';
import { invites } from '../../db/schema/identity.ts';

export type Invite = typeof invites.$inferSelect;

/** Invitations that can still be accepted, oldest first. */
export async function listOpenInvites(db: Queryable, orgId: string, now: Date): Promise<Invite[]> {
  return db
    .select()
    .from(invites)
    .where(and(eq(invites.orgId, orgId), gt(invites.expiresAt, now)))
    .orderBy(asc(invites.id))
    .all();
}

/** Open invitations of everybody but `email`, whose own would be replaced. */
export async function countOpenInvites(
  db: Queryable,
  orgId: string,
  other: { readonly thanEmail: string; readonly now: Date },
): Promise<number> {
  const open = and(
    eq(invites.orgId, orgId),
    gt(invites.expiresAt, other.now),
    ne(invites.email, other.thanEmail),
  );
  return db.select({ n: count() }).from(invites).where(open).get()?.n ?? 0;
}

/** By the SHA-256 of the link's token (unique index). */
export async function findInviteByToken(db: Queryable, tokenHash: string): Promise<Invite | undefined> {
  return db.select().from(invites).where(eq(invites.tokenHash, tokenHash)).get();
}

export async function insertInvite(tx: Transaction, invite: Omit<Invite, 'id'>): Promise<Invite> {
  return tx.insert(invites).values(invite).returning().get();
}

/** Whether there was such an invitation in this organisation. */
export async function deleteInvite(tx: Transaction, orgId: string, id: number): Promise<boolean> {
  const { changes } = tx
    .delete(invites)
    .where(and(eq(invites.orgId, orgId), eq(invites.id, id)))
    .run();
  return changes > 0;
}

export async function deleteInvitesFor(tx: Transaction, orgId: string, email: string): Promise<void> {
  tx.delete(invites)
    .where(and(eq(invites.orgId, orgId), eq(invites.email, email)))
    .run();
}

export async function deleteExpiredInvites(tx: Transaction, now: Date): Promise<void> {
  tx.delete(invites).where(lte(invites.expiresAt, now)).run();
}
