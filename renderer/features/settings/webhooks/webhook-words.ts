import { t } from '@lingui/core/macro';
import type { Webhook, WebhookDelivery } from '../../../../server/contract/notifications/webhooks.ts';
import type { ChipTone } from '../../../components/chip.tsx';
import { agoTime } from '../../../hooks/time.ts';
import { kindWords } from '../kind-words.ts';

/** Kinds named before the rest is only counted. */
const NAMED = 3;

/** `Everything`, or the first kinds and how many more. */
export function kindsWords(kinds: Webhook['kinds']): string {
  if (kinds === null) return t`Everything`;
  const named = kinds.slice(0, NAMED).map(kindWords).join(', ');
  const more = kinds.length - NAMED;
  return more > 0 ? t`${named} and ${more} more` : named;
}

interface State {
  readonly tone: ChipTone;
  readonly label: string;
  readonly sentence: string;
}

function failureWords(when: string, reason: string | null): string {
  return reason === null ? t`Last try failed ${when}` : t`Last try failed ${when}: ${reason}`;
}

/** How a webhook fares, by what came of its latest message. `now` in milliseconds. */
export function webhookState(webhook: Webhook, now: number): State {
  const delivered = webhook.last_delivered_at === null ? null : Date.parse(webhook.last_delivered_at);
  const failed = webhook.last_failed_at === null ? null : Date.parse(webhook.last_failed_at);
  const isFailing = failed !== null && (delivered === null || failed > delivered);
  const failure = isFailing ? failureWords(agoTime(failed, now), webhook.last_error) : '';
  if (!webhook.enabled) return { tone: 'idle', label: t`Off`, sentence: failure };
  if (isFailing) return { tone: 'bad', label: t`Failing`, sentence: failure };
  if (delivered === null)
    return {
      tone: 'idle',
      label: t({ message: 'On', context: 'switched' }),
      sentence: t`Nothing was sent yet.`,
    };
  return {
    tone: 'live',
    label: t({ message: 'On', context: 'switched' }),
    sentence: t`Last delivered ${agoTime(delivered, now)}.`,
  };
}

/** State of one message. */
export function deliveryState(delivery: Pick<WebhookDelivery, 'status' | 'attempts'>): {
  readonly tone: ChipTone;
  readonly label: string;
} {
  switch (delivery.status) {
    case 'delivered':
      return { tone: 'live', label: t`Delivered` };
    case 'failed':
      return { tone: 'bad', label: t`Failed` };
    case 'sending':
      return { tone: 'idle', label: t`Being sent` };
    case 'pending':
      return delivery.attempts > 0
        ? { tone: 'warn', label: t`Trying again` }
        : { tone: 'idle', label: t`Waiting` };
  }
}
