// A computer with an AppImage on it that updates itself: real files, a real server and database, electron-updater itself.
// In place of Electron's are only the adapter of the app and the HTTP requests, which Node makes.
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { request, type ClientRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { join } from 'node:path';
import { AppImageUpdater } from 'electron-updater';
import { ElectronHttpExecutor } from 'electron-updater/out/electronHttpExecutor.js';
import { ServerHost } from '../../../electron/server/server-host.ts';
import { SettingsFile } from '../../../electron/settings/settings-file.ts';
import type { UpdateState } from '../../../electron/menu/update-state.ts';
import { DesktopUpdates } from '../../../electron/updates/setup-updates.ts';
import type { RequestLimits } from '../../../electron/updates/guarded-requests.ts';
import { FeedSource } from '../../../electron/updates/update-source.ts';
import { systemClock } from '../../../server/clock.ts';
import { createLogger } from '../../../server/log.ts';
import { startServer, type RunningServer } from '../../../server/start-server.ts';
import { temporaryFolder, testConfig } from '../../support/test-config.ts';
import { startFeedServer, type FeedServer } from './feed-server.ts';

class NodeExecutor extends ElectronHttpExecutor {
  override createRequest(
    options: RequestOptions,
    answered: (response: IncomingMessage) => void,
  ): ReturnType<ElectronHttpExecutor['createRequest']> {
    const made: ClientRequest = request(options, answered);
    return made as unknown as ReturnType<ElectronHttpExecutor['createRequest']>;
  }

  /** Node does not follow redirections by itself. */
  override addRedirectHandlers(): void {
    // Nothing to do.
  }
}

/** An image that writes its version down whenever it is started. Large enough to be cut off. */
export function stubImage(version: string, startsFile: string): Buffer {
  return Buffer.from(
    `#!/bin/sh\necho ${version} >> '${startsFile}'\nexit 0\n${'# filling\n'.repeat(40_000)}`,
  );
}

/** One life of the program, from its start to its end. */
export interface ProgramRun {
  readonly updates: DesktopUpdates;
  readonly host: ServerHost;
  readonly states: UpdateState[];
  /** As the shell does when a person quits. */
  quit(): Promise<void>;
}

export interface Bench {
  readonly dataDir: string;
  readonly databaseFile: string;
  readonly image: string;
  readonly startsFile: string;
  readonly cache: string;
  readonly feed: FeedServer;
  /** Starts a version of the program; its server by `start` when given. */
  run(version: string, start?: () => Promise<RunningServer>): ProgramRun;
  /** What fetches, alone. */
  source(looking?: RequestLimits): FeedSource;
  [Symbol.asyncDispose](): Promise<void>;
}

const LIMITS = { withinMs: 2_500, everyMs: 50 };
/** A version that does start is given time to do so beside other tests. */
const SOUND_WITHIN_MS = 30_000;

function loader(version: string, folder: string): () => Promise<AppImageUpdater> {
  const config = join(folder, 'app-update.yml');
  writeFileSync(config, 'provider: generic\nurl: https://updates.invalid/\nupdaterCacheDirName: updater\n');
  return async () => {
    const updater = new AppImageUpdater(null, {
      version,
      name: 'sentinel-command-center',
      isPackaged: true,
      appUpdateConfigPath: config,
      userDataPath: join(folder, 'user'),
      baseCachePath: join(folder, 'cache'),
      whenReady: async () => undefined,
      relaunch: () => undefined,
      quit: () => undefined,
      onQuit: () => undefined,
    });
    return Object.assign(updater, { httpExecutor: new NodeExecutor(() => undefined) });
  };
}

export async function startBench(): Promise<Bench> {
  const folder = temporaryFolder();
  const dataDir = join(folder.path, 'data');
  const programs = join(folder.path, 'programs');
  mkdirSync(programs);
  const image = join(programs, 'Sentinel.AppImage');
  const startsFile = join(folder.path, 'starts');
  const feed = await startFeedServer();
  writeFileSync(image, stubImage('0.1.0', startsFile), { mode: 0o755 });
  process.env['APPIMAGE'] = image;
  const runs: { readonly host: ServerHost; readonly process: ChildProcess }[] = [];

  const run: Bench['run'] = (version, start) => {
    const config = testConfig(dataDir, { version });
    const log = createLogger('silent', () => undefined);
    const host = new ServerHost({
      log,
      start: start ?? (() => startServer({ config, clock: systemClock, log })),
    });
    const settings = new SettingsFile(dataDir);
    // Stands for the process of this run: the next version waits until it ended.
    const life = spawn('sleep', ['600'], { stdio: 'ignore' });
    runs.push({ host, process: life });
    const states: UpdateState[] = [];
    let isAskedFor = false;
    const leave = async (): Promise<void> => {
      await updates.beforeStop();
      await host.stop();
      await updates.afterStop();
      life.kill();
    };
    const updates: DesktopUpdates = new DesktopUpdates({
      config,
      place: { platform: 'linux', image, installed: false, updateUrl: feed.url },
      settings,
      host,
      leave,
      isAskedFor: () => isAskedFor,
      onChange: () => states.push(updates.shell.state),
      log,
      loadUpdater: loader(version, folder.path),
      pid: life.pid ?? 0,
      limits: start === undefined ? { ...LIMITS, withinMs: SOUND_WITHIN_MS } : LIMITS,
    });
    const quit = (): Promise<void> => {
      isAskedFor = true;
      return leave();
    };
    return { updates, host, states, quit };
  };

  return {
    dataDir,
    databaseFile: testConfig(dataDir).databaseFile,
    image,
    startsFile,
    cache: join(folder.path, 'cache', 'updater', 'pending'),
    feed,
    run,
    source: (looking) =>
      new FeedSource(
        loader('0.1.0', folder.path),
        createLogger('silent', () => undefined),
        looking,
      ),
    [Symbol.asyncDispose]: async () => {
      delete process.env['APPIMAGE'];
      for (const { host, process: life } of runs) {
        await host.stop();
        life.kill();
      }
      await feed[Symbol.asyncDispose]();
      folder[Symbol.dispose]();
    },
  };
}
