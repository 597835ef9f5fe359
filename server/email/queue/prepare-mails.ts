import type { Logger } from 'pino';
import type { Clock } from '../../clock.ts';
import type { Database } from '../../db/database.ts';
import type { StoredNotification } from '../../notifications/notifier.ts';
import type { Recipients, RenderedMail } from '../mail.ts';
import { INTENT_GIVEN_UP_MS, pauseAfterLookup } from './backoff.ts';
import {
  deleteIntent,
  findDueIntent,
  findNotification,
  postponeIntent,
  type Intent,
} from './intent-repository.ts';
import { isKindMailed } from './mail-gate.ts';
import { composeMail, type ComposeDeps } from './compose-mail.ts';
import { insertMail, logDelivery } from './outbox-repository.ts';
import { oneLine } from './one-line.ts';

export interface PrepareDeps extends ComposeDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Logger;
  readonly recipients: Pick<Recipients, 'find'>;
  /** Mails at most prepared in one go. */
  readonly batchSize: number;
}

/** A mail and those who get it. */
interface Composed {
  readonly mail: RenderedMail;
  readonly addresses: readonly string[];
}

/**
 * Turns notifications that shall be mailed into mails, one for each recipient; `onChange` hears of their organisations.
 * Where recipients cannot be found now, the notification waits, and so do the others of its organisation.
 */
export async function prepareMails(
  deps: PrepareDeps,
  onChange: (orgId: string) => void,
  signal?: AbortSignal,
): Promise<void> {
  const failing = new Set<string>();
  for (let done = 0; done < deps.batchSize; done += 1) {
    if (signal?.aborted === true) return;
    const intent = await findDueIntent(deps.db.read, deps.clock.now(), failing);
    if (intent === undefined) return;
    const stored = await findNotification(deps.db.read, intent.notificationId);
    const error = stored === undefined ? await drop(deps, intent) : await prepare(deps, intent, stored);
    if (error !== undefined) failing.add(intent.orgId);
    onChange(intent.orgId);
  }
}

/** Its notification was deleted meanwhile: there is nothing left to tell. */
async function drop({ db }: PrepareDeps, intent: Intent): Promise<undefined> {
  await db.write((tx) => deleteIntent(tx, intent.id));
}

/** Answers why it could not be done. */
async function prepare(
  deps: PrepareDeps,
  intent: Intent,
  stored: StoredNotification,
): Promise<string | undefined> {
  let composed: Composed;
  try {
    composed = await compose(deps, stored);
  } catch (error) {
    const reason = oneLine(error);
    await putOff(deps, intent, { stored, reason });
    return reason;
  }
  await enqueue(deps, intent, { stored, composed });
  return undefined;
}

async function compose(deps: PrepareDeps, stored: StoredNotification): Promise<Composed> {
  const audience = stored.audience === 'admin' ? 'admin' : 'all';
  const addresses = await deps.recipients.find(stored.orgId, audience);
  return { addresses, mail: await composeMail(deps, deps.db.read, stored) };
}

/** In one transaction, so that a crash neither loses nor doubles the mails. */
async function enqueue(
  { db, clock }: PrepareDeps,
  intent: Intent,
  { stored, composed }: { readonly stored: StoredNotification; readonly composed: Composed },
): Promise<void> {
  const { orgId, kind } = stored;
  const { subject, text: bodyText, html: bodyHtml } = composed.mail;
  await db.write(async (tx) => {
    // Gone when the organisation was erased meanwhile; unwanted when somebody unsubscribed meanwhile.
    if (!(await deleteIntent(tx, intent.id)) || !(await isKindMailed(tx, orgId, kind))) return;
    const row = {
      orgId,
      kind,
      subject,
      bodyText,
      bodyHtml,
      notificationId: stored.id,
      createdAt: clock.now(),
    };
    for (const recipientEmail of composed.addresses) await insertMail(tx, { ...row, recipientEmail });
  });
}

async function putOff(
  { db, clock, log }: PrepareDeps,
  intent: Intent,
  { stored, reason }: { readonly stored: StoredNotification; readonly reason: string },
): Promise<void> {
  const now = clock.now();
  const error = `recipients_unknown: ${reason}`;
  if (now.getTime() - intent.createdAt.getTime() <= INTENT_GIVEN_UP_MS) {
    const until = new Date(now.getTime() + pauseAfterLookup(intent.attempts + 1));
    await db.write((tx) => postponeIntent(tx, intent, { until, error }));
    return;
  }
  log.warn({ kind: stored.kind }, 'A mail was given up: its recipients could not be found for a week');
  await db.write(async (tx) => {
    if (!(await deleteIntent(tx, intent.id))) return;
    const { orgId, kind } = stored;
    await logDelivery(tx, { orgId, kind, timestamp: now, recipientEmail: '', status: 'failed', error });
  });
}
