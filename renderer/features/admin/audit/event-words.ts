import { t } from '@lingui/core/macro';

/** Kinds of acts, grouped for the filter. */
export const EVENT_GROUPS: readonly {
  readonly title: string;
  readonly events: Readonly<Record<string, string>>;
}[] = [
  {
    title: t`Nodes and cameras`,
    events: {
      node_created: t`Node added`,
      node_deleted: t`Node deleted`,
      node_decommissioned: t`Node removed itself`,
      node_key_rotated: t`Node key replaced`,
      recording_toggled: t`Recording started or stopped`,
      camera_recording_policy_updated: t`Recording policy changed`,
    },
  },
  {
    title: t`Settings`,
    events: {
      timezone_updated: t`Time zone changed`,
      notification_settings_updated: t`Notifications changed`,
      motion_ingestion_toggled: t`Motion reports switched`,
      security_contact_updated: t`Security contact changed`,
      email_prefs_updated: t`Mail switches changed`,
      email_unsubscribed: t`Mails stopped by a link`,
      mail_settings_updated: t`Mail settings changed`,
      mail_test_sent: t`Test mail sent`,
      link_address_updated: t`Address for links changed`,
      webhook_created: t`Webhook added`,
      webhook_updated: t`Webhook changed`,
      webhook_removed: t`Webhook removed`,
      webhook_secret_rotated: t`Webhook secret replaced`,
      snoozed: t`Snoozed`,
      snooze_ended: t`Snooze ended`,
      notifications_cleared: t`Inbox cleared`,
    },
  },
  {
    title: t`Agents and incidents`,
    events: {
      mcp_key_created: t`Agent key made`,
      mcp_key_revoked: t`Agent key revoked`,
      integration_key_created: t`Home Assistant key made`,
      integration_key_revoked: t`Home Assistant key revoked`,
      sentinel_config_updated: t`Rules of Sentinel AI changed`,
      sentinel_manual_run: t`Investigation started`,
      sentinel_model_updated: t`Model of Sentinel AI changed`,
      incident_deleted: t`Incident deleted`,
      incident_exported: t`Incident exported`,
    },
  },
  {
    title: t`People and data`,
    events: {
      owner_created: t`Owner created`,
      signed_in: t`Signed in`,
      sign_in_failed: t`Sign-in failed`,
      signed_out_everywhere: t`Signed out everywhere`,
      password_changed: t`Password changed`,
      member_invited: t`Person invited`,
      member_joined: t`Person joined`,
      member_updated: t`Person changed`,
      member_removed: t`Person removed`,
      member_promotion_requested: t`Administrator rights requested`,
      logs_wiped: t`Logs wiped`,
      full_reset: t`Everything reset`,
      gdpr_export: t`Data exported`,
      backup_created: t`Backup made`,
      backup_deleted: t`Backup deleted`,
      backup_downloaded: t`Backup downloaded`,
      backup_restore_requested: t`Restoring a backup requested`,
      backup_restored: t`Backup restored`,
      backup_schedule_changed: t`Schedule of backups changed`,
    },
  },
];

const LABELS = new Map(EVENT_GROUPS.flatMap(({ events }) => Object.entries(events)));

/** What an act is called; unknown ones keep their own name, readable. */
export function eventLabel(event: string): string {
  const known = LABELS.get(event);
  if (known !== undefined) return known;
  const plain = event.replaceAll('_', ' ');
  return plain.slice(0, 1).toUpperCase() + plain.slice(1);
}

/** Who did it; nobody means that the server did it by itself. */
export function personOf({ username }: { readonly username: string | null }): string {
  if (username === null || username === '') return t`The server itself`;
  // The owner whom the settings of the installation name.
  return username === 'configuration' ? t`The configuration` : username;
}
