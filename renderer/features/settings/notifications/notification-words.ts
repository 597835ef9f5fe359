import type { NotificationSwitches } from '../../../../server/contract/settings.ts';

export interface SwitchWords {
  readonly name: keyof NotificationSwitches;
  readonly label: string;
  readonly hint: string;
  /** Who gets it, where that differs between switches. */
  readonly to?: string;
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
    hint: 'A computer with cameras cannot be reached, or is back. Administrators see these.',
  },
];

const EVERYBODY = 'To everybody who may see the cameras.';
const ADMINISTRATORS = 'To administrators.';

export const MAIL_SWITCHES: readonly SwitchWords[] = [
  {
    name: 'email_camera_offline',
    label: 'Cameras going off and on',
    hint: 'A camera stopped working, and a second mail when it works again.',
    to: EVERYBODY,
  },
  {
    name: 'email_node_offline',
    label: 'Nodes going off and on',
    hint: 'A computer with cameras cannot be reached, and a second mail when it is back.',
    to: ADMINISTRATORS,
  },
  {
    name: 'email_incident_created',
    label: 'New incident',
    hint: 'Somebody, or the AI, filed a report of something that happened.',
    to: EVERYBODY,
  },
  {
    name: 'email_cloudnode_disk_low',
    label: 'A node’s disk fills up',
    hint: 'Recordings of that node stop when its disk is full.',
    to: ADMINISTRATORS,
  },
  {
    name: 'email_member_audit',
    label: 'People',
    hint: 'Somebody joined, was removed, got another role, or asks for more rights.',
    to: ADMINISTRATORS,
  },
  {
    name: 'email_mcp_key_audit',
    label: 'Keys for AI tools',
    hint: 'A key with which an AI tool can look at your cameras was created or withdrawn.',
    to: ADMINISTRATORS,
  },
  {
    name: 'email_motion',
    label: 'Motion',
    hint: 'A camera saw something move. Off at first, because a busy camera sees motion all day.',
    to: EVERYBODY,
  },
];
