import type { Logger } from 'pino';

/**
 * What nobody caught came from the server: nothing else here runs unattended. It is written down and the server
 * started anew, instead of a box that nobody sees on an unattended machine.
 */
export function setupCrashGuard(
  events: Pick<NodeJS.Process, 'on'>,
  log: Logger,
  recover: (error: unknown) => Promise<unknown>,
): void {
  const startAnew = async (error: unknown): Promise<void> => {
    log.error({ err: error }, 'Something failed that nobody caught');
    try {
      await recover(error);
    } catch (failed) {
      log.error({ err: failed }, 'The server could not be started anew');
    }
  };
  events.on('uncaughtException', (error) => void startAnew(error));
  events.on('unhandledRejection', (error) => void startAnew(error));
}
