import type { Logger } from 'pino';
import { systemClock } from '../../server/clock.ts';
import type { Config } from '../../server/config/config.ts';
import { startServer, type RunningServer } from '../../server/start-server.ts';

export interface OwnServerOptions {
  readonly config: Config;
  /** Chosen in the shell; null leaves it to `config`. */
  readonly port: number | null;
  /** False keeps this computer silent in the network, whatever `config` says. */
  readonly mdns: boolean;
  readonly log: Logger;
  readonly onSetupCode: (code: string) => void;
  /** The server asks to be started anew, to put a backup in place. */
  readonly onRestart: () => void;
}

/** Starts the server in this process. Throws what it throws when it cannot. */
export function startOwnServer({ config, port, mdns, ...rest }: OwnServerOptions): Promise<RunningServer> {
  return startServer({
    config: { ...config, port: port ?? config.port, mdns: config.mdns && mdns },
    clock: systemClock,
    ...rest,
  });
}
