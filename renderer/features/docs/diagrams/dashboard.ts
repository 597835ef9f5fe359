import { box, type Diagram, frame, type Shape } from './shape.ts';

/** The places of the menu, in its order. */
export const MENU = [
  'Cameras',
  'Motion',
  'Incidents',
  'Sentinel AI',
  'AI agents',
  'Settings',
  'Admin',
  'Help',
] as const;

const menu: readonly Shape[] = MENU.map((place, index) =>
  box([18, 66 + index * 31], [84, 26], place, index === 0 ? 'accent' : 'plain'),
);

export const dashboardDiagram: Diagram = {
  id: 'dashboard',
  title: 'Where things are',
  about:
    'At the top: the name of the place, whether news arrives, the bell and the account. At the left the menu with Cameras, Motion, Incidents, Sentinel AI, AI agents, Settings, Admin and Help. The rest is the page, here the wall of cameras.',
  height: 330,
  shapes: [
    frame([6, 6], [348, 318], '', 'soft'),
    box([18, 18], [90, 26], 'Your place', 'plain', 1),
    box([126, 18], [82, 26], 'Connected', 'live', 2),
    box([226, 18], [42, 26], 'Bell', 'plain', 3),
    box([286, 18], [60, 26], 'Account', 'plain', 4),
    frame([12, 54], [96, 262], '', 'plain', 5),
    ...menu,
    box([120, 58], [226, 28], 'Layout, group, kiosk mode', 'plain', 6),
    box([120, 98], [108, 100], ['Camera', 'LIVE'], 'live', 7),
    box([238, 98], [108, 100], ['Camera', 'LIVE'], 'live'),
    box([120, 208], [108, 100], ['Camera', 'Frozen since …'], 'warn'),
    box([238, 208], [108, 100], ['Camera', 'Offline since …'], 'soft'),
  ],
  points: [
    '**The place** whose cameras you see.',
    '**Connected** means that news arrives by itself.',
    '**The bell** has what is new since you last looked.',
    '**Account:** your password, the appearance, *Sign out*.',
    '**The menu** is a bar at the bottom on a phone, with the rest behind *More*. Members see fewer places.',
    '**Layouts:** all cameras at once, or a fixed grid. Drag tiles to arrange them.',
    '**Tiles** say the truth about their picture. Double-click one to open its camera.',
  ],
};
