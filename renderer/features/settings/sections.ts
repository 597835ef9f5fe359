import { t } from '@lingui/core/macro';
import {
  Bell,
  CircleUserRound,
  Clock,
  CreditCard,
  DatabaseBackup,
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
  /** Only where people sign in to a service, which also keeps their plan. */
  readonly billed?: true;
}

/** The sections of the settings, in order. */
const SECTIONS: readonly Section[] = [
  {
    to: '/settings/nodes',
    label: t`Nodes`,
    about: t`Computers with cameras, and what they stored`,
    icon: Server,
    admin: true,
    local: false,
  },
  {
    to: '/settings/groups',
    label: t`Groups`,
    about: t`Cameras that belong together`,
    icon: FolderOpen,
    admin: true,
    local: false,
  },
  {
    to: '/settings/recording',
    label: t`Recording`,
    about: t`What is recorded, and the time zone`,
    icon: Clock,
    admin: true,
    local: false,
  },
  {
    to: '/settings/notifications',
    label: t`Notifications`,
    about: t`What you are told about`,
    icon: Bell,
    admin: true,
    local: false,
  },
  {
    to: '/settings/mail',
    label: t`Mail`,
    about: t`How mail is sent, and a test`,
    icon: Mail,
    admin: true,
    local: false,
  },
  {
    to: '/settings/webhooks',
    label: t`Webhooks`,
    about: t`Tell other programs of notifications`,
    icon: Webhook,
    admin: true,
    local: false,
  },
  {
    to: '/settings/integrations',
    label: t`Integrations`,
    about: t`Connect Home Assistant`,
    icon: House,
    admin: true,
    local: false,
  },
  {
    to: '/settings/members',
    label: t({ message: 'People', context: 'accounts' }),
    about: t`Who may see the cameras`,
    icon: Users,
    admin: true,
    local: true,
  },
  {
    to: '/settings/backups',
    label: t`Backups`,
    about: t`Making, keeping and restoring copies`,
    icon: DatabaseBackup,
    admin: true,
    local: true,
  },
  {
    to: '/settings/subscription',
    label: t`Subscription`,
    about: t`Your plan and what is used of it`,
    icon: CreditCard,
    admin: true,
    local: false,
    billed: true,
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

/** The sections one person has; `local` where people sign in to this installation itself. */
export function sectionsFor({ isAdmin, local }: { readonly isAdmin: boolean; readonly local: boolean }) {
  return SECTIONS.filter(
    (section) => (isAdmin || !section.admin) && (local ? section.billed === undefined : !section.local),
  );
}
