import { t } from '@lingui/core/macro';
import { formats } from '../../../hooks/format.ts';
import { PLACES } from '../../frame/navigation.ts';
import { box, type Diagram, frame, type Shape } from './shape.ts';

const MENU = PLACES.map(({ label }) => label);

const menu: readonly Shape[] = MENU.map((place, index) =>
  box([18, 66 + index * 31], [94, 26], place, index === 0 ? 'accent' : 'plain'),
);

export const dashboardDiagram: Diagram = {
  id: 'dashboard',
  title: t`Where things are`,
  about: t`At the top: the name of the place, whether news arrives, the bell and the account. At the left the menu with ${formats.list(MENU)}. The rest is the page, here the wall of cameras.`,
  height: 330,
  shapes: [
    frame([6, 6], [348, 318], '', 'soft'),
    box([18, 18], [94, 26], t`Your place`, 'plain', 1),
    box([126, 18], [84, 26], t`Connected`, 'live', 2),
    box([222, 18], [52, 26], t`Bell`, 'plain', 3),
    box([284, 18], [62, 26], t`Account`, 'plain', 4),
    frame([12, 54], [106, 262], '', 'plain', 5),
    ...menu,
    box([124, 58], [222, 28], t`Layout, group, kiosk mode`, 'plain', 6),
    box([124, 98], [107, 100], [t`Camera`, t`LIVE`], 'live', 7),
    box([239, 98], [107, 100], [t`Camera`, t`LIVE`], 'live'),
    box([124, 208], [107, 100], [t`Camera`, t`Frozen since …`], 'warn'),
    box([239, 208], [107, 100], [t`Camera`, t`Offline since …`], 'soft'),
  ],
  points: [
    t`**The place** whose cameras you see.`,
    t`**Connected** means that news arrives by itself.`,
    t`**The bell** has what is new since you last looked.`,
    t`**Account:** your password, the appearance, *Sign out*.`,
    t`**The menu** is a bar at the bottom on a phone, with the rest behind *More*. Members see fewer places.`,
    t`**Layouts:** all cameras at once, or a fixed grid. Drag tiles to arrange them.`,
    t`**Tiles** say the truth about their picture. Double-click one to open its camera.`,
  ],
};
