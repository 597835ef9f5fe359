import { Menu, type MenuItemConstructorOptions } from 'electron';
import { PRODUCT_NAME } from '../app/product.ts';
import type { ShellActions } from './facts.ts';

type Item = MenuItemConstructorOptions;

const line: Item = { type: 'separator' };

function fileMenu(act: ShellActions, isMac: boolean): Item {
  const quit: Item = { label: 'Quit', accelerator: 'CmdOrCtrl+Q', click: () => void act.quit() };
  return {
    label: 'File',
    submenu: [
      { label: 'Open in browser', click: () => void act.openInBrowser() },
      { label: 'Show QR code for phones', click: () => void act.showQrCode() },
      line,
      { role: 'close' },
      ...(isMac ? [] : [quit]),
    ],
  };
}

function helpMenu(act: ShellActions, isMac: boolean): Item {
  const about: Item = { label: 'About', click: () => void act.showAbout() };
  return {
    label: 'Help',
    role: 'help',
    submenu: [
      { label: 'Help pages', click: () => void act.openDashboard('/docs') },
      { label: 'View logs', click: () => void act.openLogs() },
      { label: 'Open data folder', click: () => void act.openDataFolder() },
      ...(isMac ? [] : [line, about]),
    ],
  };
}

const viewMenu: Item = {
  label: 'View',
  submenu: [
    { role: 'reload' },
    line,
    { role: 'resetZoom' },
    { role: 'zoomIn' },
    { role: 'zoomOut' },
    line,
    { role: 'togglefullscreen' },
  ],
};

/** macOS keeps About and Quit in a menu named after the program. */
function macMenu(act: ShellActions): Item {
  return {
    label: PRODUCT_NAME,
    submenu: [
      { label: `About ${PRODUCT_NAME}`, click: () => void act.showAbout() },
      line,
      { role: 'hide' },
      { role: 'hideOthers' },
      { role: 'unhide' },
      line,
      { label: `Quit ${PRODUCT_NAME}`, accelerator: 'Cmd+Q', click: () => void act.quit() },
    ],
  };
}

/** The menu bar. Editing comes from the system, or copy and paste would not work on macOS. */
export function applicationMenu(act: ShellActions, platform: NodeJS.Platform): Item[] {
  const isMac = platform === 'darwin';
  const common: Item[] = [fileMenu(act, isMac), { role: 'editMenu' }, viewMenu, helpMenu(act, isMac)];
  return isMac ? [macMenu(act), ...common] : common;
}

export function setupApplicationMenu(act: ShellActions, platform: NodeJS.Platform): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate(applicationMenu(act, platform)));
}
