import { Menu, type MenuItemConstructorOptions } from 'electron';
import { PRODUCT_NAME } from '../app/product.ts';
import { texts } from '../texts/texts.ts';
import type { ShellActions } from './facts.ts';

type Item = MenuItemConstructorOptions;

const line: Item = { type: 'separator' };

function fileMenu(act: ShellActions, isMac: boolean): Item {
  const { menuBar, tray, quit } = texts();
  const quitItem: Item = { label: quit, accelerator: 'CmdOrCtrl+Q', click: () => void act.quit() };
  return {
    label: menuBar.file,
    submenu: [
      { label: tray.openInBrowser, click: () => void act.openInBrowser() },
      { label: tray.showQrCode, click: () => void act.showQrCode() },
      line,
      { label: menuBar.close, role: 'close' },
      ...(isMac ? [] : [quitItem]),
    ],
  };
}

/** The work is the system's, or copy and paste would not work on macOS; only the words are ours. */
function editMenu(): Item {
  const { menuBar } = texts();
  return {
    label: menuBar.edit,
    submenu: [
      { label: menuBar.undo, role: 'undo' },
      { label: menuBar.redo, role: 'redo' },
      line,
      { label: menuBar.cut, role: 'cut' },
      { label: menuBar.copy, role: 'copy' },
      { label: menuBar.paste, role: 'paste' },
      { label: menuBar.selectAll, role: 'selectAll' },
    ],
  };
}

function viewMenu(): Item {
  const { menuBar } = texts();
  return {
    label: menuBar.view,
    submenu: [
      { label: menuBar.reload, role: 'reload' },
      line,
      { label: menuBar.resetZoom, role: 'resetZoom' },
      { label: menuBar.zoomIn, role: 'zoomIn' },
      { label: menuBar.zoomOut, role: 'zoomOut' },
      line,
      { label: menuBar.fullScreen, role: 'togglefullscreen' },
    ],
  };
}

function helpMenu(act: ShellActions, isMac: boolean): Item {
  const { menuBar, tray } = texts();
  const about: Item = { label: tray.about, click: () => void act.showAbout() };
  return {
    label: menuBar.help,
    role: 'help',
    submenu: [
      { label: menuBar.helpPages, click: () => void act.openDashboard('/docs') },
      { label: tray.viewLogs, click: () => void act.openLogs() },
      { label: tray.openDataFolder, click: () => void act.openDataFolder() },
      ...(isMac ? [] : [line, about]),
    ],
  };
}

/** macOS keeps About and Quit in a menu named after the program. */
function macMenu(act: ShellActions): Item {
  const { menuBar } = texts();
  const quit = menuBar.quitProgram(PRODUCT_NAME);
  return {
    label: PRODUCT_NAME,
    submenu: [
      { label: menuBar.aboutProgram(PRODUCT_NAME), click: () => void act.showAbout() },
      line,
      { label: menuBar.hideProgram(PRODUCT_NAME), role: 'hide' },
      { label: menuBar.hideOthers, role: 'hideOthers' },
      { label: menuBar.showAll, role: 'unhide' },
      line,
      { label: quit, accelerator: 'Cmd+Q', click: () => void act.quit() },
    ],
  };
}

/** The menu bar. */
export function applicationMenu(act: ShellActions, platform: NodeJS.Platform): Item[] {
  const isMac = platform === 'darwin';
  const common: Item[] = [fileMenu(act, isMac), editMenu(), viewMenu(), helpMenu(act, isMac)];
  return isMac ? [macMenu(act), ...common] : common;
}

export function setupApplicationMenu(act: ShellActions, platform: NodeJS.Platform): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate(applicationMenu(act, platform)));
}
