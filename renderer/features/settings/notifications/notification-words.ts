import { t } from '@lingui/core/macro';
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
    label: t`Motion`,
    hint: t`A camera saw something move. History, timelines and the short pop-ups stay either way.`,
  },
  {
    name: 'camera_transition_notifications',
    label: t`Cameras going off and on`,
    hint: t`A camera stopped working, or works again.`,
  },
  {
    name: 'node_transition_notifications',
    label: t`Nodes going off and on`,
    hint: t`A computer with cameras cannot be reached, or is back. Administrators see these.`,
  },
];

const EVERYBODY = t`To everybody who may see the cameras.`;
const ADMINISTRATORS = t`To administrators.`;

export const MAIL_SWITCHES: readonly SwitchWords[] = [
  {
    name: 'email_camera_offline',
    label: t`Cameras going off and on`,
    hint: t`A camera stopped working, and a second mail when it works again.`,
    to: EVERYBODY,
  },
  {
    name: 'email_node_offline',
    label: t`Nodes going off and on`,
    hint: t`A computer with cameras cannot be reached, and a second mail when it is back.`,
    to: ADMINISTRATORS,
  },
  {
    name: 'email_incident_created',
    label: t`New incident`,
    hint: t`Somebody, or the AI, filed a report of something that happened.`,
    to: EVERYBODY,
  },
  {
    name: 'email_cloudnode_disk_low',
    label: t`A node’s disk fills up`,
    hint: t`Recordings of that node stop when its disk is full.`,
    to: ADMINISTRATORS,
  },
  {
    name: 'email_member_audit',
    label: t({ message: 'People', context: 'accounts' }),
    hint: t`Somebody joined, was removed, got another role, or asks for more rights.`,
    to: ADMINISTRATORS,
  },
  {
    name: 'email_mcp_key_audit',
    label: t`Keys for AI tools`,
    hint: t`A key with which an AI tool can look at your cameras was created or withdrawn.`,
    to: ADMINISTRATORS,
  },
  {
    name: 'email_motion',
    label: t`Motion`,
    hint: t`A camera saw something move. Off at first, because a busy camera sees motion all day.`,
    to: EVERYBODY,
  },
];
