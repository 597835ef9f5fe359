import { systemClock } from '../../server/clock.ts';
import { loadConfigFromProcess } from '../../server/config/env.ts';
import { createLogger } from '../../server/log.ts';
import { startServer } from '../../server/start-server.ts';

/** Serves without any window, until the process is told to stop. */
export async function runService(): Promise<void> {
  const { config } = loadConfigFromProcess();
  const server = await startServer({ config, log: createLogger(config.logLevel), clock: systemClock });
  const stop = (): void => void server.dispose().finally(() => process.exit(0));
  process.once('SIGTERM', stop).once('SIGINT', stop);
}
