import { t } from '@lingui/core/macro';
import { hasCommandKey, paletteKeys } from './key-names.ts';

/** Parts of the dashboard that listen to keys. */
export type KeyPlace = 'everywhere' | 'wall' | 'tile' | 'drag' | 'camera' | 'picture' | 'help' | 'kiosk';

export interface Shortcut {
  readonly places: readonly KeyPlace[];
  /** As the browser names the keys, letters in lower case; with Shift held, `Shift+` in front. */
  readonly keys: readonly string[];
  /** The same as written on the keys. */
  readonly shown: string;
  readonly what: string;
  /** Does nothing for other people. */
  readonly adminOnly?: boolean;
}

export interface ShortcutGroup {
  readonly title: string;
  readonly shortcuts: readonly Shortcut[];
}

const ARROWS = ['ArrowLeft', 'ArrowUp', 'ArrowRight', 'ArrowDown'] as const;
const ARROWS_SHOWN = '← ↑ → ↓';
const DIGITS = ['1', '2', '3', '4', '5', '6', '7', '8', '9'] as const;
const ENTER = t({ message: 'Enter', comment: 'The key, as it is written on keyboards' });
const ESC = t({ message: 'Esc', comment: 'The key, as it is written on keyboards' });
const BOTH = ['tile', 'camera'] as const;

const WALL: readonly Shortcut[] = [
  { places: ['wall'], keys: ARROWS, shown: ARROWS_SHOWN, what: t`Choose a camera` },
  { places: ['wall'], keys: DIGITS, shown: '1 … 9', what: t`Choose by number` },
  { places: ['tile'], keys: ['Enter'], shown: ENTER, what: t`Open the camera` },
  {
    places: ['tile'],
    keys: ARROWS.map((arrow) => `Shift+${arrow}`),
    shown: t`Shift ${ARROWS_SHOWN}`,
    what: t`Move the camera`,
  },
  { places: ['drag'], keys: ['Escape'], shown: ESC, what: t`Stop dragging` },
  { places: ['kiosk'], keys: ['Escape'], shown: ESC, what: t`Leave kiosk mode` },
];

const CAMERA: readonly Shortcut[] = [
  { places: BOTH, keys: [' '], shown: t`Space`, what: t`Pause or play` },
  { places: BOTH, keys: ['s'], shown: 'S', what: t`Take a snapshot` },
  { places: BOTH, keys: ['r'], shown: 'R', what: t`Record or stop`, adminOnly: true },
  { places: BOTH, keys: ['i'], shown: 'I', what: t`File an incident`, adminOnly: true },
  { places: BOTH, keys: ['f'], shown: 'F', what: t`Full screen` },
  { places: BOTH, keys: ['m'], shown: 'M', what: t`Sound on or off` },
];

const OPENED: readonly Shortcut[] = [
  { places: ['camera'], keys: ['j'], shown: 'J', what: t`10 seconds back` },
  { places: ['camera'], keys: ['l'], shown: 'L', what: t`Back to live` },
  { places: ['camera'], keys: ['Escape'], shown: ESC, what: t`Back to all cameras` },
];

const PICTURES: readonly Shortcut[] = [
  { places: ['picture'], keys: ['+', '='], shown: '+', what: t`Larger`, adminOnly: true },
  { places: ['picture'], keys: ['-'], shown: '−', what: t`Smaller`, adminOnly: true },
  { places: ['picture'], keys: ['0'], shown: '0', what: t`Whole picture`, adminOnly: true },
  {
    places: ['picture'],
    keys: ARROWS,
    shown: ARROWS_SHOWN,
    what: t`Another picture, or move the large one`,
    adminOnly: true,
  },
];

const HELP: readonly Shortcut[] = [{ places: ['help'], keys: ['/'], shown: '/', what: t`Search the help` }];

/** Every key that does something, for people of this role. */
export function shortcutGroups(
  isAdmin: boolean,
  commandKey: boolean = hasCommandKey(),
): readonly ShortcutGroup[] {
  const everywhere: readonly Shortcut[] = [
    {
      places: ['everywhere'],
      keys: ['k'],
      shown: paletteKeys(commandKey),
      what: t`Search and commands`,
    },
    { places: ['everywhere'], keys: ['?'], shown: '?', what: t`This list` },
  ];
  return [
    { title: t`Everywhere`, shortcuts: everywhere },
    { title: t`Camera wall`, shortcuts: WALL },
    { title: t`The chosen or opened camera`, shortcuts: CAMERA },
    { title: t`The opened camera`, shortcuts: OPENED },
    { title: t`Pictures of an incident`, shortcuts: PICTURES },
    { title: t`Help`, shortcuts: HELP },
  ]
    .map(({ title, shortcuts }) => ({
      title,
      shortcuts: shortcuts.filter(({ adminOnly }) => isAdmin || adminOnly !== true),
    }))
    .filter(({ shortcuts }) => shortcuts.length > 0);
}
