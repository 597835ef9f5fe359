import type { Logger } from 'pino';
import { WebSocket } from 'ws';
import { dashboardMessage, type NotificationMessage } from '../../server/contract/dashboard-events.ts';

export interface NoticeFeedDeps {
  readonly log: Logger;
  /** Address of the server; undefined while it does not run. */
  readonly url: () => string | undefined;
  /** Cookie header of whoever is signed in in the window; undefined when nobody is. */
  readonly cookie: (url: string) => Promise<string | undefined>;
  readonly onNotice: (notice: NotificationMessage) => void;
  readonly retryMs?: number;
}

const RETRY_MS = 5_000;
/** A server that is busy is asked again, instead of waited for without an end. */
const HANDSHAKE_MS = 10_000;

function readMessage(data: unknown): NotificationMessage | undefined {
  try {
    const message = dashboardMessage.safeParse(JSON.parse(String(data))).data;
    return message?.type === 'notification' ? message : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Hears what the dashboard hears, as the person signed in in the window: they are told what they may see and nothing
 * else. Connects again by itself.
 */
export class NoticeFeed {
  readonly #deps: NoticeFeedDeps;
  #socket: WebSocket | undefined;
  #timer: NodeJS.Timeout | undefined;
  #stopped = true;

  constructor(deps: NoticeFeedDeps) {
    this.#deps = deps;
  }

  get connected(): boolean {
    return this.#socket?.readyState === WebSocket.OPEN;
  }

  start(): void {
    if (!this.#stopped) return;
    this.#stopped = false;
    void this.#connect();
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
    this.#socket?.terminate();
    this.#socket = undefined;
  }

  async #connect(): Promise<void> {
    const url = this.#deps.url();
    const cookie = url === undefined ? undefined : await this.#deps.cookie(url).catch(() => undefined);
    if (this.#stopped) return;
    if (url === undefined || cookie === undefined) {
      this.#retry();
      return;
    }
    const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/ws/dashboard`, {
      headers: { cookie },
      handshakeTimeout: HANDSHAKE_MS,
    });
    this.#socket = socket;
    socket.on('message', (data) => {
      const notice = readMessage(data);
      if (notice !== undefined) this.#deps.onNotice(notice);
    });
    socket.on('error', (error) => this.#deps.log.debug({ err: error }, 'No notices for this computer now'));
    socket.on('close', () => {
      if (this.#socket === socket && !this.#stopped) this.#retry();
    });
  }

  #retry(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#connect(), this.#deps.retryMs ?? RETRY_MS);
    this.#timer.unref();
  }
}
