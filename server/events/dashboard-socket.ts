import type { WebSocket } from 'ws';
import type { Credentials, Principal } from '../auth/principal.ts';
import type { EventHub } from './event-hub.ts';
import type { SessionWatch } from './session-watch.ts';
import type { EventSink, Subscription } from './subscription.ts';
import { WatchedCameras, type WatchDeps } from './watched-cameras.ts';

/** Close codes a page may meet; 4401 means: sign in again. */
export const CLOSE = { stopping: 1001, tooMany: 1008, tooSlow: 1013, signedOut: 4401 } as const;

/** Messages handed to the connection and not yet sent on by it. */
const IN_FLIGHT_MAX = 16;
/** Time a page has to answer a closing frame. */
const CLOSE_WITHIN_MS = 800;

export interface DashboardSocketDeps {
  readonly hub: EventHub;
  readonly sessions: SessionWatch;
  readonly version: string;
  readonly live: WatchDeps;
}

/** One open tab: a person's subscription to everything their role may see. */
export class DashboardSocket implements EventSink {
  readonly #socket: WebSocket;
  readonly #subscription: Subscription | undefined;
  #credentials: Credentials;
  readonly #watched: WatchedCameras;
  #inFlight = 0;
  #full = false;
  #answered = true;

  constructor(socket: WebSocket, who: SignedIn, deps: DashboardSocketDeps) {
    this.#socket = socket;
    this.#credentials = who.credentials;
    const { orgId, userId, isAdmin } = who.principal;
    this.#watched = new WatchedCameras(this, orgId, deps.live);
    this.write(JSON.stringify({ type: 'hello', version: deps.version }));
    this.#subscription = deps.hub.subscribe({ orgId, channel: 'dashboard', isAdmin, sink: this });
    if (this.#subscription === undefined) this.end('stopping');
    const unwatch = deps.sessions.add({
      orgId,
      userId,
      credentials: () => this.#credentials,
      onPresent: (principal) => this.#follow(principal),
      onSignedOut: () => this.#subscription?.end('signed out'),
    });
    socket.on('pong', () => {
      this.#answered = true;
    });
    socket.once('close', () => {
      unwatch();
      this.#watched.end();
      this.#subscription?.end('gone');
    });
  }

  /** Newer credentials of the same person; the next look at the session judges them. */
  renew(credentials: Credentials): void {
    this.#credentials = credentials;
  }

  /** Plays these cameras from now on, and no others. */
  watch(cameraIds: readonly string[]): void {
    this.#watched.replace(cameraIds);
  }

  /** The connection takes no more messages for now. */
  get isFull(): boolean {
    return this.#full;
  }

  write(json: string): boolean {
    this.#inFlight += 1;
    this.#full ||= this.#inFlight >= IN_FLIGHT_MAX;
    this.#socket.send(json, () => this.#sent());
    return !this.#full;
  }

  end(reason: 'too slow' | 'signed out' | 'stopping'): void {
    this.#watched.end();
    const code = { 'too slow': CLOSE.tooSlow, 'signed out': CLOSE.signedOut, stopping: CLOSE.stopping }[
      reason
    ];
    closeSoon(this.#socket, code, reason);
  }

  /** Pings the page; one that did not answer the last ping is gone. */
  ping(): void {
    if (!this.#answered) this.#socket.terminate();
    else if (this.#socket.readyState === this.#socket.OPEN) {
      this.#answered = false;
      this.#socket.ping();
    }
  }

  #sent(): void {
    this.#inFlight -= 1;
    // Half-way, so that a slow page is not woken for every single message.
    if (!this.#full || this.#inFlight > IN_FLIGHT_MAX / 2) return;
    this.#full = false;
    this.#subscription?.resume();
    this.#watched.resume();
  }

  #follow(principal: Principal): void {
    if (this.#subscription !== undefined) this.#subscription.isAdmin = principal.isAdmin;
  }
}

export interface SignedIn {
  readonly principal: Principal;
  readonly credentials: Credentials;
}

export function userKeyOf(principal: Principal): string {
  return `${principal.orgId} ${principal.userId}`;
}

/** Says goodbye and ends the connection within a second, answered or not. */
export function closeSoon(socket: WebSocket, code: number, reason: string): void {
  const killer = setTimeout(() => socket.terminate(), CLOSE_WITHIN_MS);
  socket.once('close', () => clearTimeout(killer));
  socket.close(code, reason);
}
