import { csvText } from '../../audit/csv.ts';
import { daysBefore, logBatches, readLogPage } from '../../audit/log-windows.ts';
import type { Clock } from '../../clock.ts';
import type { QueryOf, ResponseOf } from '../../contract/endpoint.ts';
import { mailStatus, type mail } from '../../contract/notifications/email.ts';
import type { Database } from '../../db/database.ts';
import {
  countPreparing,
  listWaiting,
  selectSettled,
  settledColumns,
  settledCondition,
} from './delivery-log-repository.ts';

export interface DeliveryLogDeps {
  readonly db: Database;
  readonly clock: Clock;
}

type DeliveryQuery = QueryOf<typeof mail.deliveries>;

/** Waiting mails that are listed; more than a screenful only ever wait while nothing leaves at all. */
const WAITING_MAX = 200;
const CSV_HEADER = ['timestamp', 'kind', 'recipient', 'status', 'error'];

/** Mails of an organisation that wait, and what became of the others. The status filter is about the latter. */
export async function deliveriesOf(
  { db: { read }, clock }: DeliveryLogDeps,
  orgId: string,
  query: DeliveryQuery,
): Promise<ResponseOf<typeof mail.deliveries>> {
  const { limit, offset, kind } = query;
  const waiting = await listWaiting(read, orgId, kind, WAITING_MAX);
  const scope = { orgId, since: daysBefore(clock.now(), query.days), filter: settledCondition(query) };
  const { total, rows } = await readLogPage(
    read,
    settledColumns,
    { ...scope, limit, offset },
    (where, page) => selectSettled(read, where, page),
  );
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
    total,
    limit,
    offset,
    deliveries: rows.map((row) => ({
      id: row.id,
      kind: row.kind,
      recipient: row.recipientEmail,
      status: mailStatus.parse(row.status),
      error: row.error,
      timestamp: row.timestamp.toISOString(),
    })),
  };
}

/** What became of the newest matching mails, as CSV text. */
export function deliveriesCsv(
  { db: { read }, clock }: DeliveryLogDeps,
  orgId: string,
  query: Pick<DeliveryQuery, 'status' | 'kind' | 'days'>,
): AsyncIterable<string> {
  const scope = { orgId, since: daysBefore(clock.now(), query.days), filter: settledCondition(query) };
  const rows = logBatches(read, settledColumns, scope, (where, page) =>
    selectSettled(read, where, page).map((row) => [
      row.timestamp.toISOString(),
      row.kind,
      row.recipientEmail,
      row.status,
      row.error,
    ]),
  );
  return csvText(CSV_HEADER, rows);
}
