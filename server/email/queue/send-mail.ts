import type { Logger } from 'pino';
import type { Clock } from '../../clock.ts';
import type { Database } from '../../db/database.ts';
import type { MailTransports, SendOutcome } from '../mail.ts';
import { MAIL_GIVEN_UP_MS, pauseAfterRefusal, pauseWhileUnreachable } from './backoff.ts';
import { oneLine } from './one-line.ts';
import {
  finishAttempt,
  logDelivery,
  suppressionReason,
  type OutboxChange,
  type OutboxRow,
} from './outbox-repository.ts';

export interface SendDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Logger;
  readonly transports: MailTransports;
  /** Refusals after which a mail is given up. */
  readonly maxAttempts: number;
}

/** What became of a claimed mail. `later`: nobody was there to take it, so the next one need not be tried now. */
export type Sent = 'sent' | 'failed' | 'suppressed' | 'retried' | 'later' | 'gone';

const SKIPPED = 'skipped: mail was switched off';

/** Hands a claimed mail over and writes what came of it, both outside of each other's transactions. */
export async function sendMail(deps: SendDeps, row: OutboxRow, signal?: AbortSignal): Promise<Sent> {
  const outcome = await attemptOf(deps, row, signal);
  const now = deps.clock.now();
  const change = changeOf(outcome, row, { now, maxAttempts: deps.maxAttempts });
  if (change.status === 'failed') deps.log.warn({ mail: row.id, kind: row.kind }, 'A mail was given up');
  const written = await deps.db.write(async (tx) => {
    if (!(await finishAttempt(tx, row.id, change))) return false;
    if (change.status !== 'pending') await logDelivery(tx, logEntry(row, change, now));
    return true;
  });
  if (!written) return 'gone';
  if (change.status !== 'pending') return change.status;
  return change.attempts === undefined ? 'later' : 'retried';
}

type Outcome =
  | SendOutcome
  | { readonly suppressed: string; readonly skipped?: never }
  | { readonly skipped: true; readonly suppressed?: never };

async function attemptOf(deps: SendDeps, row: OutboxRow, signal?: AbortSignal): Promise<Outcome> {
  try {
    const reason = await suppressionReason(deps.db.read, row.recipientEmail);
    if (reason !== undefined) return { suppressed: `address_suppressed: reason=${reason}` };
    if (!(await deps.transports.isOn(row.orgId, deps.db.read))) return { skipped: true };
    const transport = await deps.transports.of(row.orgId);
    return await transport.send(mailOf(row), signal);
  } catch (error) {
    return { ok: false, retry: 'counts', error: `worker_exception: ${oneLine(error)}` };
  }
}

function mailOf(row: OutboxRow) {
  return {
    to: row.recipientEmail,
    subject: row.subject,
    text: row.bodyText,
    html: row.bodyHtml,
    kind: row.kind,
    idempotencyKey: `outbox-${row.id}`,
    unsubscribeUrl: unsubscribeUrlIn(row.bodyText),
  };
}

/**
 * The unsubscribe link as the mail itself shows it. A link made anew would differ at each attempt, and a provider refuses
 * a repeated idempotency key with other contents.
 */
function unsubscribeUrlIn(text: string): string | undefined {
  return text.match(/https?:\/\/\S+\/api\/notifications\/email\/unsubscribe\?t=[\w.-]+/g)?.at(-1);
}

interface Attempt {
  readonly now: Date;
  readonly maxAttempts: number;
}

function changeOf(outcome: Outcome, row: OutboxRow, attempt: Attempt): OutboxChange {
  const { now } = attempt;
  const attempts = row.attempts + 1;
  const settled = { attempts, nextAttemptAt: null };
  if ('suppressed' in outcome) return { ...settled, status: 'suppressed', error: outcome.suppressed };
  if ('skipped' in outcome) return { ...settled, status: 'sent', sentAt: now, error: SKIPPED };
  if (outcome.ok) {
    return { ...settled, status: 'sent', sentAt: now, resendMessageId: outcome.messageId, error: null };
  }
  return outcome.retry === 'counts'
    ? afterRefusal(outcome.error, attempts, attempt)
    : whileUnreachable(outcome.error, row, now);
}

function afterRefusal(error: string, attempts: number, { now, maxAttempts }: Attempt): OutboxChange {
  if (attempts >= maxAttempts) return { status: 'failed', error, attempts, nextAttemptAt: null };
  return { status: 'pending', error, attempts, nextAttemptAt: later(now, pauseAfterRefusal(attempts)) };
}

function whileUnreachable(error: string, row: OutboxRow, now: Date): OutboxChange {
  const ageMs = now.getTime() - row.createdAt.getTime();
  if (ageMs > MAIL_GIVEN_UP_MS) return { status: 'failed', error, nextAttemptAt: null };
  return { status: 'pending', error, nextAttemptAt: later(now, pauseWhileUnreachable(ageMs)) };
}

function later(now: Date, pauseMs: number): Date {
  return new Date(now.getTime() + pauseMs);
}

function logEntry(row: OutboxRow, change: OutboxChange, timestamp: Date) {
  const { orgId, recipientEmail, kind } = row;
  const { status, error, resendMessageId = null } = change;
  return { orgId, recipientEmail, kind, timestamp, status, error, resendMessageId };
}
