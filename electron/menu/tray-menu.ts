import type { MenuItemConstructorOptions } from 'electron';
import type { MenuFacts, ShellActions } from './facts.ts';
import { stateLine } from './state-line.ts';
import { updateLine } from './update-state.ts';

type Item = MenuItemConstructorOptions;

const line: Item = { type: 'separator' };

function kioskItem({ displays, kioskDisplay }: MenuFacts, act: ShellActions): Item {
  const choice = (id: number | null, label: string): Item => ({
    label,
    type: 'radio',
    checked: kioskDisplay === id,
    click: () => void act.showWallOn(id),
  });
  return {
    label: 'Kiosk wall on display',
    submenu: [choice(null, 'None'), ...displays.map(({ id, name }) => choice(id, name))],
  };
}

function updateItem({ update }: MenuFacts, act: ShellActions): Item {
  const { label, act: how } = updateLine(update);
  const click = (): void => void (how === 'install' ? act.installUpdate() : act.checkForUpdates());
  return { label, enabled: how !== undefined, click };
}

function viewItems(facts: MenuFacts, act: ShellActions): readonly Item[] {
  const runs = facts.url !== undefined;
  const { setupCode } = facts;
  const code: Item = {
    label: `Copy setup code ${setupCode ?? ''}`,
    click: () => void act.copySetupCode(),
  };
  return [
    { label: 'Open dashboard', enabled: runs, click: () => void act.openDashboard() },
    ...(setupCode === undefined ? [] : [code]),
    {
      label: 'Copy LAN address',
      enabled: facts.lanUrl !== undefined,
      click: () => void act.copyLanAddress(),
    },
    { label: 'Show QR code for phones', enabled: runs, click: () => void act.showQrCode() },
    { label: 'Open in browser', enabled: runs, click: () => void act.openInBrowser() },
  ];
}

function machineItems(facts: MenuFacts, act: ShellActions): readonly Item[] {
  const toggle = (label: string, checked: boolean, set: (on: boolean) => Promise<void>): Item => ({
    label,
    type: 'checkbox',
    checked,
    click: () => void set(!checked),
  });
  const { runsAsService } = facts;
  return [
    toggle('Start with the computer', facts.autostart, (on) => act.setAutostart(on)),
    ...(runsAsService === undefined
      ? []
      : [toggle('Run before anyone signs in', runsAsService, (on) => act.setService(on))]),
    toggle('Keep this computer awake', facts.keepAwake, (on) => act.setKeepAwake(on)),
    toggle('Make known in the network', facts.announced, (on) => act.setAnnounced(on)),
    kioskItem(facts, act),
  ];
}

/** The menu under the tray icon. */
export function trayMenu(facts: MenuFacts, act: ShellActions): Item[] {
  return [
    { label: stateLine(facts), enabled: false },
    line,
    ...viewItems(facts, act),
    line,
    ...machineItems(facts, act),
    line,
    { label: 'Open data folder', click: () => void act.openDataFolder() },
    { label: 'View logs', click: () => void act.openLogs() },
    { label: 'Back up now', enabled: facts.canBackUp, click: () => void act.backUpNow() },
    updateItem(facts, act),
    { label: 'Restart server', click: () => void act.restartServer() },
    line,
    { label: 'About', click: () => void act.showAbout() },
    { label: 'Quit', click: () => void act.quit() },
  ];
}
