import { useEffect, useState } from 'react';

/** Milliseconds since 1970, refreshed every `everyMs`. */
export function useNow(everyMs: number): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}

const clock = new Intl.DateTimeFormat(undefined, {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
});
const dayAndTime = new Intl.DateTimeFormat(undefined, {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});

/** `14:02:11` in the viewer's time zone. */
export function clockTime(ms: number): string {
  return clock.format(ms);
}

/** `14:02:11` today, `3 May, 14:02` on other days. */
export function sinceTime(ms: number, now: number): string {
  const sameDay = new Date(ms).toDateString() === new Date(now).toDateString();
  return sameDay ? clock.format(ms) : dayAndTime.format(ms);
}

const STEPS: readonly [limitS: number, unitS: number, unit: Intl.RelativeTimeFormatUnit][] = [
  [90, 1, 'second'],
  [5400, 60, 'minute'],
  [129_600, 3600, 'hour'],
  [Number.POSITIVE_INFINITY, 86_400, 'day'],
];
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });

/** `12 seconds ago`, `in 6 days`. */
export function relativeTime(ms: number, now: number): string {
  const seconds = Math.round((ms - now) / 1000);
  const step = STEPS.find(([limit]) => Math.abs(seconds) < limit) ?? [0, 86_400, 'day'];
  return relative.format(Math.round(seconds / step[1]), step[2]);
}
