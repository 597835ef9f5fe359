import { once } from 'node:events';
import { createServer } from 'node:net';

const TRIED = 50;

async function isFree(port: number, host: string): Promise<boolean> {
  const server = createServer();
  try {
    server.listen(port, host);
    await once(server, 'listening');
    return true;
  } catch {
    return false;
  } finally {
    server.close();
  }
}

/** The first port after `taken` that this machine would let us have. Throws when there is none nearby. */
export async function freePortAfter(taken: number, host: string): Promise<number> {
  const first = Math.max(taken + 1, 1024);
  for (let port = first; port < Math.min(first + TRIED, 65_536); port += 1) {
    if (await isFree(port, host)) return port;
  }
  throw new Error(`No port between ${first} and ${first + TRIED} is free.`);
}
