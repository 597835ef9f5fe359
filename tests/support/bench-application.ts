import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type NextFunction, type Request, type RequestHandler, type Response } from 'express';
import type { Logger } from 'pino';
import { expressBinder, type BinderServices } from '../../server/http/express-binder.ts';
import { ClientAddresses } from '../../server/http/guard/client-address.ts';
import { RateLimits } from '../../server/http/guard/rate-limits.ts';
import { sendError } from '../../server/http/send.ts';

/** What the routes of a bench ask of the binder; whatever is left out is a server that knows no keys. */
export interface BenchServices extends Partial<BinderServices> {
  readonly identity: BinderServices['identity'];
  readonly log: Logger;
  /** Answers what no route does. */
  readonly fallbacks?: readonly RequestHandler[];
}

/** An application whose routes are bound afterwards, with the error answers of the product. */
export function benchApplication({ log, fallbacks = [], ...services }: BenchServices) {
  const router = express.Router({ caseSensitive: true });
  const binder = expressBinder(router, {
    addresses: new ClientAddresses([]),
    rateLimits: new RateLimits(),
    ownOrigins: new Set(),
    nodeOfKey: () => undefined,
    integrationOfKey: () => Promise.resolve(undefined),
    isAgentService: () => false,
    requireBilling: () => Promise.resolve(),
    ...services,
  });
  const application = express();
  application.use(router, ...fallbacks);
  application.use((error: unknown, _request: Request, response: Response, _next: NextFunction) =>
    sendError(response, error, log),
  );
  return { application, binder };
}

/** Listens on a free port of this computer; answers the address. */
export async function listenOnLoopback(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return loopbackUrl(server);
}

export function loopbackUrl(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Ends a server together with the connections to it. */
export async function closeServer(server: Server): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeAllConnections();
  await closed;
}
