import { t } from '@lingui/core/macro';
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
  sent: { tone: 'live', label: 'Sent' },
  failed: { tone: 'bad', label: 'Failed' },
  suppressed: { tone: 'warn', label: t`Held back` },
};

/** State of a mail that has not left yet. */
export function waitingState({ status, attempts }: Pick<WaitingMail, 'status' | 'attempts'>): StateWords {
  if (status === 'sending') return { tone: 'idle', label: t`Being sent` };
  return attempts > 0 ? { tone: 'warn', label: t`Trying again` } : { tone: 'idle', label: 'Waiting' };
}

/** What is under way, in one sentence; null when nothing is. */
export function underWay(preparing: number, waiting: number): string | null {
  const parts = [
    ...(preparing === 0
      ? []
      : [
          t`${preparing.toLocaleString()} ${preparing === 1 ? 'notification is' : 'notifications are'} being prepared`,
        ]),
    ...(waiting === 0
      ? []
      : [t`${waiting.toLocaleString()} ${waiting === 1 ? 'mail waits' : 'mails wait'} to leave`]),
  ];
  return parts.length === 0 ? null : `${parts.join(', ')}.`;
}
