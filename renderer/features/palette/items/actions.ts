import { t } from '@lingui/core/macro';
import {
  BellOff,
  BellRing,
  Camera as CameraIcon,
  FilePlus2,
  Keyboard,
  Languages,
  LogOut,
  type LucideIcon,
  Monitor,
  MonitorPlay,
  Moon,
  Plus,
  Sun,
} from 'lucide-react';
import type { ThemeChoice } from '../../../hooks/theme.ts';
import { language } from '../../../language/language.ts';
import { LANGUAGE_CHOICES } from '../../frame/language-choices.ts';
import { SPANS } from '../../inbox/snooze/spans.ts';
import type { Act, NamedCamera, PaletteItem } from './item.ts';

interface Action {
  readonly label: string;
  readonly icon: LucideIcon;
  readonly act: Act;
  readonly words: readonly string[];
  readonly hint?: string;
  readonly rare?: boolean;
}

const FOR_EVERYBODY: readonly Action[] = [
  {
    label: t`Snapshot of a camera…`,
    icon: CameraIcon,
    act: { kind: 'ask', step: { kind: 'snapshot' } },
    words: [t`take picture photo image`],
  },
];

const FOR_ADMINS: readonly Action[] = [
  {
    label: t`Snooze a camera…`,
    icon: BellOff,
    act: { kind: 'ask', step: { kind: 'snooze' } },
    words: [t`mute quiet silence notifications`],
  },
  {
    label: t`File an incident…`,
    icon: FilePlus2,
    act: { kind: 'file-incident' },
    words: [t`report new create`],
  },
  {
    label: t`Add a node…`,
    icon: Plus,
    act: { kind: 'go', to: '/settings/nodes?add' },
    words: [t`install computer camera connect new create`],
  },
];

const THEMES: Readonly<Record<ThemeChoice, { readonly label: string; readonly icon: LucideIcon }>> = {
  dark: { label: t`Use dark colours`, icon: Moon },
  light: { label: t`Use light colours`, icon: Sun },
  system: { label: t`Use the colours of this device`, icon: Monitor },
};

/** The other choices of colours than the one in use. */
function themes(current: ThemeChoice): readonly Action[] {
  return (['light', 'dark', 'system'] as const)
    .filter((theme) => theme !== current)
    .map((theme) => ({
      label: THEMES[theme].label,
      icon: THEMES[theme].icon,
      act: { kind: 'theme', theme },
      words: [t`theme appearance mode colors automatic toggle`],
      rare: theme === 'system',
    }));
}

/** The other languages than the one that is spoken. */
const LANGUAGE_ACTIONS: readonly Action[] = LANGUAGE_CHOICES.filter(
  ({ value }) => value !== 'browser' && value !== language,
).map(({ value, text }) => ({
  label: t`Language: ${text}`,
  icon: Languages,
  act: { kind: 'language', language: value },
  // Whoever does not read the language that is spoken looks for the word of their own.
  words: ['language Sprache translate locale'],
}));

const LAST: readonly Action[] = [
  {
    label: t`Kiosk mode`,
    hint: t`Only the cameras`,
    icon: MonitorPlay,
    act: { kind: 'kiosk' },
    words: [t`full screen wall hide`],
  },
  { label: t`Keyboard shortcuts`, icon: Keyboard, act: { kind: 'shortcuts' }, words: [t`keys help`] },
  { label: t`Sign out`, icon: LogOut, act: { kind: 'sign-out' }, words: [t`log out leave exit`] },
];

/** What this person can do. */
export function actionItems(isAdmin: boolean, theme: ThemeChoice): readonly PaletteItem[] {
  const actions = [
    ...FOR_EVERYBODY,
    ...(isAdmin ? FOR_ADMINS : []),
    ...themes(theme),
    ...LANGUAGE_ACTIONS,
    ...LAST,
  ];
  return actions.map(({ label, hint = '', icon, act, words, rare = false }) => ({
    id: `do ${label}`,
    group: 'actions',
    label,
    hint,
    words: [...words, hint],
    icon,
    act,
    rare,
  }));
}

export type CameraVerb = 'snapshot' | 'snooze';

const VERB_ICONS: Readonly<Record<CameraVerb, LucideIcon>> = { snapshot: CameraIcon, snooze: BellOff };

function cameraAct(verb: CameraVerb, camera: NamedCamera): Act {
  return verb === 'snapshot'
    ? { kind: 'snapshot', camera }
    : { kind: 'ask', step: { kind: 'snooze-span', camera } };
}

/** The same action for each camera in one line, for those who type what they want. */
export function cameraActionItems(cameras: readonly NamedCamera[], verb: CameraVerb): readonly PaletteItem[] {
  return cameras.map((camera) => ({
    id: `${verb} ${camera.camera_id}`,
    group: 'actions',
    label: verb === 'snapshot' ? t`Snapshot of ${camera.name}` : t`Snooze ${camera.name}`,
    hint: '',
    words: verb === 'snapshot' ? [t`take picture photo`] : [t`mute quiet silence`],
    icon: VERB_ICONS[verb],
    act: cameraAct(verb, camera),
    rare: true,
  }));
}

/** The cameras to choose from once the action is known. */
export function cameraChoiceItems<T extends NamedCamera>(
  cameras: readonly T[],
  verb: CameraVerb,
  hintOf: (camera: T) => string,
): readonly PaletteItem[] {
  return cameras.map((camera) => ({
    id: `choose ${camera.camera_id}`,
    group: 'cameras',
    label: camera.name,
    hint: hintOf(camera),
    words: [],
    icon: VERB_ICONS[verb],
    act: cameraAct(verb, camera),
  }));
}

/** How long a camera can be kept quiet, and the way back while it is; `until` says when that ends. */
export function spanItems(camera: NamedCamera, until: string | null): readonly PaletteItem[] {
  const end: readonly PaletteItem[] =
    until === null
      ? []
      : [
          {
            id: 'end snooze',
            group: 'actions',
            label: t`End snooze`,
            hint: t`Quiet until ${until}`,
            words: [t`stop`],
            icon: BellRing,
            act: { kind: 'end-snooze', camera },
          },
        ];
  return [
    ...end,
    ...SPANS.map(({ value, text }): PaletteItem => ({
      id: `snooze ${value}`,
      group: 'actions',
      label: text,
      hint: '',
      words: [],
      icon: BellOff,
      act: { kind: 'snooze', camera, span: value },
    })),
  ];
}
