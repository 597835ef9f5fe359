import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Logger } from 'pino';
import { WebSocketServer, type RawData, type WebSocket } from 'ws';
import type { Credentials, Identified, IdentityProvider, Principal } from '../auth/principal.ts';
import { dashboardAuth, dashboardWatch } from '../contract/dashboard-events.ts';
import { AppError } from '../http/app-error.ts';
import { identify, requireSameSite } from '../http/guard/authorize.ts';
import type { ClientAddresses } from '../http/guard/client-address.ts';
import { hostNameOf, type HostNames } from '../http/guard/host-names.ts';
import { refuseUpgrade } from '../http/refuse-upgrade.ts';
import { credentialsOf } from '../http/request-facts.ts';
import {
  CLOSE,
  closeSoon,
  DashboardSocket,
  userKeyOf,
  type DashboardSocketDeps,
  type SignedIn,
} from './dashboard-socket.ts';

/** Largest message of a page: room for a full set of watched cameras. */
const MESSAGE_MAX_BYTES = 16_384;
const SOCKETS_PER_PERSON = 50;
/** Messages of one person between two pings. A page gathers its changes for 20 ms, so it says at most 1,250. */
const HEARD_MAX = 2_000;
/** Connections of one address that have not yet said who they are. */
const STRANGERS_PER_ADDRESS = 20;
const DEFAULT_TIMING = { pingEveryMs: 25_000, authWithinMs: 5_000 };

export interface DashboardSocketsDeps extends DashboardSocketDeps {
  readonly log: Logger;
  readonly identity: IdentityProvider;
  readonly addresses: ClientAddresses;
  readonly hostNames: HostNames;
  /** Origins of other sites whose pages may call the API. */
  readonly ownOrigins: ReadonlySet<string>;
  readonly timing?: Partial<typeof DEFAULT_TIMING>;
}

interface Upgrade {
  readonly request: IncomingMessage;
  readonly socket: Duplex;
  readonly head: Buffer;
}

