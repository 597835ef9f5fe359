import { isSameDay } from '../../hooks/time.ts';
import { formats } from '../../hooks/format.ts';
import { t } from '@lingui/core/macro';
import type { Notification } from '../../../server/contract/notifications/inbox.ts';

const MINUTE_S = 60;
const HOUR_S = 3600;
const DAY_S = 86_400;
const WEEK_S = 7 * DAY_S;

/** `just now`, `5 min`, `3 h`, `2 d`, then the date. */
export function ageWords(ms: number, now: number): string {
  const seconds = Math.max(0, (now - ms) / 1000);
  if (seconds < MINUTE_S) return t`just now`;
  if (seconds < HOUR_S)
    return t({
      message: `${Math.floor(seconds / MINUTE_S)} min`,
      comment: 'So many minutes ago, very short',
    });
  if (seconds < DAY_S)
    return t({ message: `${Math.floor(seconds / HOUR_S)} h`, comment: 'So many hours ago, very short' });
  if (seconds < WEEK_S)
    return t({ message: `${Math.floor(seconds / DAY_S)} d`, comment: 'So many days ago, very short' });
  return formats.monthDay(ms);
}

/** `Today`, `Yesterday`, else `Monday, 4 May`, in the viewer's time zone. */
export function dayWords(ms: number, now: number): string {
  if (isSameDay(ms, now)) return t`Today`;
  return isSameDay(ms, now - DAY_S * 1000) ? t`Yesterday` : formats.longDay(ms);
}

/** Splits items, newest first, into days. */
export function byDay<T extends Pick<Notification, 'created_at'>>(
  items: readonly T[],
  now: number,
): readonly { readonly title: string; readonly items: readonly T[] }[] {
  const days = new Map<string, T[]>();
  for (const item of items) {
    const title = dayWords(Date.parse(item.created_at), now);
    const known = days.get(title);
    if (known === undefined) days.set(title, [item]);
    else known.push(item);
  }
  return [...days].map(([title, items]) => ({ title, items }));
}

/** Where an item leads; `null` when nowhere. Only paths of this dashboard are followed. */
export function linkOf({ link }: Pick<Notification, 'link'>): string | null {
  return link !== null && link.startsWith('/') && !/^\/[/\\]/.test(link) ? link : null;
}

/** `3`, or `99+` when there are more than can be counted. */
export function badgeText({ unread, capped }: { readonly unread: number; readonly capped: boolean }): string {
  return capped ? '99+' : String(unread);
}
