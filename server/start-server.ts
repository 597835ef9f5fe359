import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { IncomingMessage, Server } from 'node:http';
import { join } from 'node:path';
import { createAppContext } from './app-context.ts';
import type { AppContext, AppContextOptions } from './app-parts.ts';
import { createApplication } from './application.ts';
import { createHttpServer } from './http/http-server.ts';
import { refuseUpgrade } from './http/refuse-upgrade.ts';
import { pathOf } from './http/request/request-url.ts';
import { StartError } from './start-error.ts';

export interface RunningServer {
  /** Address on this machine. */
  readonly url: string;
  readonly port: number;
  /** Base URLs by LAN address, best first; empty when the server listens on loopback only. */
  readonly lanUrls: readonly string[];
  /** Address by the name this computer announces; undefined while there is none that leads here for sure. */
  localUrl(): string | undefined;
  /** Announces this server in the local network, or falls silent, until the next start. */
  announce(on: boolean): Promise<void>;
  /** One-time code for the setup page; undefined once an owner exists or with Clerk. */
  setupCode(): Promise<string | undefined>;
  /** Makes a backup and checks it; answers its absolute path. Throws StartError that says what to do. */
  backUpNow(): Promise<{ readonly file: string; readonly bytes: number }>;
  /** Tells administrators that the computer slept, so that a gap in the video is explained. */
  noteSleep(gap: { readonly from: Date; readonly to: Date }): Promise<void>;
  /** Stops within 5 s: no new work, tasks ended, channels closed, counters written, database folded in and closed. */
  dispose(): Promise<void>;
}

/** Brings the whole Command Center up. Throws StartError with one plain sentence when it cannot. */
export async function startServer(options: AppContextOptions): Promise<RunningServer> {
  await using stack = new AsyncDisposableStack();
  const context = await createAppContext(options, stack);
  const application = createApplication(context);
  const server = createHttpServer({
    ...context.http,
    application: (request, response) => application(request, response),
  });
  server.on('upgrade', (request, socket, head) => upgrade(context.upgrades, { request, socket, head }));
  const sockets = openSockets(server);
  const port = await listen(server, options.config);
  // An accept that fails, for want of file handles say, concerns one caller and must not end the program.
  server.on('error', (error) => options.log.error({ err: error }, 'A connection could not be accepted'));
  context.installation.listeningOn(port);
  context.discovery.listening(server);
  context.lock.announce(`http://127.0.0.1:${port}`);
  stack.defer(() => closeServer(server, sockets, context.closeChannels));
  const kept = stack.move();
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    lanUrls: context.installation.lanUrls(),
    localUrl: context.discovery.localUrl,
    announce: context.discovery.announce,
    setupCode: context.setupCode,
    backUpNow: () => backUpNow(context),
    noteSleep: (gap) => context.noteSleep(gap),
    dispose: () => kept.disposeAsync(),
  };
}

async function backUpNow({ backups: { keeper } }: AppContext) {
  const { name, bytes } = await keeper.backUp('manual');
  return { file: join(keeper.folder, name), bytes };
}

interface Upgrade {
  readonly request: IncomingMessage;
  readonly socket: Duplex;
  readonly head: Buffer;
}

function upgrade(takers: AppContext['upgrades'], { request, socket, head }: Upgrade): void {
  const taker = takers.get(pathOf(request.url));
  if (taker === undefined) refuseUpgrade(socket, 404);
  else taker(request, socket, head);
}

function listen(server: Server, config: { readonly port: number; readonly host: string }): Promise<number> {
  return new Promise((resolve, reject) => {
    const refused = (error: NodeJS.ErrnoException): void => reject(listenError(error, config));
    server.once('error', refused);
    server.listen({ port: config.port, host: config.host }, () => {
      server.off('error', refused);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

function listenError(
  error: NodeJS.ErrnoException,
  config: { readonly port: number; readonly host: string },
): Error {
  if (error.code === 'EADDRINUSE') {
    return new StartError(
      `Port ${config.port} is already used by another program (perhaps this one is running already). ` +
        'Stop that program, or set PORT to a free number.',
      'port-taken',
    );
  }
  if (error.code === 'EACCES') {
    return new StartError(
      `Port ${config.port} may not be used without more rights. Set PORT to a number above 1023.`,
      'port-refused',
    );
  }
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND' || error.code === 'EAI_AGAIN') {
    return new StartError(
      `HOST ${config.host} is no address of this machine. Use 0.0.0.0 for all of them.`,
      'bad-host',
    );
  }
  return error;
}

/** Every open connection of the server, kept current. */
function openSockets(server: Server): ReadonlySet<Socket> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  return sockets;
}

/** Stops accepting, ends the long-lived channels, lets answers under way finish for a moment, then ends the rest. */
async function closeServer(
  server: Server,
  sockets: ReadonlySet<Socket>,
  closeChannels: () => Promise<void>,
): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  await closeChannels();
  const force = setTimeout(() => {
    // Also those that left HTTP behind: an upgraded socket is unknown to the HTTP server.
    for (const socket of sockets) socket.destroy();
  }, 1_500);
  await closed;
  clearTimeout(force);
}
