import { EventEmitter } from 'node:events';
import type { CDPSession } from 'playwright';
import { WebSocket } from 'ws';

/** Commands to one page, or to the browser as a whole, and what it reports. */
export type Channel = Pick<CDPSession, 'send' | 'on'>;

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: unknown;
  readonly sessionId?: string;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}

interface Waiting {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** One connection to Chromium's developer tools, shared by the channels of all its pages. */
export class DevTools {
  readonly #socket: WebSocket;
  readonly #waiting = new Map<number, Waiting>();
  readonly #events = new Map<string, EventEmitter>();
  #lastId = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (data: Buffer) => this.#hear(JSON.parse(data.toString()) as Message));
    socket.on('close', () => {
      for (const { reject } of this.#waiting.values()) reject(new Error('Chromium has ended'));
      this.#waiting.clear();
    });
    // The close that follows says all there is to say.
    socket.on('error', () => undefined);
  }

  static connect(address: string): Promise<DevTools> {
    return new Promise((resolve, reject) => {
      const socket = new WebSocket(address, { perMessageDeflate: false });
      const devTools = new DevTools(socket);
      socket.once('open', () => resolve(devTools));
      socket.once('error', reject);
    });
  }

  /** The channel of an attached page; without a session that of the browser. */
  channel(sessionId = ''): Channel {
    const events = this.#events.get(sessionId) ?? new EventEmitter();
    this.#events.set(sessionId, events);
    const channel: Record<keyof Channel, unknown> = {
      send: (method: string, params?: unknown) => this.#send(method, params, sessionId),
      on: (name: string, listener: (params: unknown) => void) => events.on(name, listener),
    };
    return channel as Channel;
  }

  onClose(listener: () => void): void {
    this.#socket.on('close', listener);
  }

  #send(method: string, params: unknown, sessionId: string): Promise<unknown> {
    this.#lastId += 1;
    const id = this.#lastId;
    return new Promise((resolve, reject) => {
      if (this.#socket.readyState !== WebSocket.OPEN) {
        reject(new Error('Chromium has ended'));
        return;
      }
      this.#waiting.set(id, { resolve, reject });
      this.#socket.send(JSON.stringify({ id, method, params, ...(sessionId === '' ? {} : { sessionId }) }));
    });
  }

  #hear({ id, method, params, sessionId, result, error }: Message): void {
    if (id === undefined) {
      this.#events.get(sessionId ?? '')?.emit(method ?? '', params);
      return;
    }
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (error === undefined) waiting?.resolve(result);
    else waiting?.reject(new Error(error.message));
  }
}
