import type { QueryOf, ResponseOf } from '../../contract/endpoint.ts';
import { mailStatus, type mail } from '../../contract/notifications/email.ts';
import type { Database } from '../../db/database.ts';
import { countPreparing, countSettled, listSettled, listWaiting } from './delivery-log-repository.ts';

/** Waiting mails that are listed; more than a screenful only ever wait while nothing leaves at all. */
const WAITING_MAX = 200;

/** Mails of an organisation that wait, and what became of the others. The status filter is about the latter. */
export async function deliveriesOf(
  { read }: Database,
  orgId: string,
  { limit, offset, status, kind }: QueryOf<typeof mail.deliveries>,
): Promise<ResponseOf<typeof mail.deliveries>> {
  const filter = { orgId, status, kind };
  const waiting = await listWaiting(read, filter, WAITING_MAX);
  const settled = await listSettled(read, filter, { limit, offset });
  return {
    preparing: await countPreparing(read, orgId),
    waiting: waiting.map((row) => ({
      id: row.id,
      kind: row.kind,
      recipient: row.recipientEmail,
      status: row.status === 'sending' ? 'sending' : 'pending',
      attempts: row.attempts,
      next_attempt_at: row.nextAttemptAt?.toISOString() ?? null,
      error: row.error,
      created_at: row.createdAt.toISOString(),
    })),
    total: await countSettled(read, filter),
    limit,
    offset,
    deliveries: settled.map((row) => ({
      id: row.id,
      kind: row.kind,
      recipient: row.recipientEmail,
      status: mailStatus.parse(row.status),
      error: row.error,
      timestamp: row.timestamp.toISOString(),
    })),
  };
}
