import type { Queryable, Transaction } from '../../db/database.ts';
import { and, asc, eq, gt, isNull, lt, lte, notInArray, or } from '../../db/drizzle.ts';
import { emailLog, emailOutbox, emailSuppression } from '../../db/schema/notifications.ts';

export type OutboxRow = typeof emailOutbox.$inferSelect;

/** A claimed mail whose attempt is this old was left behind by a process that ended. */
const LEFT_BEHIND_MS = 60_000;

/** What a finished attempt writes into its row. */
export type OutboxChange = Partial<
  Pick<OutboxRow, 'attempts' | 'nextAttemptAt' | 'sentAt' | 'resendMessageId'>
> & {
  readonly status: 'pending' | 'sent' | 'failed' | 'suppressed';
  readonly error: string | null;
};

type NewMail = Pick<
  OutboxRow,
  'orgId' | 'recipientEmail' | 'subject' | 'bodyText' | 'bodyHtml' | 'kind' | 'notificationId' | 'createdAt'
>;

export async function insertMail(tx: Transaction, mail: NewMail): Promise<void> {
  tx.insert(emailOutbox).values(mail).run();
}

/** Makes mails wait again whose attempt began over a minute ago and never ended; answers their number. */
export async function reclaimMails(tx: Transaction, now: Date): Promise<number> {
  const before = new Date(now.getTime() - LEFT_BEHIND_MS);
  // An attempt of the future began before the clock was set back.
  const future = new Date(now.getTime() + LEFT_BEHIND_MS);
  const { lastAttemptAt, status } = emailOutbox;
  const leftBehind = or(isNull(lastAttemptAt), lt(lastAttemptAt, before), gt(lastAttemptAt, future));
  return tx
    .update(emailOutbox)
    .set({ status: 'pending', nextAttemptAt: null })
    .where(and(eq(status, 'sending'), leftBehind))
    .run().changes;
}

/** Takes the oldest mail that is due, of organisations not in `except`, and marks it as being sent. */
export async function claimMail(
  tx: Transaction,
  now: Date,
  except: ReadonlySet<string>,
): Promise<OutboxRow | undefined> {
  const { status, nextAttemptAt, orgId, createdAt, id } = emailOutbox;
  const due = or(isNull(nextAttemptAt), lte(nextAttemptAt, now));
  const row = tx
    .select()
    .from(emailOutbox)
    .where(and(eq(status, 'pending'), due, notInArray(orgId, [...except])))
    .orderBy(asc(createdAt), asc(id))
    .limit(1)
    .get();
  if (row === undefined) return undefined;
  tx.update(emailOutbox).set({ status: 'sending', lastAttemptAt: now }).where(eq(id, row.id)).run();
  return row;
}

/** Writes what came of an attempt; false when the mail is no longer being sent, because its organisation was erased. */
export async function finishAttempt(tx: Transaction, id: number, change: OutboxChange): Promise<boolean> {
  const stillSending = and(eq(emailOutbox.id, id), eq(emailOutbox.status, 'sending'));
  return tx.update(emailOutbox).set(change).where(stillSending).run().changes === 1;
}

/** Adds to the delivery log. */
export async function logDelivery(tx: Transaction, entry: typeof emailLog.$inferInsert): Promise<void> {
  tx.insert(emailLog).values(entry).run();
}

/** Why an address must not be mailed, whatever its spelling; undefined when it may. */
export async function suppressionReason(db: Queryable, address: string): Promise<string | undefined> {
  return db
    .select({ reason: emailSuppression.reason })
    .from(emailSuppression)
    .where(eq(emailSuppression.address, address.toLowerCase()))
    .get()?.reason;
}
