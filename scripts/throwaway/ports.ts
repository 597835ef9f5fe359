import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/** Above what browsers refuse, below Linux's range for outgoing connections. */
const FIRST = 15_000;
const LAST = 32_000;

/** Whether nothing on this computer listens on this port of loopback or of every address. */
export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}

/**
 * A port on which nothing listens, below those that the system gives to whoever asks for any: it is still free when a
 * program started now comes to listen there, and when it is started anew.
 */
export async function anyFreePort(): Promise<number> {
  for (;;) {
    const port = randomInt(FIRST, LAST);
    if (await isFree(port)) return port;
  }
}
