import { app } from 'electron';
import type { Logger } from 'pino';
import type { Config } from '../../server/config/config.ts';
import { loadConfigFromProcess } from '../../server/config/env.ts';
import { createLogger } from '../../server/log.ts';
import { setupFolders } from '../app/folders.ts';
import { LogFile } from '../logging/log-file.ts';
import { Power } from '../machine/power.ts';
import { setupCrashGuard } from '../server/crash-guard.ts';
import { startOwnServer } from '../server/own-server.ts';
import { ServerHost } from '../server/server-host.ts';

/** The journal of Linux keeps what a service says; elsewhere nobody does. */
function logOf(config: Config, platform: NodeJS.Platform, logs: string): Logger {
  if (platform === 'linux') return createLogger(config.logLevel);
  const file = new LogFile(logs);
  return createLogger(config.logLevel, (text) => file.write(text));
}

export interface ServiceRun {
  readonly config: Config;
  readonly platform: NodeJS.Platform;
  readonly signals: Pick<NodeJS.Process, 'on'>;
  readonly exit: (code: number) => void;
}

/**
 * Serves without any window or dialog, until the process is told to stop. Ends with code 1 when the server cannot start or
 * does not come back: whoever manages the service starts it anew.
 */
export async function serveUnattended({ config, platform, signals, exit }: ServiceRun): Promise<ServerHost> {
  const { logs } = setupFolders(config.dataDir);
  const log = logOf(config, platform, logs);
  const host: ServerHost = new ServerHost({
    log,
    start: () =>
      startOwnServer({
        config,
        port: null,
        mdns: true,
        log,
        onSetupCode: () => undefined,
        onRestart: () => void host.restart('a backup is put in place'),
      }),
  });
  let ending = false;
  const end = (code: number): void => {
    if (ending) return;
    ending = true;
    void host.stop().finally(() => exit(code));
  };
  for (const name of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) signals.on(name, () => end(0));
  setupCrashGuard(signals, log, (reason) => host.recover(reason));
  host.on('gaveUp', () => end(1));
  const state = await host.start();
  if (state.kind === 'failed') end(1);
  const power = new Power({
    log,
    now: () => new Date(),
    onSlept: async (gap) => host.server?.noteSleep(gap),
  });
  await app.whenReady();
  power.setup();
  power.keepAwake(true);
  return host;
}

/** What `--service` on the command line runs. */
export async function runService(): Promise<void> {
  await serveUnattended({
    config: loadConfigFromProcess().config,
    platform: process.platform,
    signals: process,
    exit: (code) => app.exit(code),
  });
}
