import type { Queryable } from '../../db/database.ts';
import { metaOf } from '../../notifications/notifier.ts';
import { motionReports } from './evidence-repository.ts';

/** Clocks drift, so older reports say nothing about now. */
const RECENT_MS = 3_600_000;
const REPORTS = 20;

/**
 * How far a node's clock is behind ours in milliseconds, from its recent motion reports: the moment each was stored
 * minus the moment the node gave it. Delivery only adds to that, so the smallest is the best. Null without a report.
 */
export async function nodeClockOffsetMs(
  db: Queryable,
  node: { readonly orgId: string; readonly nodeId: string },
  now: Date,
): Promise<number | null> {
  const since = new Date(now.getTime() - RECENT_MS);
  const offsets = (await motionReports(db, node, since, REPORTS)).flatMap((report) => {
    const given = metaOf(report)?.['event_timestamp'];
    const givenAt = Date.parse(typeof given === 'string' ? given : '');
    return Number.isNaN(givenAt) ? [] : report.createdAt.getTime() - givenAt;
  });
  return offsets.length === 0 ? null : Math.min(...offsets);
}
