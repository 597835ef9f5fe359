import type { NotificationKind } from '../../../../server/contract/notifications/kinds.ts';

const SNOOZABLE: ReadonlySet<string> = new Set<NotificationKind>([
  'motion',
  'motion_digest',
  'camera_offline',
  'camera_online',
]);

/** Whether a snooze of its camera would keep such a notification quiet. */
export function isSnoozable(kind: string): boolean {
  return SNOOZABLE.has(kind);
}
