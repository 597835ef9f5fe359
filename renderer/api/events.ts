import { useSyncExternalStore } from 'react';
import { auth } from '../../server/contract/auth.ts';
import type { DashboardMessage, DashboardWatch } from '../../server/contract/dashboard-events.ts';
import { call } from './client.ts';
import { connection } from './connection.ts';
import { bearerToken } from './signals.ts';

const FIRST_PAUSE_MS = 1000;
const LAST_PAUSE_MS = 30_000;
/** Tokens live for a minute; a new one is shown well before the old one ends. */
const IDENTIFY_EVERY_MS = 30_000;
/** The server closes a connection like this whose person is no longer signed in. */
const SIGNED_OUT = 4401;

export type StreamState = 'off' | 'connecting' | 'open' | 'lost';

type MessageListener = (message: DashboardMessage) => void;
type StateListener = () => void;

/** Reads one frame; `null` for anything this page does not know, which a newer server may send. */
export function parseMessage(frame: unknown): DashboardMessage | null {
  if (typeof frame !== 'string') return null;
  try {
    const value = JSON.parse(frame) as unknown;
    const known = typeof value === 'object' && value !== null && 'type' in value;
    return known && typeof value.type === 'string' ? (value as DashboardMessage) : null;
  } catch {
    return null;
  }
}

function socketUrl(): string {
  return `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/ws/dashboard`;
}

/** Asks who is signed in: nobody is, and the page shows the sign-in; a token that was late is no sign-out. */
function checkSignedIn(): void {
  call(auth.me).catch(() => undefined);
}

export interface EventStreamOptions {
  readonly connect?: () => WebSocket;
  readonly random?: () => number;
  readonly onSignedOut?: () => void;
}

/**
 * The one event connection of this tab. It counts as open when the server has greeted, is opened again for
 * ever (about 1 s, doubled up to 30 s, never in step with other tabs), and nothing is replayed: whoever listens asks for fresh state on `hello`.
 */
export class EventStream {
  readonly #connect: () => WebSocket;
  readonly #random: () => number;
  readonly #onSignedOut: () => void;
  readonly #listeners = new Set<StateListener>();
  readonly #messages = new Set<MessageListener>();
  #socket: WebSocket | null = null;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #identifying: ReturnType<typeof setInterval> | undefined;
  #pauseMs = FIRST_PAUSE_MS;
  #ignoreRecovery = (): void => {};
  #state: StreamState = 'off';

  constructor({
    connect = () => new WebSocket(socketUrl()),
    random = Math.random,
    onSignedOut = checkSignedIn,
  }: EventStreamOptions = {}) {
    this.#connect = connect;
    this.#random = random;
    this.#onSignedOut = onSignedOut;
  }

  readonly getState = (): StreamState => this.#state;

  readonly subscribe = (listener: StateListener): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  onMessage(listener: MessageListener): () => void {
    this.#messages.add(listener);
    return () => this.#messages.delete(listener);
  }

  /** Tells the server something; only while the connection is open. */
  send(message: DashboardWatch): void {
    if (this.#state === 'open' && this.#socket?.readyState === WebSocket.OPEN)
      this.#socket.send(JSON.stringify(message));
  }

  open(): void {
    if (this.#state !== 'off') return;
    this.#set('connecting');
    this.#dial();
    addEventListener('online', this.#dialSoon);
    this.#ignoreRecovery = connection.onRecovered(this.#dialSoon);
  }

  close(): void {
    removeEventListener('online', this.#dialSoon);
    this.#ignoreRecovery();
    clearTimeout(this.#retry);
    clearInterval(this.#identifying);
    this.#retry = undefined;
    this.#pauseMs = FIRST_PAUSE_MS;
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
    this.#set('off');
  }

  /** The network or the server came back: do not wait for the rest of the pause. */
  readonly #dialSoon = (): void => {
    // Should an attempt that is under way fail, the next one is soon as well.
    this.#pauseMs = FIRST_PAUSE_MS;
    if (this.#retry === undefined) return;
    clearTimeout(this.#retry);
    this.#dial();
  };

  #dial(): void {
    this.#retry = undefined;
    const socket = this.#connect();
    this.#socket = socket;
    socket.addEventListener('open', () => {
      void this.#identify(socket);
      clearInterval(this.#identifying);
      this.#identifying = setInterval(() => void this.#identify(socket), IDENTIFY_EVERY_MS);
    });
    socket.addEventListener('message', (event) => this.#received(socket, event.data));
    socket.addEventListener('close', ({ code }) => this.#closed(socket, code));
  }

  /** A cookie identifies by itself; a Bearer token is the first thing said. */
  async #identify(socket: WebSocket): Promise<void> {
    try {
      const token = await bearerToken();
      if (token !== null && socket.readyState === WebSocket.OPEN)
        socket.send(JSON.stringify({ type: 'auth', token }));
    } catch {
      socket.close();
    }
  }

  #received(socket: WebSocket, frame: unknown): void {
    if (socket !== this.#socket) return;
    const message = parseMessage(frame);
    if (message === null) return;
    if (message.type === 'hello') {
      this.#pauseMs = FIRST_PAUSE_MS;
      this.#set('open');
    }
    for (const listener of this.#messages) listener(message);
  }

  #closed(socket: WebSocket, code: number): void {
    if (socket !== this.#socket) return;
    if (code === SIGNED_OUT) this.#onSignedOut();
    clearInterval(this.#identifying);
    this.#socket = null;
    this.#set('lost');
    // Between half and one and a half of the pause: a server that restarts is not met by all tabs at once.
    this.#retry = setTimeout(() => this.#dial(), this.#pauseMs * (0.5 + this.#random()));
    this.#pauseMs = Math.min(LAST_PAUSE_MS, this.#pauseMs * 2);
  }

  #set(state: StreamState): void {
    if (this.#state === state) return;
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}

export const eventStream = new EventStream();

/** Whether events reach this tab. */
export function useStreamState(): StreamState {
  return useSyncExternalStore(eventStream.subscribe, eventStream.getState);
}
