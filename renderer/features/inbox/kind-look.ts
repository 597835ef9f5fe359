import { t } from '@lingui/core/macro';
import {
  Activity,
  Bell,
  DatabaseBackup,
  HardDrive,
  KeyRound,
  type LucideIcon,
  Moon,
  Server,
  ServerOff,
  Siren,
  Sparkles,
  TriangleAlert,
  Users,
  Video,
  VideoOff,
} from 'lucide-react';
import { createElement, type ReactNode } from 'react';
import type { NotificationKind } from '../../../server/contract/notifications/kinds.ts';

const ICONS: Readonly<Record<NotificationKind, LucideIcon>> = {
  motion: Activity,
  motion_digest: Activity,
  camera_offline: VideoOff,
  camera_online: Video,
  node_offline: ServerOff,
  node_online: Server,
  incident_created: Siren,
  mcp_key_created: KeyRound,
  mcp_key_revoked: KeyRound,
  integration_key_created: KeyRound,
  cloudnode_disk_low: HardDrive,
  member_added: Users,
  member_role_changed: Users,
  member_removed: Users,
  member_promotion_requested: Users,
  welcome: Sparkles,
  plan_limit_reached: TriangleAlert,
  backup_failed: DatabaseBackup,
  computer_slept: Moon,
};

/** The picture of a kind; a bell for one this page does not know. */
export function KindIcon({ kind }: { readonly kind: string }): ReactNode {
  const Drawn = Object.hasOwn(ICONS, kind) ? ICONS[kind as NotificationKind] : Bell;
  return createElement(Drawn, { size: 16, 'aria-hidden': true });
}

export interface KindGroup {
  readonly id: string;
  readonly text: string;
  readonly kinds: readonly NotificationKind[];
  /** Nobody but administrators is told of these. */
  readonly adminOnly: boolean;
}

/** Kinds as people think of them; every kind is in exactly one group. */
export const KIND_GROUPS: readonly KindGroup[] = [
  { id: 'motion', text: t`Motion`, kinds: ['motion', 'motion_digest'], adminOnly: false },
  { id: 'cameras', text: t`Cameras`, kinds: ['camera_offline', 'camera_online'], adminOnly: false },
  { id: 'incidents', text: t`Incidents`, kinds: ['incident_created'], adminOnly: false },
  {
    id: 'nodes',
    text: t`Nodes and storage`,
    kinds: ['node_offline', 'node_online', 'cloudnode_disk_low', 'backup_failed', 'computer_slept'],
    adminOnly: true,
  },
  {
    id: 'people',
    text: t`People`,
    kinds: ['member_added', 'member_role_changed', 'member_removed', 'member_promotion_requested'],
    adminOnly: true,
  },
  {
    id: 'keys',
    text: t`Keys`,
    kinds: ['mcp_key_created', 'mcp_key_revoked', 'integration_key_created'],
    adminOnly: true,
  },
  { id: 'other', text: t`Everything else`, kinds: ['welcome', 'plan_limit_reached'], adminOnly: true },
];
