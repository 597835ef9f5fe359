import type { NotificationKind } from '../../../server/contract/notifications/kinds.ts';

const WORDS: Readonly<Record<NotificationKind, string>> = {
  motion: 'Motion',
  motion_digest: 'Summary of motion',
  camera_offline: 'Camera offline',
  camera_online: 'Camera back',
  node_offline: 'Node offline',
  node_online: 'Node back',
  cloudnode_disk_low: 'A node’s disk fills up',
  incident_created: 'New incident',
  mcp_key_created: 'Key for AI tools created',
  mcp_key_revoked: 'Key for AI tools withdrawn',
  integration_key_created: 'Key for home automation created',
  member_added: 'Somebody joined',
  member_role_changed: 'Somebody’s role changed',
  member_removed: 'Somebody was removed',
  member_promotion_requested: 'A member asks for more rights',
  welcome: 'Welcome',
  plan_limit_reached: 'Limit of the plan reached',
};

/** What a kind is called; one this page does not know keeps its own name, readable. */
export function kindWords(kind: string): string {
  if (Object.hasOwn(WORDS, kind)) return WORDS[kind as NotificationKind];
  const plain = kind.replaceAll('_', ' ');
  return plain.slice(0, 1).toUpperCase() + plain.slice(1);
}
