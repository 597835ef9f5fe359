// What `--service` runs, the shell beside another server, and the questions before anything changes.
import { EventEmitter } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isAttached, startOrAttach } from '../../../electron/service/attached-server.ts';
import type { Command, Ran } from '../../../electron/service/privileged.ts';
import { serveUnattended } from '../../../electron/service/run-service.ts';
import { setupService } from '../../../electron/service/setup-service.ts';
import { startOwnServer } from '../../../electron/server/own-server.ts';
import { ServerHost } from '../../../electron/server/server-host.ts';
import { holderOf } from '../../../server/config/data-lock.ts';
import { createLogger } from '../../../server/log.ts';
import { desktop, resetDesktop } from '../../support/electron-double.ts';
import { anyFreePort } from '../../../scripts/throwaway/ports.ts';
import { spawnServer } from '../../support/server-process.ts';
import { temporaryFolder, testConfig } from '../../support/test-config.ts';
import { eventually } from '../../support/wait.ts';
import { ROOT } from './service-bench.ts';

const log = createLogger('silent');
let folder = temporaryFolder();
let host: ServerHost | undefined;

beforeEach(() => {
  resetDesktop();
  folder = temporaryFolder();
});
afterEach(async () => {
  await host?.stop();
  host = undefined;
  folder[Symbol.dispose]();
});

const healthy = async (url: string | undefined): Promise<boolean> =>
  url !== undefined && (await fetch(`${url}/api/health`).catch(() => undefined))?.status === 200;

describe('--service', () => {
  const run = async (port = 0, serviceRecord = join(folder.path, 'none.json')) => {
    const signals = new EventEmitter();
    const exits: number[] = [];
    const config = testConfig(folder.path, { port, serviceRecord });
    const exit = (code: number): void => void exits.push(code);
    host = await serveUnattended({
      config,
      platform: 'win32',
      signals: signals as unknown as Pick<NodeJS.Process, 'on'>,
      exit,
    });
    return { signals, exits, host };
  };

  it('serves without a window, a tray or a question, and stops in good order', async () => {
    const service = await run();
    const { url } = service.host;
    expect(await healthy(url)).toBe(true);
    expect([desktop.windows, desktop.trays, desktop.dialogs]).toEqual([[], [], []]);
    expect(desktop.blockers.size).toBe(1);
    service.signals.emit('SIGTERM');
    await eventually('the end', () => service.exits.length > 0);
    expect(service.exits).toEqual([0]);
    expect(await healthy(url)).toBe(false);
    expect(existsSync(join(folder.path, 'sentinel.db.running'))).toBe(false);
    expect(existsSync(join(folder.path, 'logs', 'sentinel.log'))).toBe(true);
  });

  it('that cannot serve ends with 1 instead of asking somebody', async () => {
    const other = await anyFreePort();
    const first = await occupied(other);
    const { exits } = await run(other);
    await eventually('the end', () => exits.length > 0);
    await first.leave();
    expect(exits).toEqual([1]);
    expect(desktop.dialogs).toEqual([]);
    expect(desktop.errorBoxes).toEqual([]);
    expect(readFileSync(join(folder.path, 'logs', 'sentinel.log'), 'utf8')).toContain('already used');
  });

  it('whose data another service has ends with 78, at which systemd does not try again, and says where it is', async () => {
    const record = join(folder.path, 'service.json');
    const url = `http://127.0.0.1:${await anyFreePort()}`;
    writeFileSync(record, JSON.stringify({ dataDir: '/var/lib/s', url, host: '0.0.0.0', from: folder.path }));
    const { exits } = await run(0, record);
    await eventually('the end', () => exits.length > 0);
    expect(exits).toEqual([78]);
    expect(readFileSync(join(folder.path, 'logs', 'sentinel.log'), 'utf8')).toContain(
      `is with the service of this computer, in /var/lib/s. Open ${url}`,
    );
    for (const unit of ['linux/sentinel-command-center.service', 'service/manager.sh'])
      expect(readFileSync(join(ROOT, 'build', unit), 'utf8')).toMatch(/^RestartPreventExitStatus=78$/m);
  });
});

async function occupied(port: number) {
  const place = temporaryFolder();
  const server = await spawnServer({ dataDir: place.path, port });
  return {
    leave: async () => {
      await server.kill();
      place[Symbol.dispose]();
    },
  };
}

