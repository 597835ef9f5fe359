import { Notification, session, type NotificationConstructorOptions } from 'electron';
import type { NotificationMessage } from '../../server/contract/dashboard-events.ts';
import { SEVERITIES } from '../../server/contract/notifications/kinds.ts';
import { texts } from '../texts/texts.ts';
import { noticeWords } from './notice-words.ts';

/** Where all notices are. */
const INBOX = '/notifications';

/** Name of the cookie that says who is signed in. */
const SESSION_COOKIE = 'sentinel_session';

/** Cookie header of whoever is signed in in the window; undefined when nobody is. */
export async function windowCookie(url: string): Promise<string | undefined> {
  const [found] = await session.defaultSession.cookies.get({ url, name: SESSION_COOKIE });
  return found === undefined ? undefined : `${found.name}=${found.value}`;
}

/** Warnings and worse: what somebody must know although the window is hidden. */
export function isUrgent({ severity }: Pick<NotificationMessage, 'severity'>): boolean {
  return SEVERITIES.indexOf(severity) >= SEVERITIES.indexOf('warning');
}

/** Page of the dashboard that shows what happened. */
export function pageOf({ link, camera_id: camera }: Pick<NotificationMessage, 'link' | 'camera_id'>): string {
  if (link?.startsWith('/') === true && !link.startsWith('//')) return link;
  return camera === null ? INBOX : `/cameras/${encodeURIComponent(camera)}`;
}

export interface NativeNoticesDeps {
  readonly isWindowSeen: () => boolean;
  readonly open: (path: string) => Promise<void>;
  /** Notices shown one by one within `withinMs`; those beyond are counted, and told of as one at its end. */
  readonly most?: number;
  readonly withinMs?: number;
}

/** Shown ones, held so that a click on them is still heard; the system forgets old ones too. */
const HELD = 50;
const MOST = 5;
const WITHIN_MS = 60_000;

/** Tells of urgent things in the system's own way while nobody looks at the window. */
export class NativeNotices {
  readonly #deps: NativeNoticesDeps;
  readonly #shown: Notification[] = [];
  #lately = 0;
  #untold = 0;

  constructor(deps: NativeNoticesDeps) {
    this.#deps = deps;
  }

  tell(notice: NotificationMessage): void {
    if (!isUrgent(notice) || this.#deps.isWindowSeen() || !Notification.isSupported()) return;
    if (this.#lately === 0) setTimeout(() => this.#begin(), this.#deps.withinMs ?? WITHIN_MS).unref();
    this.#lately += 1;
    if (this.#lately > (this.#deps.most ?? MOST)) {
      this.#untold += 1;
      return;
    }
    const urgency = notice.severity === 'warning' ? 'normal' : 'critical';
    this.#show({ ...noticeWords(notice), urgency }, pageOf(notice));
  }

  /** A flood of notices would bury the first ones, and make people switch them off. */
  #begin(): void {
    const count = this.#untold;
    this.#lately = 0;
    this.#untold = 0;
    if (count === 0 || this.#deps.isWindowSeen()) return;
    const { more, moreAdvice } = texts();
    this.#show({ title: more(count), body: moreAdvice, urgency: 'normal' }, INBOX);
  }

  #show(options: NotificationConstructorOptions, page: string): void {
    const shown = new Notification(options);
    shown.on('click', () => void this.#deps.open(page));
    this.#shown.push(shown);
    if (this.#shown.length > HELD) this.#shown.shift();
    shown.show();
  }
}
