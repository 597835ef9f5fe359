const DAY_MS = 86_400_000;

/** How long an unpaid organisation keeps its plan's caps. */
export const GRACE_DAYS = 7;

export interface GracePeriod {
  readonly expiresAt: Date;
  /** Whole days left, never negative. */
  readonly daysRemaining: number;
  readonly expired: boolean;
}

/** A zone-less time counts as UTC, as it was stored by older versions. */
function parseInstant(text: string): Date | undefined {
  const zoned = /(?:Z|[+-]\d{2}:?\d{2})$/i.test(text.trim());
  const instant = new Date(zoned ? text.trim() : `${text.trim()}Z`);
  return Number.isNaN(instant.getTime()) ? undefined : instant;
}

/** The grace period that began at `pastDueAt`, or undefined when that text is missing or not a time. */
export function gracePeriod(pastDueAt: string | undefined, now: Date): GracePeriod | undefined {
  const since = pastDueAt === undefined ? undefined : parseInstant(pastDueAt);
  if (since === undefined) return undefined;
  const expiresAt = new Date(since.getTime() + GRACE_DAYS * DAY_MS);
  const leftMs = expiresAt.getTime() - now.getTime();
  return {
    expiresAt,
    daysRemaining: Math.max(0, Math.floor(leftMs / DAY_MS)),
    expired: leftMs < 0,
  };
}
