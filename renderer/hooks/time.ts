import { useEffect, useState } from 'react';
import { formats } from './format.ts';

/** Milliseconds since 1970, refreshed every `everyMs`. */
export function useNow(everyMs: number): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}

/** Whether two moments (ms) are on one day in the viewer's time zone. */
export function isSameDay(a: number, b: number): boolean {
  return new Date(a).toDateString() === new Date(b).toDateString();
}

/** `2:02:11 PM` in the viewer's time zone. */
export function clockTime(ms: number): string {
  return formats.timeSeconds(ms);
}

/** `2:02:11 PM` today, `3 May, 2:02 PM` on other days. */
export function sinceTime(ms: number, now: number): string {
  return isSameDay(ms, now) ? formats.timeSeconds(ms) : formats.moment(ms, now);
}

/** `12 seconds ago`, `in 6 days`. */
export function relativeTime(ms: number, now: number): string {
  return formats.relative(ms, now);
}

/** How long something is over, `12 seconds ago`. The clock of the page may be behind: nothing is over in the future. */
export function agoTime(ms: number, now: number): string {
  return relativeTime(Math.min(ms, now), now);
}
