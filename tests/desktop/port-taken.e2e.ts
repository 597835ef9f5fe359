import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { pageAt, seen } from '../support/desktop-host/driver/desktop.ts';
import { onEveryHost, type DesktopComputer } from './desktop-bench.ts';

onEveryHost('a start on a port that is taken', (switchOn) => {
  let computer: DesktopComputer;
  let other: Server;

  beforeEach(async () => {
    computer = await switchOn();
    other = createServer();
    other.listen(computer.port, '0.0.0.0');
    await once(other, 'listening');
  });

  afterEach(async () => {
    other.close();
    await computer.switchOff();
  });

  it('says by whom, shows the log, and goes on at another port, which it remembers', async () => {
    const desktop = await computer.start();
    const asked = await seen(desktop, 'the question', ({ dialogs }) => dialogs.length === 1, 20_000);
    expect(asked.windows).toEqual([]);
    expect(asked.dialogs[0]?.message).toMatch(new RegExp(`^Port ${computer.port} is taken by [^.]+\\.$`));
    expect(asked.dialogs[0]?.message).not.toContain('another program');
    expect(asked.dialogs[0]?.buttons).toEqual(['Choose another port', 'Show logs', 'Quit']);
    expect(asked.tray?.picture).toContain('tray-error');
    await desktop.commands.press('Show logs');
    const log = join(computer.dataDir, 'logs', 'sentinel.log');
    await seen(
      desktop,
      'the log',
      ({ openedPaths, dialogs }) => openedPaths.at(-1) === log && dialogs.length === 1,
    );
    await desktop.commands.press('Choose another port');
    const page = await pageAt(desktop, '/setup', 20_000);
    await page.getByLabel('Your name').waitFor();
    const port = Number(new URL(page.url()).port);
    expect(port).toBeGreaterThan(computer.port);
    expect(JSON.parse(readFileSync(join(computer.dataDir, 'shell.json'), 'utf8'))).toMatchObject({ port });
    await seen(desktop, 'all is well', ({ tray }) => tray?.picture.includes('tray-ok') === true);
  });

  it('ends without a window when the person gives up', async () => {
    const desktop = await computer.start();
    await seen(desktop, 'the question', ({ dialogs }) => dialogs.length === 1, 20_000);
    await desktop.commands.press('Quit').catch(() => undefined);
    expect(await desktop.ended).toBe(0);
    expect(desktop.diary()).toEqual(['tray gone', 'quit']);
  });
});