describe('the shell beside a server that runs already', () => {
  it('shows it, leaves it alone, and serves itself when it is gone', async () => {
    const port = await anyFreePort();
    const other = await spawnServer({ dataDir: folder.path, port });
    const config = testConfig(folder.path);
    const own = {
      config,
      port: null,
      mdns: false,
      log,
      onSetupCode: () => undefined,
      onRestart: () => undefined,
    };
    host = new ServerHost({ log, start: () => startOrAttach({ config, start: () => startOwnServer(own) }) });
    expect(await host.start()).toEqual({ kind: 'running' });
    expect(host.url).toBe(other.url);
    expect(isAttached(host.server)).toBe(true);
    await expect(host.server?.backUpNow()).rejects.toThrow(/Settings → Backups/);
    expect(await host.server?.setupCode()).toBeUndefined();
    await host.stop();
    expect(await healthy(other.url)).toBe(true);
    await host.start();
    await other.stop();
    const shown = host;
    await eventually(
      'a server of its own',
      () => shown.server !== undefined && !isAttached(shown.server),
      10_000,
    );
    expect(await healthy(shown.url)).toBe(true);
  });

  it('starts nothing while a registered service is silent: it holds the data', async () => {
    const record = join(folder.path, 'service.json');
    const url = `http://127.0.0.1:${await anyFreePort()}`;
    writeFileSync(record, JSON.stringify({ dataDir: '/var/lib/s', url, host: '0.0.0.0', from: null }));
    const config = testConfig(folder.path, { serviceRecord: record });
    let started = 0;
    const start = async () => {
      started += 1;
      throw new Error('never');
    };
    await expect(startOrAttach({ config, start, waitMs: 0 })).rejects.toMatchObject({
      code: 'service-silent',
    });
    expect(started).toBe(0);
  });
});

describe('switching the service on in the menu', () => {
  const scripted = (answer: Ran, whyNot?: string) => {
    const config = testConfig(folder.path, { serviceRecord: join(folder.path, 'etc', 'service.json') });
    const own = {
      config,
      port: null,
      mdns: false,
      log,
      onSetupCode: () => undefined,
      onRestart: () => undefined,
    };
    const made = new ServerHost({ log, start: () => startOwnServer(own) });
    host = made;
    const commands: Command[] = [];
    const holders: unknown[] = [];
    const service = setupService({
      config,
      host: made,
      log,
      system: 'linux',
      program: '/opt/sentinel',
      person: 'anna',
      port: () => 8123,
      whyNot: () => whyNot,
      parts: () => ['# the rest'],
      run: async (command) => {
        commands.push(command);
        holders.push(holderOf(folder.path)?.pid, made.state.kind);
        return answer;
      },
    });
    return { service, commands, holders, host: made };
  };

  it('asks first, and does nothing when the person says no', async () => {
    const { service, commands, host: made } = scripted({ code: 0, said: '' });
    await made.start();
    await service.install();
    expect(desktop.dialogs.map(({ message }) => message)).toEqual(['Run before anyone signs in?']);
    expect(commands).toEqual([]);
    expect(made.state.kind).toBe('running');
  });

  it('shows the whole script, and asks again', async () => {
    const { service } = scripted({ code: 0, said: '' });
    desktop.pressed.push('Show the script', 'Cancel');
    await service.install();
    const [shown = ''] = desktop.openedPaths;
    expect(readFileSync(shown, 'utf8')).toMatch(/^PORT='8123'$/m);
    expect(desktop.dialogs).toHaveLength(2);
  });

  it('stops the server and keeps others away meanwhile; a failure is told, and the server runs again', async () => {
    const { service, holders, host: made } = scripted({ code: 1, said: 'first\nThe disk is full.\n' });
    await made.start();
    desktop.pressed.push('Switch on');
    await expect(service.install()).rejects.toThrow('The disk is full.');
    expect(holders).toEqual([process.pid, 'stopped']);
    expect(made.state.kind).toBe('running');
    expect(await healthy(made.url)).toBe(true);
  });

  it('is quiet when the person turned the system’s own question down', async () => {
    const { service, host: made } = scripted({ code: 126, said: 'dismissed' });
    await made.start();
    desktop.pressed.push('Switch on');
    await service.install();
    expect(made.state.kind).toBe('running');
  });

  it('says why a program cannot be a service before it asks anything', async () => {
    const { service } = scripted({ code: 0, said: '' }, 'Install it for everyone.');
    await expect(service.install()).rejects.toThrow('Install it for everyone.');
    expect(desktop.dialogs).toEqual([]);
  });
});
