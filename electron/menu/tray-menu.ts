import type { MenuItemConstructorOptions } from 'electron';
import { texts } from '../texts/texts.ts';
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
  const { tray } = texts();
  return {
    label: tray.kiosk,
    submenu: [choice(null, tray.noDisplay), ...displays.map(({ id, name }) => choice(id, name))],
  };
}

function updateItem({ update, elsewhere }: MenuFacts, act: ShellActions): Item {
  const { label, act: how } = updateLine(update, elsewhere);
  const click = (): void => void (how === 'install' ? act.installUpdate() : act.checkForUpdates());
  return { label, enabled: how !== undefined, click };
}

function viewItems(facts: MenuFacts, act: ShellActions): readonly Item[] {
  const runs = facts.url !== undefined;
  const { setupCode } = facts;
  const { tray } = texts();
  const code: Item = {
    label: tray.copySetupCode(setupCode ?? ''),
    click: () => void act.copySetupCode(),
  };
  return [
    { label: tray.openDashboard, enabled: runs, click: () => void act.openDashboard() },
    ...(setupCode === undefined ? [] : [code]),
    {
      label: tray.copyLanAddress,
      enabled: facts.lanUrl !== undefined,
      click: () => void act.copyLanAddress(),
    },
    { label: tray.showQrCode, enabled: runs, click: () => void act.showQrCode() },
    { label: tray.openInBrowser, enabled: runs, click: () => void act.openInBrowser() },
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
  const { tray } = texts();
  return [
    toggle(tray.autostart, facts.autostart, (on) => act.setAutostart(on)),
    ...(runsAsService === undefined ? [] : [toggle(tray.service, runsAsService, (on) => act.setService(on))]),
    toggle(tray.keepAwake, facts.keepAwake, (on) => act.setKeepAwake(on)),
    toggle(tray.announced, facts.announced, (on) => act.setAnnounced(on)),
    kioskItem(facts, act),
  ];
}

/** The menu under the tray icon. */
export function trayMenu(facts: MenuFacts, act: ShellActions): Item[] {
  const { tray, quit } = texts();
  return [
    { label: stateLine(facts), enabled: false },
    line,
    ...viewItems(facts, act),
    line,
    ...machineItems(facts, act),
    line,
    { label: tray.openDataFolder, click: () => void act.openDataFolder() },
    { label: tray.viewLogs, click: () => void act.openLogs() },
    { label: tray.backUp, enabled: facts.canBackUp, click: () => void act.backUpNow() },
    updateItem(facts, act),
    { label: tray.restart, click: () => void act.restartServer() },
    line,
    { label: tray.about, click: () => void act.showAbout() },
    { label: quit, click: () => void act.quit() },
  ];
}
