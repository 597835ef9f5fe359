import { app } from 'electron';
import type { Logger } from 'pino';
import type { Config } from '../../server/config/config.ts';
import { loadConfigFromProcess } from '../../server/config/env.ts';
import { createLogger } from '../../server/log.ts';
import { StartError } from '../../server/start-error.ts';
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

/** The configuration is wrong, in the words of sysexits.h. The units of Linux name it: systemd does not try again. */
const NOTHING_TO_START = 78;

/** Everything else may be over after some seconds, like a taken port. */
function exitCodeAfter(error: unknown): number {
  return error instanceof StartError && error.code === 'data-moved' ? NOTHING_TO_START : 1;
}

export interface ServiceRun {
  readonly config: Config;
  readonly platform: NodeJS.Platform;
  readonly signals: Pick<NodeJS.Process, 'on'>;
  readonly exit: (code: number) => void;
}

/**
 * Serves without any window or dialog, until the process is told to stop. Ends with code 1 when the server cannot start or
 * does not come back: whoever manages the service starts it anew. Ends with code 78 when the data is with another service.
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
        onRestart: () => void host.restart('restore'),
      }),
  });
  let ending = false;
  const end = (code: number): void => {
    if (ending) return;
    ending = true;
    void host.stop().finally(() => exit(code));
  };
  for (const name of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) signals.on(name, () => end(0));
  setupCrashGuard(signals, log, (error) => host.recover('crash', error));
  host.on('gaveUp', () => end(1));
  const state = await host.start();
  if (state.kind === 'failed') end(exitCodeAfter(state.error));
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
