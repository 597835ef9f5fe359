import type { Queryable, Transaction } from '../../db/database.ts';
import { eq } from '../../db/drizzle.ts';
import { processedWebhooks } from '../../db/schema/notifications.ts';

const TYPE_MAX = 100;

/** Whether a message was handled before. */
export async function isProcessed(db: Queryable, messageId: string): Promise<boolean> {
  const row = db
    .select({ id: processedWebhooks.id })
    .from(processedWebhooks)
    .where(eq(processedWebhooks.svixMsgId, messageId))
    .get();
  return row !== undefined;
}

/** Notes a message as handled; false when it was already. */
export async function markProcessed(
  tx: Transaction,
  message: { readonly id: string; readonly type: string },
  now: Date,
): Promise<boolean> {
  const { changes } = tx
    .insert(processedWebhooks)
    .values({ svixMsgId: message.id, eventType: message.type.slice(0, TYPE_MAX), createdAt: now })
    .onConflictDoNothing()
    .run();
  return changes > 0;
}
