import { t } from '@lingui/core/macro';
import type { NotificationKind } from '../../../server/contract/notifications/kinds.ts';

const WORDS: Readonly<Record<NotificationKind, string>> = {
  motion: t`Motion`,
  motion_digest: t`Summary of motion`,
  camera_offline: t`Camera offline`,
  camera_online: t`Camera back`,
  node_offline: t`Node offline`,
  node_online: t`Node back`,
  cloudnode_disk_low: t`A node’s disk fills up`,
  incident_created: t`New incident`,
  mcp_key_created: t`Key for AI tools created`,
  mcp_key_revoked: t`Key for AI tools withdrawn`,
  integration_key_created: t`Key for home automation created`,
  member_added: t`Somebody joined`,
  member_role_changed: t`Somebody’s role changed`,
  member_removed: t`Somebody was removed`,
  member_promotion_requested: t`A member asks for more rights`,
  welcome: t`Welcome`,
  plan_limit_reached: t`Limit of the plan reached`,
  backup_failed: t`Backup failed`,
  computer_slept: t`Computer slept`,
};

/** What a kind is called; one this page does not know keeps its own name, readable. */
export function kindWords(kind: string): string {
  if (Object.hasOwn(WORDS, kind)) return WORDS[kind as NotificationKind];
  const plain = kind.replaceAll('_', ' ');
  return plain.slice(0, 1).toUpperCase() + plain.slice(1);
}
