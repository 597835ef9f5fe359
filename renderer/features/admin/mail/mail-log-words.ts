import { plural, t } from '@lingui/core/macro';
import type { ResponseOf } from '../../../../server/contract/endpoint.ts';
import type { mail } from '../../../../server/contract/notifications/email.ts';
import type { ChipTone } from '../../../components/chip.tsx';

type Log = ResponseOf<typeof mail.deliveries>;
export type WaitingMail = Log['waiting'][number];
export type SettledMail = Log['deliveries'][number];

interface StateWords {
  readonly tone: ChipTone;
  readonly label: string;
}

export const OUTCOMES: Readonly<Record<SettledMail['status'], StateWords>> = {
  sent: { tone: 'live', label: t`Sent` },
  failed: { tone: 'bad', label: t`Failed` },
  suppressed: { tone: 'warn', label: t`Held back` },
};

/** State of a mail that has not left yet. */
export function waitingState({ status, attempts }: Pick<WaitingMail, 'status' | 'attempts'>): StateWords {
  if (status === 'sending') return { tone: 'idle', label: t`Being sent` };
  return attempts > 0 ? { tone: 'warn', label: t`Trying again` } : { tone: 'idle', label: t`Waiting` };
}

/** What is under way, in one sentence; null when nothing is. */
export function underWay(preparing: number, waiting: number): string | null {
  const prepared = plural(preparing, {
    one: '# notification is being prepared',
    other: '# notifications are being prepared',
  });
  const waits = plural(waiting, { one: '# mail waits to leave', other: '# mails wait to leave' });
  const parts = [...(preparing === 0 ? [] : [prepared]), ...(waiting === 0 ? [] : [waits])];
  return parts.length === 0 ? null : `${parts.join(', ')}.`;
}
