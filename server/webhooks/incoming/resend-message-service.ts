import type { Logger } from 'pino';
import type { Clock } from '../../clock.ts';
import type { Publish } from '../../events/event-hub.ts';
import type { Effects } from './incoming-webhook-service.ts';
import { textAt, valueAt, type WebhookMessage } from './message.ts';
import { suppressAddress, suppressSentMail, type SuppressionReason } from './suppression-repository.ts';

export interface ResendMessageDeps {
  readonly clock: Clock;
  readonly log: Logger;
  readonly publish: Publish;
}

const REASONS: ReadonlyMap<string, SuppressionReason> = new Map([
  ['email.bounced', 'bounce'],
  ['email.complained', 'complaint'],
  ['email.unsubscribed', 'unsubscribe'],
]);
const ADDRESS_MAX = 320;

/** What a message of Resend asks for: addresses that bounce, complain or unsubscribe are mailed no more. */
export function resendEffects(deps: ResendMessageDeps, { type, data }: WebhookMessage): Effects {
  const reason = REASONS.get(type);
  if (reason === undefined) {
    deps.log.debug({ event: type }, 'A message of Resend that asks for nothing');
    return {};
  }
  const now = deps.clock.now();
  const messageId = textAt(data, 'email_id');
  return {
    store: async (tx) => {
      for (const address of addressesIn(data)) await suppressAddress(tx, { address, reason }, now);
      const error = `webhook_event:${type}:reason=${reason}`;
      // A mail somebody unsubscribed by did arrive.
      const arrived = messageId === undefined || reason === 'unsubscribe';
      const orgId = arrived ? undefined : await suppressSentMail(tx, messageId, error);
      return () => {
        if (orgId === undefined) return;
        deps.publish({ orgId, audience: 'admin', message: { type: 'changed', what: 'deliveries' } });
      };
    },
  };
}

/** Addresses the mail went to, one or several, as the mail worker compares them. */
function addressesIn(data: unknown): string[] {
  const to = valueAt(data, 'to');
  return (Array.isArray(to) ? to : [to])
    .filter((entry) => typeof entry === 'string')
    .map((entry) => entry.trim().toLowerCase())
    .filter((address) => address.includes('@') && address.length <= ADDRESS_MAX);
}
