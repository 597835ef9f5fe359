import type { Transaction } from '../../db/database.ts';
import { and, eq, gte } from '../../db/drizzle.ts';
import { emailLog, emailOutbox, emailSuppression } from '../../db/schema/notifications.ts';

/** Why an address is mailed no more. */
export type SuppressionReason = 'bounce' | 'complaint' | 'unsubscribe';

/** Notes that an address must not be mailed; one that is noted already keeps its first reason. */
export async function suppressAddress(
  tx: Transaction,
  suppression: { readonly address: string; readonly reason: SuppressionReason },
  now: Date,
): Promise<void> {
  tx.insert(emailSuppression)
    .values({ ...suppression, source: 'resend_webhook', createdAt: now })
    .onConflictDoNothing()
    .run();
}

/**
 * Marks a mail that had left as not delivered, in the outbox and in the delivery log. Answers its organisation, or
 * undefined when no sent mail has that message id. Seeks the index over message ids, then that over log times.
 */
export async function suppressSentMail(
  tx: Transaction,
  messageId: string,
  error: string,
): Promise<string | undefined> {
  const changes = { status: 'suppressed', error };
  const mail = tx
    .update(emailOutbox)
    .set(changes)
    .where(and(eq(emailOutbox.resendMessageId, messageId), eq(emailOutbox.status, 'sent')))
    .returning({ orgId: emailOutbox.orgId, createdAt: emailOutbox.createdAt })
    .get();
  if (mail === undefined) return undefined;
  const logged = and(
    eq(emailLog.orgId, mail.orgId),
    gte(emailLog.timestamp, mail.createdAt),
    eq(emailLog.resendMessageId, messageId),
    eq(emailLog.status, 'sent'),
  );
  tx.update(emailLog).set(changes).where(logged).run();
  return mail.orgId;
}
