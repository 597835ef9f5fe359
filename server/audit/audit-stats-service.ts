import type { Clock } from '../clock.ts';
import type { audit } from '../contract/audit.ts';
import type { ResponseOf } from '../contract/endpoint.ts';
import type { Database } from '../db/database.ts';
import { auditColumns, countActs } from './audit-repository.ts';
import { COUNTED_ROWS, daysBefore, logWindows } from './log-windows.ts';
import { Tally } from './tally.ts';

const TOP = 10;

/** Acts of the last `days` days: the ten most frequent, the ten people who did most, and every UTC hour with acts. */
export async function auditStats(
  { db, clock }: { readonly db: Database; readonly clock: Clock },
  orgId: string,
  days: number,
): Promise<ResponseOf<typeof audit.stats>> {
  const events = new Tally();
  const people = new Tally();
  const hours = new Tally();
  let total = 0;
  const since = daysBefore(clock.now(), days);
  for await (const window of logWindows(db.read, auditColumns, { orgId, since }, COUNTED_ROWS)) {
    for (const { event, username, hour, count } of countActs(db.read, window)) {
      total += count;
      events.add(event, count);
      people.add(username ?? '', count);
      hours.add(hour, count);
    }
  }
  return {
    days,
    total,
    by_event: events.byCount(TOP).map(([event, count]) => ({ event, count })),
    by_user: people.byCount(TOP).map(([name, count]) => ({ username: name === '' ? null : name, count })),
    by_hour: hours.newestFirst().map(([hour, count]) => ({ hour: `${hour}:00:00.000Z`, count })),
  };
}
