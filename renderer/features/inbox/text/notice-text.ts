import type { Notification } from '../../../../server/contract/notifications/inbox.ts';
import type { NotificationKind } from '../../../../server/contract/notifications/kinds.ts';
import { CAMERA_TEXTS } from './camera-texts.ts';
import { PEOPLE_TEXTS } from './people-texts.ts';
import { PLACE_TEXTS } from './place-texts.ts';
import type { NoticeTelling, NoticeText } from './telling.ts';

type Told = Pick<Notification, 'kind' | 'title' | 'body' | 'meta'>;

const TELLINGS: Partial<Record<string, NoticeTelling>> = {
  ...CAMERA_TEXTS,
  ...PEOPLE_TEXTS,
  ...PLACE_TEXTS,
} satisfies Partial<Record<NotificationKind, NoticeTelling>>;

/**
 * The server tells what happened in English, the same for everybody; here it is in the dashboard's language. What is
 * worded in a way that is not known keeps the server's words.
 */
export function noticeText({ kind, title, body, meta }: Told): NoticeText {
  const telling = Object.hasOwn(TELLINGS, kind) ? TELLINGS[kind] : undefined;
  const found = telling?.title.exec(title);
  if (telling === undefined || found === null || found === undefined) return { title, body };
  const fact = (name: string) => meta?.[name];
  return telling.tell({
    title,
    body,
    subject: found[1] ?? '',
    word: (name) => {
      const value = fact(name);
      return typeof value === 'string' ? value : '';
    },
    list: (name) => {
      const value = fact(name);
      return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
    },
    number: (name) => {
      const value = fact(name);
      return typeof value === 'number' ? value : null;
    },
  });
}
