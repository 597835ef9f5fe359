import { t } from '@lingui/core/macro';
import {
  Activity,
  Bell,
  BookOpen,
  Bot,
  Eye,
  HardDrive,
  HeartPulse,
  History,
  type LucideIcon,
  Mail,
  Stethoscope,
} from 'lucide-react';
import { SECTIONS as DOCS, sectionPath } from '../../docs/sections.ts';
import { placesFor } from '../../frame/navigation.ts';
import { SECTIONS as SETTINGS } from '../../settings/sections.ts';
import type { ItemGroup, PaletteItem } from './item.ts';

/** Who looks, and where people sign in: both decide what there is. */
export interface Viewer {
  readonly isAdmin: boolean;
  /** People sign in to this installation itself. */
  readonly local: boolean;
}

interface Goal {
  readonly to: string;
  readonly label: string;
  readonly icon: LucideIcon;
  readonly hint?: string;
  readonly words?: readonly string[];
}

/** Words people may think of for the places of the rail. */
const RAIL_WORDS: Readonly<Record<string, readonly string[]>> = {
  '/': ['wall', 'live', 'home', 'dashboard', 'video'],
  '/motion': ['movement', 'events', 'history'],
  '/incidents': ['reports', 'evidence'],
  '/sentinel': ['runs', 'schedule', 'model'],
  '/mcp': ['keys', 'tools', 'claude'],
  '/settings': ['options', 'preferences'],
  '/admin': ['logs'],
  '/docs': ['documentation', 'manual', 'guide'],
};

const ADMIN: readonly Goal[] = [
  { to: '/admin/watching', label: t`Who watched`, icon: Eye, words: ['views', 'stream log', 'access'] },
  { to: '/admin/audit', label: t`Audit trail`, icon: History, words: ['changes', 'sign-ins', 'log'] },
  { to: '/admin/agents', label: t`What AI agents did`, icon: Bot, words: ['mcp', 'calls', 'tools', 'log'] },
  { to: '/admin/mail', label: t`Mail log`, icon: Mail, words: ['deliveries', 'e-mail', 'sent'] },
  {
    to: '/admin/storage',
    label: 'Storage',
    icon: HardDrive,
    words: ['disk', 'space', 'nodes', 'recordings'],
  },
  {
    to: '/test-hls',
    label: t`Test video`,
    icon: Stethoscope,
    words: ['hls', 'playlist', 'delay', 'frames', 'debug', 'player', 'stream'],
  },
  { to: '/admin/health', label: t`Server health`, icon: HeartPulse, words: ['loops', 'tasks', 'disk'] },
];

const OTHERS: readonly Goal[] = [
  { to: '/notifications', label: 'Notifications', icon: Bell, words: ['inbox', 'bell', 'alerts'] },
  { to: '/status', label: 'Status', icon: Activity, words: ['health', 'working', 'problems'] },
];

function itemsOf(group: ItemGroup, goals: readonly Goal[], rare: boolean): readonly PaletteItem[] {
  return goals.map(({ to, label, icon, hint = '', words = [] }) => ({
    id: `go ${to}`,
    group,
    label,
    hint,
    words: [...words, hint],
    icon,
    act: { kind: 'go', to },
    rare,
  }));
}

function settingsGoals({ isAdmin, local }: Viewer): readonly Goal[] {
  return SETTINGS.filter((section) => (isAdmin || !section.admin) && (local || !section.local)).map(
    ({ to, label, about, icon }) => ({ to, label, icon, hint: about }),
  );
}

function docsGoals(): readonly Goal[] {
  return DOCS.map((section) => ({
    to: sectionPath(section),
    label: section.title,
    hint: section.about,
    icon: BookOpen,
  }));
}

/** Everywhere this person may go, besides cameras and incidents. */
export function placeItems(viewer: Viewer): readonly PaletteItem[] {
  const rail = placesFor(viewer.isAdmin).map(({ to, label, icon }) => ({
    to,
    label,
    icon,
    words: RAIL_WORDS[to] ?? [],
  }));
  return [
    ...itemsOf('Pages', [...rail, ...OTHERS], false),
    ...itemsOf('Settings', settingsGoals(viewer), true),
    ...itemsOf('Admin', viewer.isAdmin ? ADMIN : [], true),
    ...itemsOf('Help', docsGoals(), true),
  ];
}
