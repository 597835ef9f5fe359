import type { Clock } from '../clock.ts';
import type { ResponseOf } from '../contract/endpoint.ts';
import type { audit } from '../contract/audit.ts';
import type { Database } from '../db/database.ts';
import { accessColumns, countAccesses } from './audit-repository.ts';
import { COUNTED_ROWS, daysBefore, logWindows } from './log-windows.ts';

export interface AccessStatsDeps {
  readonly db: Database;
  readonly clock: Clock;
}

export type AccessStats = ResponseOf<typeof audit.streamStats>;

const TOP = 10;

interface Tally {
  readonly userId: string;
  readonly userEmail: string;
  count: number;
}

/** Who watched what in the last `days` days: the ten busiest cameras and people, and every UTC day with accesses. */
export async function accessStats(deps: AccessStatsDeps, orgId: string, days: number): Promise<AccessStats> {
  const cameras = new Map<string, number>();
  const people = new Map<string, Tally>();
  const byDay = new Map<string, number>();
  let total = 0;
  const since = daysBefore(deps.clock.now(), days);
  for await (const window of logWindows(deps.db.read, accessColumns, { orgId, since }, COUNTED_ROWS)) {
    for (const { cameraId, userId, userEmail, day, count } of countAccesses(deps.db.read, window)) {
      total += count;
      cameras.set(cameraId, (cameras.get(cameraId) ?? 0) + count);
      byDay.set(day, (byDay.get(day) ?? 0) + count);
      const key = JSON.stringify([userId, userEmail]);
      const person = people.get(key) ?? { userId, userEmail, count: 0 };
      person.count += count;
      people.set(key, person);
    }
  }
  return {
    days,
    total_accesses: total,
    by_camera: [...cameras]
      .map(([camera_id, count]) => ({ camera_id, count }))
      .toSorted((a, b) => b.count - a.count || compare(a.camera_id, b.camera_id))
      .slice(0, TOP),
    by_user: [...people.values()]
      .map(({ userId, userEmail, count }) => ({ user_id: userId, user_email: userEmail, count }))
      .toSorted((a, b) => b.count - a.count || compare(a.user_id, b.user_id))
      .slice(0, TOP),
    by_day: [...byDay].map(([date, count]) => ({ date, count })).toSorted((a, b) => compare(b.date, a.date)),
  };
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
