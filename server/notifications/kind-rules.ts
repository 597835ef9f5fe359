import type { NotificationKind } from '../contract/notifications/kinds.ts';
import type { NotificationSwitches } from '../contract/settings.ts';

/** How a kind of notification is treated. */
export interface KindRule {
  readonly audience: 'all' | 'admin';
  /** Setting that switches it off altogether; undefined when it cannot be muted. */
  readonly inboxSwitch: string | undefined;
  /** Setting that switches its mail; undefined when it is never mailed. */
  readonly mailSwitch: MailSwitch | undefined;
  /** Whether it stays quiet while its camera is snoozed. */
  readonly snoozable: boolean;
}

export type MailSwitch = Extract<keyof NotificationSwitches, `email_${string}`> | 'email_welcome';

function rule(
  audience: KindRule['audience'],
  inboxSwitch: string | undefined,
  mailSwitch: MailSwitch | undefined,
  snoozable = false,
): KindRule {
  return { audience, inboxSwitch, mailSwitch, snoozable };
}

const RULES: Readonly<Record<NotificationKind, KindRule>> = {
  motion: rule('all', 'motion_notifications', 'email_motion', true),
  motion_digest: rule('all', 'motion_notifications', 'email_motion', true),
  camera_offline: rule('all', 'camera_transition_notifications', 'email_camera_offline', true),
  camera_online: rule('all', 'camera_transition_notifications', 'email_camera_offline', true),
  node_offline: rule('admin', 'node_transition_notifications', 'email_node_offline'),
  node_online: rule('admin', 'node_transition_notifications', 'email_node_offline'),
  incident_created: rule('all', undefined, 'email_incident_created'),
  mcp_key_created: rule('admin', 'mcp_key_audit_notifications', 'email_mcp_key_audit'),
  mcp_key_revoked: rule('admin', 'mcp_key_audit_notifications', 'email_mcp_key_audit'),
  cloudnode_disk_low: rule('admin', 'cloudnode_disk_notifications', 'email_cloudnode_disk_low'),
  member_added: rule('admin', 'member_audit_notifications', 'email_member_audit'),
  member_role_changed: rule('admin', 'member_audit_notifications', 'email_member_audit'),
  member_removed: rule('admin', 'member_audit_notifications', 'email_member_audit'),
  member_promotion_requested: rule('admin', 'member_audit_notifications', 'email_member_audit'),
  welcome: rule('admin', 'welcome_notifications', 'email_welcome'),
  integration_key_created: rule('admin', undefined, undefined),
  plan_limit_reached: rule('admin', undefined, undefined),
  backup_failed: rule('admin', undefined, undefined),
  computer_slept: rule('admin', undefined, undefined),
};

/** A kind this server does not know is shown in the inbox and never mailed. */
const UNKNOWN = rule('all', undefined, undefined);

/** How to treat a kind. */
export function kindRule(kind: string): KindRule {
  return Object.hasOwn(RULES, kind) ? RULES[kind as NotificationKind] : UNKNOWN;
}

/** Switches that are off until somebody wants them: a mail for each motion is too much for most. */
const OFF_BY_DEFAULT: ReadonlySet<string> = new Set<MailSwitch>(['email_motion']);

/** What a switch without a stored value says. */
export function switchDefault(name: string): boolean {
  return !OFF_BY_DEFAULT.has(name);
}
