const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

/** How long after each failed attempt the next one follows: nine attempts over almost two days. */
const PAUSES_MS: readonly number[] = [
  5 * SECOND_MS,
  30 * SECOND_MS,
  2 * MINUTE_MS,
  10 * MINUTE_MS,
  HOUR_MS,
  6 * HOUR_MS,
  12 * HOUR_MS,
  24 * HOUR_MS,
];

/** An endpoint that failed is left alone this long, however many messages wait for it. */
const REST_MS = 5 * SECOND_MS;

/** After this age a message is tried once at most, so that a long queue for a dead receiver comes to an end. */
const STALE_AFTER_MS = 72 * HOUR_MS;

/** When a message that failed for the `attempts`-th time is tried again; undefined when it is given up. */
export function nextAttempt(attempts: number, createdAt: Date, now: Date): Date | undefined {
  const pauseMs = PAUSES_MS[attempts - 1];
  if (pauseMs === undefined || now.getTime() - createdAt.getTime() > STALE_AFTER_MS) return undefined;
  return new Date(now.getTime() + pauseMs);
}

/** Whether an endpoint's last failure is so recent that it is left alone. */
export function isResting(
  endpoint: { readonly lastFailedAt: Date | null; readonly lastDeliveredAt: Date | null },
  now: Date,
): boolean {
  const failed = endpoint.lastFailedAt?.getTime() ?? 0;
  if ((endpoint.lastDeliveredAt?.getTime() ?? 0) > failed) return false;
  const age = now.getTime() - failed;
  // A failure in the future is a clock that was set back.
  return age >= 0 && age < REST_MS;
}