/** The event connections of all open tabs, `/ws/dashboard`. */
export class DashboardSockets {
  readonly #deps: DashboardSocketsDeps;
  readonly #timing: typeof DEFAULT_TIMING;
  readonly #open = new Map<WebSocket, DashboardSocket | undefined>();
  readonly #perPerson = new Tally();
  /** Messages by person since the last ping. */
  readonly #heard = new Map<string, number>();
  readonly #strangers = new Tally();
  readonly #pinger: NodeJS.Timeout;
  readonly #server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: MESSAGE_MAX_BYTES,
    handleProtocols: () => false,
  });
  #disposed = false;

  constructor(deps: DashboardSocketsDeps) {
    this.#deps = deps;
    this.#timing = { ...DEFAULT_TIMING, ...deps.timing };
    this.#pinger = setInterval(() => {
      this.#heard.clear();
      for (const tab of this.#open.values()) tab?.ping();
    }, this.#timing.pingEveryMs).unref();
  }

  /**
   * Takes an HTTP upgrade of `/ws/dashboard`. Refusals: 421 unknown host, 403 page of another site, 401 not signed in,
   * 429 too many connections, 503 stopping. With Clerk a page has five seconds to say who it is.
   */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    // Until the upgrade is taken or refused nobody else listens, and an unheard error would end the process.
    const onError = (): void => void socket.destroy();
    socket.on('error', onError);
    void this.#admit({ request, socket, head }).catch((error: unknown) => {
      if (!(error instanceof AppError)) this.#deps.log.error({ err: error }, 'A dashboard could not connect');
      refuseUpgrade(socket, statusOf(error));
    });
  }

  /** Closes all tabs within a second and refuses new ones. */
  async dispose(): Promise<void> {
    this.#disposed = true;
    clearInterval(this.#pinger);
    const sockets = [...this.#open.keys()];
    const closed = sockets.map(
      (socket) => new Promise<void>((resolve) => socket.once('close', () => resolve())),
    );
    for (const socket of sockets) closeSoon(socket, CLOSE.stopping, 'stopping');
    await Promise.all(closed);
  }

  async #admit(upgrade: Upgrade): Promise<void> {
    const { request } = upgrade;
    const { identity, ownOrigins } = this.#deps;
    this.#requireHost(request);
    requireSameSite(request, ownOrigins);
    const credentials = credentialsOf(request);
    const identified = await identify(request, identity);
    if (this.#disposed) throw AppError.plain(503, 'The server is stopping.');
    const saysLater = identity.mode === 'clerk' && credentials.bearer === undefined;
    if (identified.kind === 'unconfigured') throw AppError.plain(503, 'Sign-in is not configured.');
    if (identified.kind === 'anonymous' && saysLater) this.#letIn(upgrade);
    else if (identified.kind !== 'signed-in') throw AppError.plain(401, 'Sign in first.');
    else this.#welcome(upgrade, { principal: identified.principal, credentials });
  }

  #requireHost(request: IncomingMessage): void {
    const isProgram = credentialsOf(request).bearer !== undefined;
    if (isProgram || this.#deps.hostNames.isKnown(hostNameOf(request))) return;
    throw AppError.plain(421, 'This server does not answer under that name.');
  }

  #welcome(upgrade: Upgrade, who: SignedIn): void {
    if (this.#isFull(who.principal)) throw AppError.plain(429, 'Too many dashboards or messages.');
    this.#accept(upgrade, (socket) => this.#signedIn(socket, who));
  }

  /** Lets a page in that cannot send its token in a header, for as long as it takes to say it. */
  #letIn(upgrade: Upgrade): void {
    const caller = this.#deps.addresses.callerOf(upgrade.request);
    if (this.#strangers.of(caller) >= STRANGERS_PER_ADDRESS) {
      throw AppError.plain(429, 'Too many connections wait to sign in.');
    }
    this.#accept(upgrade, (socket) => {
      const known = this.#strangers.add(caller);
      const tooLate = setTimeout(() => refuse(socket), this.#timing.authWithinMs);
      const done = (): void => {
        clearTimeout(tooLate);
        known();
      };
      socket.once('close', done);
      const listen = (data: RawData, isBinary: boolean): void => {
        const token = dashboardAuth.safeParse(messageOf(data, isBinary)).data?.token;
        if (token === undefined) return;
        // One try a connection: checking a token costs more than sending one.
        socket.off('message', listen);
        void this.#signIn(socket, { bearer: token, cookie: undefined }).finally(done);
      };
      socket.on('message', listen);
    });
  }

  #accept(upgrade: Upgrade, then: (socket: WebSocket) => void): void {
    this.#server.handleUpgrade(upgrade.request, upgrade.socket, upgrade.head, (socket) => {
      this.#open.set(socket, undefined);
      socket.once('close', () => this.#open.delete(socket));
      socket.on('error', (error) => this.#deps.log.debug({ err: error }, 'A dashboard connection failed'));
      then(socket);
    });
  }

  #signedIn(socket: WebSocket, who: SignedIn): void {
    const tab = new DashboardSocket(socket, who, this.#deps);
    this.#open.set(socket, tab);
    const person = userKeyOf(who.principal);
    socket.once('close', this.#perPerson.add(person));
    const showsTokens = this.#deps.identity.mode === 'clerk';
    socket.on('message', (data, isBinary) => {
      if (!this.#hears(person)) {
        // What was under way still arrives while the connection is being closed.
        if (socket.readyState === socket.OPEN) closeSoon(socket, CLOSE.tooMany, 'too many messages');
        return;
      }
      const message = messageOf(data, isBinary);
      const cameras = dashboardWatch.safeParse(message).data?.cameras;
      if (cameras !== undefined) tab.watch(cameras);
      const token = showsTokens ? dashboardAuth.safeParse(message).data?.token : undefined;
      if (token !== undefined) tab.renew({ bearer: token, cookie: undefined });
    });
  }

  async #signIn(socket: WebSocket, credentials: Credentials): Promise<void> {
    const { identity, log } = this.#deps;
    let identified: Identified;
    try {
      identified = identity.identifyCached(credentials) ?? (await identity.identify(credentials));
    } catch (error) {
      log.error({ err: error }, 'A dashboard could not be signed in');
      identified = { kind: 'anonymous' };
    }
    if (socket.readyState !== socket.OPEN) return;
    if (identified.kind !== 'signed-in') refuse(socket);
    else if (this.#isFull(identified.principal))
      closeSoon(socket, CLOSE.tooMany, 'too many dashboards or messages');
    else this.#signedIn(socket, { principal: identified.principal, credentials });
  }

  /** Counts a message; false for one too many. */
  #hears(person: string): boolean {
    const heard = (this.#heard.get(person) ?? 0) + 1;
    this.#heard.set(person, heard);
    return heard <= HEARD_MAX;
  }

  #isFull(principal: Principal): boolean {
    const person = userKeyOf(principal);
    return this.#perPerson.of(person) >= SOCKETS_PER_PERSON || (this.#heard.get(person) ?? 0) > HEARD_MAX;
  }
}

function refuse(socket: WebSocket): void {
  closeSoon(socket, CLOSE.signedOut, 'not signed in');
}

/** Counts by key; empty keys are forgotten. */
class Tally {
  readonly #counts = new Map<string, number>();

  of(key: string): number {
    return this.#counts.get(key) ?? 0;
  }

  /** Adds one and answers the function that takes it away again; calling it twice takes one. */
  add(key: string): () => void {
    this.#counts.set(key, this.of(key) + 1);
    let counted = true;
    return () => {
      if (!counted) return;
      counted = false;
      const left = this.of(key) - 1;
      if (left === 0) this.#counts.delete(key);
      else this.#counts.set(key, left);
    };
  }
}

/** What a page said; undefined when it is not JSON. */
function messageOf(data: RawData, isBinary: boolean): unknown {
  if (isBinary) return undefined;
  try {
    return JSON.parse(textOf(data));
  } catch {
    return undefined;
  }
}

function textOf(data: RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString('utf8');
  return (Buffer.isBuffer(data) ? data : Buffer.from(data)).toString('utf8');
}

function statusOf(error: unknown): Parameters<typeof refuseUpgrade>[1] {
  const status = error instanceof AppError ? error.status : 503;
  return status === 401 || status === 403 || status === 421 || status === 429 ? status : 503;
}
