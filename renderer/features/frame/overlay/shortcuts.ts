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
const BOTH = ['tile', 'camera'] as const;

const WALL: readonly Shortcut[] = [
  { places: ['wall'], keys: ARROWS, shown: ARROWS_SHOWN, what: 'Choose a camera' },
  { places: ['wall'], keys: DIGITS, shown: '1 … 9', what: 'Choose by number' },
  { places: ['tile'], keys: ['Enter'], shown: 'Enter', what: 'Open the camera' },
  {
    places: ['tile'],
    keys: ARROWS.map((arrow) => `Shift+${arrow}`),
    shown: `Shift ${ARROWS_SHOWN}`,
    what: 'Move the camera',
  },
  { places: ['drag'], keys: ['Escape'], shown: 'Esc', what: 'Stop dragging' },
  { places: ['kiosk'], keys: ['Escape'], shown: 'Esc', what: 'Leave kiosk mode' },
];

const CAMERA: readonly Shortcut[] = [
  { places: BOTH, keys: [' '], shown: 'Space', what: 'Pause or play' },
  { places: BOTH, keys: ['s'], shown: 'S', what: 'Take a snapshot' },
  { places: BOTH, keys: ['r'], shown: 'R', what: 'Record or stop', adminOnly: true },
  { places: BOTH, keys: ['i'], shown: 'I', what: 'File an incident', adminOnly: true },
  { places: BOTH, keys: ['f'], shown: 'F', what: 'Full screen' },
  { places: BOTH, keys: ['m'], shown: 'M', what: 'Sound on or off' },
];

const OPENED: readonly Shortcut[] = [
  { places: ['camera'], keys: ['j'], shown: 'J', what: '10 seconds back' },
  { places: ['camera'], keys: ['l'], shown: 'L', what: 'Back to live' },
  { places: ['camera'], keys: ['Escape'], shown: 'Esc', what: 'Back to all cameras' },
];

const PICTURES: readonly Shortcut[] = [
  { places: ['picture'], keys: ['+', '='], shown: '+', what: 'Larger', adminOnly: true },
  { places: ['picture'], keys: ['-'], shown: '−', what: 'Smaller', adminOnly: true },
  { places: ['picture'], keys: ['0'], shown: '0', what: 'Whole picture', adminOnly: true },
  {
    places: ['picture'],
    keys: ARROWS,
    shown: ARROWS_SHOWN,
    what: 'Another picture, or move the large one',
    adminOnly: true,
  },
];

const HELP: readonly Shortcut[] = [{ places: ['help'], keys: ['/'], shown: '/', what: 'Search the help' }];

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
      what: 'Search and commands',
    },
    { places: ['everywhere'], keys: ['?'], shown: '?', what: 'This list' },
  ];
  return [
    { title: 'Everywhere', shortcuts: everywhere },
    { title: 'Camera wall', shortcuts: WALL },
    { title: 'The chosen or opened camera', shortcuts: CAMERA },
    { title: 'The opened camera', shortcuts: OPENED },
    { title: 'Pictures of an incident', shortcuts: PICTURES },
    { title: 'Help', shortcuts: HELP },
  ]
    .map(({ title, shortcuts }) => ({
      title,
      shortcuts: shortcuts.filter(({ adminOnly }) => isAdmin || adminOnly !== true),
    }))
    .filter(({ shortcuts }) => shortcuts.length > 0);
}
