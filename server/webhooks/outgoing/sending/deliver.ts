import type { Clock } from '../../../clock.ts';
import type { Database } from '../../../db/database.ts';
import type { InstallationSecret } from '../../../secrets/installation-secret.ts';
import { putBack, settle, type DeliveryRow } from '../delivery-repository.ts';
import { nextAttempt } from './retry-plan.ts';
import type { AddressRules } from './webhook-address.ts';
import { noteDelivered, noteFailed, type EndpointRow } from '../webhook-repository.ts';
import { postMessage, type Outcome } from './webhook-request.ts';

export interface DeliverDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly secret: InstallationSecret;
  readonly addressRules: AddressRules;
  readonly timeoutMs: number;
}

/** What webhook secrets are sealed for. */
export const SEAL_PURPOSE = 'webhook';

/** A message marked as under way, and where it goes. */
export interface Claimed {
  readonly row: DeliveryRow;
  readonly endpoint: EndpointRow;
  /** Once and never again, whatever comes of it. */
  readonly once?: boolean;
}

/**
 * Sends a claimed message and stores what came of it. When `signal` aborts, the message goes back into the queue and
 * the answer is undefined.
 */
export async function deliver(
  deps: DeliverDeps,
  claimed: Claimed,
  signal: AbortSignal,
): Promise<Outcome | undefined> {
  let outcome: Outcome;
  try {
    outcome = await post(deps, claimed, signal);
  } catch (error) {
    if (!signal.aborted) throw error;
    await deps.db.write((tx) => putBack(tx, [claimed.row.id]));
    return undefined;
  }
  await store(deps, claimed, outcome);
  return outcome;
}

async function post(deps: DeliverDeps, { row, endpoint }: Claimed, signal: AbortSignal): Promise<Outcome> {
  const secret = deps.secret.open(endpoint.secretSealed, SEAL_PURPOSE);
  if (secret === undefined) {
    const error = 'The signing secret cannot be read any more. Give the webhook a new one.';
    return { verdict: 'failed', status: null, error };
  }
  const message = { url: endpoint.url, secret, messageId: row.messageId, body: row.payload };
  return postMessage(message, deps, signal);
}

async function store(deps: DeliverDeps, { row, endpoint, once }: Claimed, outcome: Outcome): Promise<void> {
  const now = deps.clock.now();
  const attempts = row.attempts + 1;
  const { verdict, status: responseStatus, error } = outcome;
  const again = verdict === 'failed' && once !== true ? nextAttempt(attempts, row.createdAt, now) : undefined;
  await deps.db.write(async (tx) => {
    const isOurs =
      verdict === 'delivered'
        ? await settle(tx, row.id, { status: 'delivered', attempts, responseStatus, error, deliveredAt: now })
        : await settle(tx, row.id, {
            status: again === undefined ? 'failed' : 'pending',
            attempts,
            responseStatus,
            error,
            nextAttemptAt: again ?? now,
          });
    if (!isOurs) return;
    if (error === null) await noteDelivered(tx, endpoint.id, now);
    else await noteFailed(tx, endpoint.id, { at: now, error, switchOff: verdict === 'gone' });
  });
}
