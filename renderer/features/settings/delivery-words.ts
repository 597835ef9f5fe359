import { relativeTime } from '../../hooks/time.ts';

/** `tried once`, `tried 3 times`; null before the first try. */
export function triesWords(attempts: number): string | null {
  if (attempts === 0) return null;
  return attempts === 1 ? 'tried once' : `tried ${attempts} times`;
}

/** When a message that waits is tried again; `nextAttemptAt` as told by the server, `now` in milliseconds. */
export function nextTryWords(nextAttemptAt: string | null, now: number): string {
  const at = nextAttemptAt === null ? now : Date.parse(nextAttemptAt);
  return at <= now + 1000 ? 'goes out next' : `next try ${relativeTime(at, now)}`;
}
