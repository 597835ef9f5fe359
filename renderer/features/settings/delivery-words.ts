import { plural, t } from '@lingui/core/macro';
import { relativeTime } from '../../hooks/time.ts';

/** `tried once`, `tried 3 times`; null before the first try. */
export function triesWords(attempts: number): string | null {
  if (attempts === 0) return null;
  return plural(attempts, { one: 'tried once', other: 'tried # times' });
}

/** When a message that waits is tried again; `nextAttemptAt` as told by the server, `now` in milliseconds. */
export function nextTryWords(nextAttemptAt: string | null, now: number): string {
  const at = nextAttemptAt === null ? now : Date.parse(nextAttemptAt);
  if (at <= now + 1000) return t`goes out next`;
  const when = relativeTime(at, now);
  return t`next try ${when}`;
}
