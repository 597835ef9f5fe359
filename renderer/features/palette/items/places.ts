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
import { sectionsFor } from '../../settings/sections.ts';
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
  '/': [t`wall live home dashboard video`],
  '/motion': [t`movement events history`],
  '/incidents': [t`reports evidence`],
  '/sentinel': [t`runs schedule model`],
  '/mcp': [t`keys tools claude`],
  '/settings': [t`options preferences`],
  '/admin': [t`logs`],
  '/docs': [t`documentation manual guide`],
};

const ADMIN: readonly Goal[] = [
  { to: '/admin/watching', label: t`Who watched`, icon: Eye, words: [t`views stream log access`] },
  { to: '/admin/audit', label: t`Audit trail`, icon: History, words: [t`changes sign-ins log`] },
  { to: '/admin/agents', label: t`What AI agents did`, icon: Bot, words: [t`mcp calls tools log`] },
  { to: '/admin/mail', label: t`Mail log`, icon: Mail, words: [t`deliveries e-mail sent`] },
  {
    to: '/admin/storage',
    label: t`Storage`,
    icon: HardDrive,
    words: [t`disk space nodes recordings`],
  },
  {
    to: '/test-hls',
    label: t`Test video`,
    icon: Stethoscope,
    words: [t`hls playlist delay frames debug player stream`],
  },
  { to: '/admin/health', label: t`Server health`, icon: HeartPulse, words: [t`loops tasks disk`] },
  { to: '/admin/doctor', label: t`Doctor`, icon: Stethoscope, words: [t`examine check repair`] },
];

const OTHERS: readonly Goal[] = [
  { to: '/notifications', label: t`Notifications`, icon: Bell, words: [t`inbox bell alerts`] },
  { to: '/status', label: t`Status`, icon: Activity, words: [t`health working problems`] },
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

function settingsGoals(viewer: Viewer): readonly Goal[] {
  return sectionsFor(viewer).map(({ to, label, about, icon }) => ({ to, label, icon, hint: about }));
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
    ...itemsOf('pages', [...rail, ...OTHERS], false),
    ...itemsOf('settings', settingsGoals(viewer), true),
    ...itemsOf('admin', viewer.isAdmin ? ADMIN : [], true),
    ...itemsOf('help', docsGoals(), true),
  ];
}
