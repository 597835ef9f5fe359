// The host of the server, with real servers on real ports.
import { EventEmitter, once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { setupCrashGuard } from '../../electron/server/crash-guard.ts';
import { startOwnServer } from '../../electron/server/own-server.ts';
import { ServerHost } from '../../electron/server/server-host.ts';
import { createLogger } from '../../server/log.ts';
import { AwakeTime } from '../support/awake-time.ts';
import { anyFreePort } from '../../scripts/throwaway/ports.ts';
import { temporaryFolder, testConfig } from '../support/test-config.ts';
import { startTestServer } from '../support/test-server.ts';
import { eventually } from '../support/wait.ts';

const log = createLogger('silent');
let folder = temporaryFolder();
let states: string[] = [];
let host = hostOn(0);

function hostOn(port: number): ServerHost {
  const config = testConfig(folder.path);
  const made = new ServerHost({
    log,
    start: () =>
      startOwnServer({
        config,
        port,
        mdns: false,
        log,
        onSetupCode: () => undefined,
        onRestart: () => undefined,
      }),
  });
  states = [];
  made.on('state', ({ kind }) => states.push(kind));
  return made;
}

beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(async () => {
  await host.stop();
  folder[Symbol.dispose]();
});

const answers = async (url: string | undefined): Promise<boolean> =>
  url !== undefined && (await fetch(`${url}/api/health`).catch(() => undefined))?.status === 200;

describe('the host of the server', () => {
  it('starts it, tells how it fares, and stops it', async () => {
    host = hostOn(0);
    expect(await host.start()).toEqual({ kind: 'running' });
    const { url } = host;
    expect(await answers(url)).toBe(true);
    expect(host.lanUrl).toBeUndefined();
    const health = await eventually('a first look', () => host.health);
    expect(health).toMatchObject({ cameras: 0, subscribers: 0 });
    await host.stop();
    expect(await answers(url)).toBe(false);
    expect(host.url).toBeUndefined();
    expect(states).toEqual(['starting', 'running', 'stopped']);
  });

  it('brings a server that no longer listens back within 5 s, at the same address', async () => {
    host = hostOn(await anyFreePort());
    await host.start();
    const { url } = host;
    using awake = new AwakeTime();
    await host.server?.dispose();
    expect(await answers(url)).toBe(false);
    await eventually('the server is back', () => answers(url));
    expect(awake.ms).toBeLessThan(5_000);
    expect(states).toEqual(['starting', 'running', 'restarting', 'running']);
  });

  it('brings it back once when one fault is noticed twice', async () => {
    host = hostOn(0);
    await host.start();
    const why = new Error('broke');
    await Promise.all([host.recover('crash', why), host.recover('silence', why)]);
    expect(states).toEqual(['starting', 'running', 'restarting', 'running']);
    expect(await answers(host.url)).toBe(true);
  });

  it('does not stop between a restart and its end, but after it', async () => {
    host = hostOn(0);
    await host.start();
    const [, stopped] = await Promise.all([host.restart('menu'), host.stop()]);
    expect(stopped).toEqual({ kind: 'stopped' });
    expect(host.server).toBeUndefined();
  });

  it('says why it does not run', async () => {
    await using other = await startTestServer();
    host = hostOn(other.running.port);
    expect(await host.start()).toMatchObject({ kind: 'failed', error: { code: 'port-taken' } });
    expect(host.url).toBeUndefined();
  });

  it('a server that breaks again and again is brought back later each time, and then no more', async () => {
    host = hostOn(0);
    await host.start();
    const gaveUp = once(host, 'gaveUp');
    const took: number[] = [];
    const awake: number[] = [];
    for (let count = 0; count < 5; count += 1) {
      const began = performance.now();
      using time = new AwakeTime();
      expect(await host.recover('crash', new Error('again'))).toEqual({ kind: 'running' });
      took.push(performance.now() - began);
      awake.push(time.ms);
    }
    expect(Math.max(...awake)).toBeLessThan(5_000);
    expect(took[4]).toBeGreaterThan(2_000);
    await host.recover('crash', new Error('once too often'));
    await gaveUp;
    expect(host.state).toMatchObject({ kind: 'failed', error: { message: 'once too often' } });
    expect(host.url).toBeUndefined();
    // Whoever is asked what to do can have it tried again.
    expect(await host.start()).toEqual({ kind: 'running' });
  });

  it('what breaks elsewhere starts no server that was stopped', async () => {
    host = hostOn(0);
    await host.start();
    const stopped = host.stop();
    const recovered = host.recover('crash', new Error('late'));
    await Promise.all([stopped, recovered]);
    await host.recover('crash', new Error('later'));
    expect(host.state).toEqual({ kind: 'stopped' });
    expect(host.server).toBeUndefined();
  });

  it('a stop does not wait until all attempts to start have failed', async () => {
    await using other = await startTestServer();
    host = hostOn(other.running.port);
    const tried = host.restart('menu');
    await eventually('a first attempt failed', () => states.includes('failed'));
    using awake = new AwakeTime();
    await Promise.all([host.stop(), tried]);
    expect(awake.ms).toBeLessThan(2_000);
    expect(host.state).toEqual({ kind: 'stopped' });
  });

  it('two never use one data directory', async () => {
    await using other = await startTestServer({ dataDir: folder.path });
    host = hostOn(0);
    expect(await host.start()).toMatchObject({ kind: 'failed', error: { code: 'data-in-use' } });
    expect(await answers(other.url)).toBe(true);
  });
});

it('what nobody caught is written down and the server started anew', () => {
  const lines: string[] = [];
  const events = new EventEmitter();
  const told: unknown[] = [];
  const guardLog = createLogger('error', (line) => lines.push(line));
  setupCrashGuard(events as NodeJS.Process, guardLog, async (error) => void told.push(String(error)));
  events.emit('uncaughtException', new Error('broken pipe of something'));
  events.emit('unhandledRejection', new Error('forgotten'));
  expect(told).toEqual(['Error: broken pipe of something', 'Error: forgotten']);
  expect(lines.join('')).toContain('broken pipe of something');
});
