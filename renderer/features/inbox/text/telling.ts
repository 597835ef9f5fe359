import type { Notification } from '../../../../server/contract/notifications/inbox.ts';

/** Title and text of a notification. */
export type NoticeText = Pick<Notification, 'title' | 'body'>;

/** What a notification tells, taken apart. */
export interface NoticeFacts extends NoticeText {
  /** What it is about, as its title names it. */
  readonly subject: string;
  /** Empty where that is not told. */
  readonly word: (name: string) => string;
  /** Empty where that is not told. */
  readonly list: (name: string) => readonly string[];
  /** `null` where that is not told. */
  readonly number: (name: string) => number | null;
}

/** How one kind is told: `title` finds what it is about, `tell` says it in the dashboard's language. */
export interface NoticeTelling {
  readonly title: RegExp;
  readonly tell: (facts: NoticeFacts) => NoticeText;
}
