import { once } from 'node:events';

import type { WebSocket } from 'ws';

interface Waiter {
  readonly match: (message: unknown) => boolean;
  readonly resolve: (message: unknown) => void;
}

/** The node's end of a command channel, driven by hand: keeps every JSON frame until it is asked for. */
export class NodeSocket {
  readonly #socket: WebSocket;
  readonly #unread: unknown[] = [];
  readonly #waiters = new Set<Waiter>();
  /** Settles when the connection has ended, for whatever reason. */
  readonly closed: Promise<{ readonly code: number; readonly reason: string }>;
  /** Pings are answered unless this is set to false. */
  answerPings = true;

  constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (data, binary) => {
      if (!binary) this.#deliver(JSON.parse((data as Buffer).toString('utf8')) as unknown);
    });
    socket.on('ping', (data) => {
      if (this.answerPings) socket.pong(data);
    });
    this.closed = new Promise((resolve) => {
      socket.once('close', (code, reason) => resolve({ code, reason: reason.toString('utf8') }));
    });
  }

  /** Sends an object as one JSON text frame; text and bytes go out as they are. */
  send(message: string | Uint8Array | object): void {
    const raw = typeof message === 'string' || message instanceof Uint8Array;
    this.#socket.send(raw ? message : JSON.stringify(message));
  }

  /** The first unread frame that matches, now or later. Rejects after `timeoutMs` (default 5 s). */
  next(match: (message: unknown) => boolean = () => true, timeoutMs = 5_000): Promise<unknown> {
    const at = this.#unread.findIndex(match);
    if (at >= 0) return Promise.resolve(this.#unread.splice(at, 1)[0]);
    return new Promise((resolve, reject) => {
      const waiter: Waiter = {
        match,
        resolve: (message) => {
          clearTimeout(timer);
          this.#waiters.delete(waiter);
          resolve(message);
        },
      };
      const timer = setTimeout(() => {
        this.#waiters.delete(waiter);
        reject(new Error(`no matching frame within ${timeoutMs} ms`));
      }, timeoutMs);
      this.#waiters.add(waiter);
    });
  }

  /** Waits for a ping from the server. */
  async pinged(): Promise<void> {
    await once(this.#socket, 'ping');
  }

  /** Drops TCP without a close frame, as a stopped node does. */
  terminate(): void {
    this.#socket.terminate();
  }

  #deliver(message: unknown): void {
    const waiter = [...this.#waiters].find(({ match }) => match(message));
    if (waiter) waiter.resolve(message);
    else this.#unread.push(message);
  }
}
