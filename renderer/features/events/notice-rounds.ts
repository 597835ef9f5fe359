import { t } from '@lingui/core/macro';
import type { NotificationMessage } from '../../../server/contract/dashboard-events.ts';
import type { NotificationKind } from '../../../server/contract/notifications/kinds.ts';
import { noticeText } from '../inbox/text/notice-text.ts';
import { listWords } from './motion-bursts.ts';

/** A warning stays this long, and so long after the last of its kind the next one begins a new toast. */
export const NOTICE_MS = 12_000;

/** Notifications of one kind that came closely together: one toast. */
export interface NoticeRound {
  /** Unique for the life of the page. */
  readonly id: string;
  /** The latest first, one for each thing they are about. */
  readonly notices: readonly NotificationMessage[];
  readonly lastAt: number;
}

/** Whether a notification is worth interrupting somebody. Motion has toasts of its own. */
export function isPressing({ severity }: Pick<NotificationMessage, 'severity'>): boolean {
  return severity !== 'info';
}

function isSameThing(a: NotificationMessage, b: NotificationMessage): boolean {
  const thing = a.camera_id ?? a.node_id;
  return thing !== null && thing === (b.camera_id ?? b.node_id);
}

/** Gathers notifications of the same kind that follow closely; times are ms. */
export class NoticeRounds {
  readonly #open = new Map<string, NoticeRound>();

  add(notice: NotificationMessage, now: number): NoticeRound {
    const before = this.#open.get(notice.kind);
    const round: NoticeRound =
      before !== undefined && now - before.lastAt <= NOTICE_MS
        ? {
            ...before,
            notices: [notice, ...before.notices.filter((other) => !isSameThing(other, notice))],
            lastAt: now,
          }
        : { id: `notice-${notice.id}`, notices: [notice], lastAt: now };
    this.#open.set(notice.kind, round);
    return round;
  }
}

/** How many things of a kind happened; there are at least two. */
const MANY: Partial<Record<NotificationKind, (count: number) => string>> = {
  camera_offline: (count) => t`${count} cameras went offline`,
  node_offline: (count) => t`${count} nodes went offline`,
  cloudnode_disk_low: (count) => t`${count} nodes are low on disk space`,
  incident_created: (count) => t`${count} new incidents`,
  mcp_key_created: (count) => t`${count} new keys for AI tools`,
  integration_key_created: (count) => t`${count} new integration keys`,
};
const warnings = (count: number) => t`${count} warnings`;

/** Title, text and target of a round; `nameOf` knows the names of cameras. */
export function noticeWords(
  { notices }: NoticeRound,
  nameOf: (cameraId: string) => string,
): { readonly title: string; readonly text: string; readonly link: string | null } {
  const [latest] = notices;
  if (latest === undefined) return { title: '', text: '', link: null };
  if (notices.length === 1) {
    const { title, body } = noticeText(latest);
    return { title, text: body, link: latest.link };
  }
  const titleOf =
    (Object.hasOwn(MANY, latest.kind) ? MANY[latest.kind as NotificationKind] : undefined) ?? warnings;
  const names = notices.map(({ camera_id: id, title }) => (id === null ? title : nameOf(id)));
  return { title: titleOf(notices.length), text: listWords(names), link: '/notifications' };
}
