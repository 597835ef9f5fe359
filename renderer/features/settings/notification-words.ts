import type { NotificationSwitches } from '../../../server/contract/settings.ts';

export interface SwitchWords {
  readonly name: keyof NotificationSwitches;
  readonly label: string;
  readonly hint: string;
}

export const INBOX_SWITCHES: readonly SwitchWords[] = [
  {
    name: 'motion_notifications',
    label: 'Motion',
    hint: 'A camera saw something move. History, timelines and the short pop-ups stay either way.',
  },
  {
    name: 'camera_transition_notifications',
    label: 'Cameras going off and on',
    hint: 'A camera stopped working, or works again.',
  },
  {
    name: 'node_transition_notifications',
    label: 'Nodes going off and on',
    hint: 'A computer with cameras cannot be reached, or is back.',
  },
];

export const MAIL_SWITCHES: readonly SwitchWords[] = [
  { name: 'email_camera_offline', label: 'Camera offline', hint: 'To everybody who may see the cameras.' },
  { name: 'email_node_offline', label: 'Node offline', hint: 'To administrators.' },
  { name: 'email_incident_created', label: 'New incident', hint: 'To everybody who may see the cameras.' },
  {
    name: 'email_mcp_key_audit',
    label: 'Keys for AI tools',
    hint: 'A key was created or withdrawn. To administrators.',
  },
  { name: 'email_cloudnode_disk_low', label: 'A node’s disk fills up', hint: 'To administrators.' },
  {
    name: 'email_member_audit',
    label: 'People',
    hint: 'Somebody joined, left, or got another role. To administrators.',
  },
  {
    name: 'email_motion',
    label: 'Motion',
    hint: 'Usually too many: at most one mail per camera every 15 minutes, then a digest.',
  },
];
