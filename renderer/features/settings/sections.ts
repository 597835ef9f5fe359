import { t } from '@lingui/core/macro';
import {
  Bell,
  CircleUserRound,
  Clock,
  FolderOpen,
  House,
  type LucideIcon,
  Mail,
  Server,
  ShieldAlert,
  Users,
  Webhook,
} from 'lucide-react';

export interface Section {
  readonly to: string;
  readonly label: string;
  readonly about: string;
  readonly icon: LucideIcon;
  /** For administrators only. */
  readonly admin: boolean;
  /** Only where people sign in to this installation itself. */
  readonly local: boolean;
}

/** The sections of the settings, in order. */
export const SECTIONS: readonly Section[] = [
  {
    to: '/settings/nodes',
    label: 'Nodes',
    about: t`Computers with cameras, and what they stored`,
    icon: Server,
    admin: true,
    local: false,
  },
  {
    to: '/settings/groups',
    label: 'Groups',
    about: t`Cameras that belong together`,
    icon: FolderOpen,
    admin: true,
    local: false,
  },
  {
    to: '/settings/recording',
    label: 'Recording',
    about: t`What is recorded, and the time zone`,
    icon: Clock,
    admin: true,
    local: false,
  },
  {
    to: '/settings/notifications',
    label: 'Notifications',
    about: t`What you are told about`,
    icon: Bell,
    admin: true,
    local: false,
  },
  {
    to: '/settings/mail',
    label: 'Mail',
    about: t`How mail is sent, and a test`,
    icon: Mail,
    admin: true,
    local: false,
  },
  {
    to: '/settings/webhooks',
    label: 'Webhooks',
    about: t`Tell other programs of notifications`,
    icon: Webhook,
    admin: true,
    local: false,
  },
  {
    to: '/settings/integrations',
    label: 'Integrations',
    about: t`Connect Home Assistant`,
    icon: House,
    admin: true,
    local: false,
  },
  {
    to: '/settings/members',
    label: 'People',
    about: t`Who may see the cameras`,
    icon: Users,
    admin: true,
    local: true,
  },
  {
    to: '/settings/privacy',
    label: t`Data and safety`,
    about: t`Security contact, export, deleting`,
    icon: ShieldAlert,
    admin: true,
    local: false,
  },
  {
    to: '/settings/account',
    label: t`Your account`,
    about: t`Password and devices`,
    icon: CircleUserRound,
    admin: false,
    local: false,
  },
];
