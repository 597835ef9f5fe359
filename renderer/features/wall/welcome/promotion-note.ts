/** An administrator may overlook a request, so it can be repeated the next day. */
const REMEMBERED_MS = 24 * 3_600_000;

/** Key of this browser's note that a person asked for administrator rights in an organisation. */
export function promotionKey(orgId: string, userId: string): string {
  return `sentinel.promotion.${orgId}.${userId}`;
}

/** Whether a kept time (ms since 1970) says that the request is still fresh. */
export function wasAsked(kept: unknown, now: number): boolean {
  return typeof kept === 'number' && kept <= now && now - kept < REMEMBERED_MS;
}
