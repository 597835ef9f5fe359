import type { Logger } from 'pino';

/**
 * What nobody caught came from the server: nothing else here runs unattended. It is written down and the server
 * started anew, instead of a box that nobody sees on an unattended machine.
 */
export function setupCrashGuard(
  events: Pick<NodeJS.Process, 'on'>,
  log: Logger,
  restart: (reason: string) => Promise<unknown>,
): void {
  const caught = (error: unknown): void => {
    log.error({ err: error }, 'Something failed that nobody caught; the server is started anew');
    void restart('crashed');
  };
  events.on('uncaughtException', caught);
  events.on('unhandledRejection', caught);
}
