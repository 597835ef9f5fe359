import { EventEmitter } from 'node:events';
import type * as Electron from 'electron';

export const DISPLAY_WIDTH = 1280;
export const DISPLAY_HEIGHT = 800;

function display(id: number, x: number): Electron.Display {
  const bounds = { x, y: 0, width: DISPLAY_WIDTH, height: DISPLAY_HEIGHT };
  return { id, label: '', bounds, workArea: bounds } as Electron.Display;
}

/** Two displays side by side, which together are the screen of the X server. */
const displays = [display(1, 0), display(2, DISPLAY_WIDTH)];

export const screen = Object.assign(new EventEmitter(), {
  getAllDisplays: () => [...displays],
  /** The display a window stands on. */
  of: ({ x }: Electron.Rectangle): Electron.Display =>
    displays.find(({ bounds }) => x >= bounds.x && x < bounds.x + bounds.width) ?? display(1, 0),
  /** Where a window of this size stands when nobody says where: in the middle of the first display. */
  centred: (width: number, height: number) => ({
    x: Math.max(0, Math.round((DISPLAY_WIDTH - width) / 2)),
    y: Math.max(0, Math.round((DISPLAY_HEIGHT - height) / 2)),
  }),
  /** Somebody pulls the cable. */
  unplug: (id: number): void => {
    const at = displays.findIndex((each) => each.id === id);
    const [gone] = at < 0 ? [] : displays.splice(at, 1);
    if (gone !== undefined) screen.emit('display-removed', {}, gone);
  },
} satisfies Pick<Electron.Screen, 'getAllDisplays'> & Record<'of' | 'centred' | 'unplug', unknown>);
