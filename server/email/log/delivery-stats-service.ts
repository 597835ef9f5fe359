import { COUNTED_ROWS, daysBefore, logWindows } from '../../audit/log-windows.ts';
import { Tally } from '../../audit/tally.ts';
import type { ResponseOf } from '../../contract/endpoint.ts';
import { mailStatus, type mail } from '../../contract/notifications/email.ts';
import { countPreparing, countSettled, countWaiting, settledColumns } from './delivery-log-repository.ts';
import type { DeliveryLogDeps } from './delivery-log-service.ts';

const TOP = 10;

interface Outcomes {
  sent: number;
  failed: number;
  suppressed: number;
}

const none = (): Outcomes => ({ sent: 0, failed: 0, suppressed: 0 });

/**
 * What became of the mails of the last `days` days: by outcome, the ten most frequent kinds and recipients, and every
 * UTC hour with mails; and how many wait now.
 */
export async function deliveryStats(
  { db: { read }, clock }: DeliveryLogDeps,
  orgId: string,
  days: number,
): Promise<ResponseOf<typeof mail.deliveryStats>> {
  const kinds = new Tally();
  const recipients = new Tally();
  const hours = new Map<string, Outcomes>();
  const all = none();
  const since = daysBefore(clock.now(), days);
  for await (const window of logWindows(read, settledColumns, { orgId, since }, COUNTED_ROWS)) {
    for (const { kind, recipient, status, hour, count } of countSettled(read, window)) {
      const outcome = mailStatus.parse(status);
      const ofHour = hours.get(hour) ?? none();
      hours.set(hour, ofHour);
      ofHour[outcome] += count;
      all[outcome] += count;
      kinds.add(kind, count);
      recipients.add(recipient, count);
    }
  }
  return {
    days,
    total: all.sent + all.failed + all.suppressed,
    ...all,
    waiting: (await countPreparing(read, orgId)) + (await countWaiting(read, orgId)),
    by_kind: kinds.byCount(TOP).map(([kind, count]) => ({ kind, count })),
    by_recipient: recipients.byCount(TOP).map(([recipient, count]) => ({ recipient, count })),
    by_hour: [...hours]
      .toSorted(([a], [b]) => (a < b ? 1 : -1))
      .map(([hour, { sent, failed, suppressed }]) => ({
        hour: `${hour}:00:00.000Z`,
        sent,
        failed,
        suppressed,
      })),
  };
}
