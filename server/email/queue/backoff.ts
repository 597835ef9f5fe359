const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const FIRST_MS = 30 * SECOND_MS;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** Longest pause after a refusal, however many attempts an installation allows. */
const REFUSED_MAX_MS = 6 * 60 * MINUTE_MS;
const UNREACHABLE_MAX_MS = 10 * MINUTE_MS;
const LOOKUP_MAX_MS = 15 * MINUTE_MS;

/** A mail nobody could be reached for is given up when it is this old. */
export const MAIL_GIVEN_UP_MS = 3 * DAY_MS;
/** A mail whose recipients could not be found is given up when it is this old. */
export const INTENT_GIVEN_UP_MS = 7 * DAY_MS;

/** Pause after the `attempts`-th refusal, in milliseconds: 30 s, 2 min, 8 min… */
export function pauseAfterRefusal(attempts: number): number {
  return Math.min(REFUSED_MAX_MS, FIRST_MS * 4 ** (attempts - 1));
}

/** Pause while nobody takes a mail of this age, in milliseconds: as long as it waits already, so it doubles. */
export function pauseWhileUnreachable(ageMs: number): number {
  return Math.min(UNREACHABLE_MAX_MS, Math.max(FIRST_MS, ageMs));
}

/** Pause after the `attempts`-th failed look-up of recipients, in milliseconds: 30 s, 1 min, 2 min… 15 min. */
export function pauseAfterLookup(attempts: number): number {
  return Math.min(LOOKUP_MAX_MS, FIRST_MS * 2 ** (attempts - 1));
}
