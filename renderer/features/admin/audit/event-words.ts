/** Kinds of acts, grouped for the filter. */
export const EVENT_GROUPS: readonly {
  readonly title: string;
  readonly events: Readonly<Record<string, string>>;
}[] = [
  {
    title: 'Nodes and cameras',
    events: {
      node_created: 'Node added',
      node_deleted: 'Node deleted',
      node_decommissioned: 'Node removed itself',
      node_key_rotated: 'Node key replaced',
      recording_toggled: 'Recording started or stopped',
      camera_recording_policy_updated: 'Recording policy changed',
    },
  },
  {
    title: 'Settings',
    events: {
      timezone_updated: 'Time zone changed',
      notification_settings_updated: 'Notifications changed',
      motion_ingestion_toggled: 'Motion reports switched',
      security_contact_updated: 'Security contact changed',
      email_prefs_updated: 'Mail switches changed',
      email_unsubscribed: 'Mails stopped by a link',
      mail_settings_updated: 'Mail settings changed',
      mail_test_sent: 'Test mail sent',
      link_address_updated: 'Address for links changed',
      webhook_created: 'Webhook added',
      webhook_updated: 'Webhook changed',
      webhook_removed: 'Webhook removed',
      webhook_secret_rotated: 'Webhook secret replaced',
      snoozed: 'Snoozed',
      snooze_ended: 'Snooze ended',
      notifications_cleared: 'Inbox cleared',
    },
  },
  {
    title: 'Agents and incidents',
    events: {
      mcp_key_created: 'Agent key made',
      mcp_key_revoked: 'Agent key revoked',
      integration_key_created: 'Home Assistant key made',
      integration_key_revoked: 'Home Assistant key revoked',
      sentinel_config_updated: 'Rules of Sentinel AI changed',
      sentinel_manual_run: 'Investigation started',
      sentinel_model_updated: 'Model of Sentinel AI changed',
      incident_deleted: 'Incident deleted',
      incident_exported: 'Incident exported',
    },
  },
  {
    title: 'People and data',
    events: {
      owner_created: 'Owner created',
      signed_in: 'Signed in',
      sign_in_failed: 'Sign-in failed',
      signed_out_everywhere: 'Signed out everywhere',
      password_changed: 'Password changed',
      member_invited: 'Person invited',
      member_joined: 'Person joined',
      member_updated: 'Person changed',
      member_removed: 'Person removed',
      member_promotion_requested: 'Administrator rights requested',
      logs_wiped: 'Logs wiped',
      full_reset: 'Everything reset',
      gdpr_export: 'Data exported',
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

function plain(value: unknown): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (value === null || value === '') return 'none';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** `name: Back office, node id: ab12cd34` for the JSON text of an act; the text itself when it is none. */
export function detailWords(details: string | null): string {
  if (details === null || details === '') return '';
  try {
    const value = JSON.parse(details) as unknown;
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return details;
    return Object.entries(value)
      .map(([name, part]) => `${name.replaceAll('_', ' ')}: ${plain(part)}`)
      .join(', ');
  } catch {
    return details;
  }
}

/** Who did it; nobody means that the server did it by itself. */
export function personOf({ username }: { readonly username: string | null }): string {
  return username === null || username === '' ? 'The server itself' : username;
}
