import { Notification, session } from 'electron';
import type { NotificationMessage } from '../../server/contract/dashboard-events.ts';
import { SEVERITIES } from '../../server/contract/notifications/kinds.ts';

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
  return camera === null ? '/notifications' : `/cameras/${encodeURIComponent(camera)}`;
}

export interface NativeNoticesDeps {
  readonly isWindowSeen: () => boolean;
  readonly open: (path: string) => Promise<void>;
}

/** Shown ones, held so that a click on them is still heard; the system forgets old ones too. */
const HELD = 50;

/** Tells of urgent things in the system's own way while nobody looks at the window. */
export class NativeNotices {
  readonly #deps: NativeNoticesDeps;
  readonly #shown: Notification[] = [];

  constructor(deps: NativeNoticesDeps) {
    this.#deps = deps;
  }

  tell(notice: NotificationMessage): void {
    if (!isUrgent(notice) || this.#deps.isWindowSeen() || !Notification.isSupported()) return;
    const shown = new Notification({
      title: notice.title,
      body: notice.body,
      urgency: notice.severity === 'warning' ? 'normal' : 'critical',
    });
    shown.on('click', () => void this.#deps.open(pageOf(notice)));
    this.#shown.push(shown);
    if (this.#shown.length > HELD) this.#shown.shift();
    shown.show();
  }
}
