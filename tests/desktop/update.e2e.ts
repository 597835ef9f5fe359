// An AppImage that updates itself from the menu of the icon. Only on the test host: Electron itself would have to be packed.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { imageName, startFeedServer, type FeedServer } from '../electron/updates/feed-server.ts';
import { stubImage } from '../electron/updates/update-bench.ts';
import { seen, trayLabels } from '../support/desktop-host/driver/desktop.ts';
import { installedProgram, startOnHost } from '../support/desktop-host/driver/host-desktop.ts';
import { temporaryFolder } from '../support/test-config.ts';
import { eventually } from '../support/wait.ts';
import { DesktopComputer } from './desktop-bench.ts';

const NEXT = '9.9.9';

describe('an update from the menu of the icon, on the desktop test host', () => {
  const folder = temporaryFolder();
  const image = join(folder.path, 'Sentinel.AppImage');
  const starts = join(folder.path, 'starts');
  let computer: DesktopComputer;
  let feed: FeedServer;

  beforeAll(async () => {
    feed = await startFeedServer();
    writeFileSync(image, stubImage('0.1.0', starts), { mode: 0o755 });
    const resources = join(folder.path, 'resources');
    mkdirSync(resources);
    writeFileSync(
      join(resources, 'app-update.yml'),
      'provider: generic\nurl: https://updates.invalid/\nupdaterCacheDirName: updater\n',
    );
    const program = installedProgram(resources, {
      APPIMAGE: image,
      SENTINEL_UPDATE_URL: feed.url,
      XDG_CACHE_HOME: join(folder.path, 'cache'),
    });
    computer = await DesktopComputer.switchOn({
      short: 'host',
      start: (launch) => startOnHost(launch, program),
    });
  });

  afterAll(async () => {
    await computer?.switchOff();
    await feed?.[Symbol.asyncDispose]();
    folder[Symbol.dispose]();
  });

  it('is refused when it was changed on the way, is fetched anew, replaces the program and starts it', async () => {
    const next = stubImage(NEXT, starts);
    feed.offer(NEXT, next);
    feed.mishap = 'changed on the way';
    const desktop = await computer.start();
    // The menu is there before the server, which makes the backup, and before the window, whose end is written down.
    await seen(desktop, 'the window', ({ windows }) => windows[0]?.visible === true, 30_000);
    const menuSays = (label: RegExp): Promise<unknown> =>
      seen(desktop, String(label), (now) => trayLabels(now).some((each) => label.test(each)), 30_000);
    await menuSays(/^Check for updates$/);
    await desktop.commands.chooseInTray('Check for updates');
    await menuSays(/^Check for updates \(last: .+\)$/);
    expect(readFileSync(image).equals(next)).toBe(false);
    feed.mishap = 'none';
    const again = trayLabels(await desktop.commands.state()).find((label) => label.startsWith('Check for'));
    await desktop.commands.chooseInTray(again ?? '');
    await menuSays(/^Restart and update to 9\.9\.9$/);
    expect(feed.asked).toContain(`/${imageName(NEXT)}`);
    expect(existsSync(starts)).toBe(false);
    await desktop.commands.chooseInTray(`Restart and update to ${NEXT}`).catch(() => undefined);
    expect(await desktop.ended).toBe(0);
    expect(desktop.diary().slice(-4)).toEqual(['tray gone', 'window gone', 'server gone', 'quit']);
    await eventually(
      'the next version starts',
      () => existsSync(starts) && readFileSync(starts, 'utf8') !== '',
    );
    expect(readFileSync(starts, 'utf8')).toBe(`${NEXT}\n`);
    expect(readFileSync(image).equals(next)).toBe(true);
    // What was there before can be put back: the database as it was, and the former program.
    const record = readFileSync(join(computer.dataDir, 'updates', 'update.json'), 'utf8');
    expect(JSON.parse(record)).toMatchObject({ to: NEXT, stage: 'applying' });
    expect(readdirSync(join(computer.dataDir, 'backups')).length).toBeGreaterThan(0);
  });
});
