/** Silence after which a node or camera counts as offline. A heartbeat cycle takes 63 s at worst. */
export const OFFLINE_AFTER_MS = 90_000;

const FAULTY: ReadonlySet<string> = new Set(['restarting', 'failed', 'error']);

/** Camera states whose error text is worth keeping. */
export function isFaulty(status: string): boolean {
  return FAULTY.has(status);
}

/** A report from the future dates from before the clock was set back: its age is unknown, and a living node sends anew. */
function isStale(lastSeen: Date, now: Date): boolean {
  return Math.abs(now.getTime() - lastSeen.getTime()) > OFFLINE_AFTER_MS;
}

/** What to call a camera now, given its last report. */
export function effectiveCameraStatus(
  report: { readonly status: string; readonly lastSeen: Date | null },
  now: Date,
): string {
  return report.lastSeen === null || isStale(report.lastSeen, now) ? 'offline' : report.status;
}

/** What to call a node now; one that never registered stays `pending`. */
export function effectiveNodeStatus(
  report: { readonly status: string; readonly lastSeen: Date | null },
  now: Date,
): string {
  if (report.lastSeen === null || report.status === 'pending') return report.status;
  return isStale(report.lastSeen, now) ? 'offline' : report.status;
}
