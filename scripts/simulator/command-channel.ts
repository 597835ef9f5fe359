import { setTimeout as sleep } from 'node:timers/promises';

import type { WebSocket } from 'ws';

import type { CommandResult } from './node-commands.ts';
import type { NodeEventLog } from './node-events.ts';
import type { NodeTiming } from './node-options.ts';
import { decodeEnvelope, type Envelope } from './wire/reply-decoding.ts';
import { openSocket, type SocketTarget } from './wire/web-socket.ts';

export interface ChannelParts {
  readonly target: SocketTarget;
  readonly timing: Pick<NodeTiming, 'heartbeatMs' | 'reconnectMs'>;
  readonly events: NodeEventLog;
  readonly stopped: AbortSignal;
  readonly isNetworkCut: () => boolean;
  /** Payload of a heartbeat frame. */
  readonly heartbeat: () => unknown;
  readonly execute: (command: string, payload: unknown) => Promise<CommandResult>;
}

/**
 * The persistent command channel: connects again for ever, and does one thing at a time. While a command runs,
 * heartbeats, pings and further commands wait their turn.
 */
export class CommandChannel {
  readonly #parts: ChannelParts;
  #socket: WebSocket | undefined;
  /** Upgrade asked for and not yet answered. */
  #connecting: WebSocket | undefined;
  /** Sockets the node has given up without closing, as after a cut cable. */
  readonly #abandoned = new Set<WebSocket>();
  #endSession: () => void = () => undefined;

  constructor(parts: ChannelParts) {
    this.#parts = parts;
  }

  get connected(): boolean {
    return this.#socket !== undefined;
  }

  /** Runs until stopped. */
  async run(): Promise<void> {
    let failures = 0;
    let attempt = 0;
    const { stopped, events } = this.#parts;
    try {
      while (!stopped.aborted) {
        attempt += 1;
        const status = await this.#session(attempt).catch(() => undefined);
        if (status === 101) failures = 0;
        const retryInMs = this.#pauseAfter(failures);
        failures += 1;
        if (stopped.aborted) break;
        if (status === 101) events.emit('disconnected', { retryInMs });
        else events.emit('refused', { status, retryInMs });
        await sleep(retryInMs, undefined, { signal: stopped });
      }
    } catch (error) {
      if (!stopped.aborted) throw error;
    }
  }

  /** Drops TCP without a close frame. */
  drop(): void {
    this.#connecting?.terminate();
    this.#socket?.terminate();
    for (const socket of this.#abandoned) socket.terminate();
    this.#abandoned.clear();
  }

  /** Stops using the socket but leaves TCP open and silent. */
  abandon(): void {
    const socket = this.#socket;
    if (!socket) return;
    socket.pause();
    this.#abandoned.add(socket);
    this.#endSession();
  }

  #pauseAfter(failures: number): number {
    const pauses = this.#parts.timing.reconnectMs;
    return pauses[Math.min(failures, pauses.length - 1)] ?? 0;
  }

  /** One connection from upgrade to end. Resolves with the upgrade's status. */
  async #session(attempt: number): Promise<number> {
    if (this.#parts.isNetworkCut()) throw new Error('network is cut');
    let session: Session | undefined;
    const upgrade = await openSocket(this.#parts.target, (socket) => {
      this.#connecting = socket;
      session = new Session(socket, this.#parts);
    }).finally(() => {
      this.#connecting = undefined;
    });
    if (upgrade.socket === undefined || session === undefined) return upgrade.status;
    if (this.#parts.stopped.aborted) {
      upgrade.socket.terminate();
      return upgrade.status;
    }
    this.#socket = upgrade.socket;
    this.#parts.events.emit('connected', { attempt });
    const current = session;
    this.#endSession = () => current.end();
    current.begin();
    await current.ended;
    this.#socket = undefined;
    return upgrade.status;
  }
}

/** One connection and its queue of things to do. */
class Session {
  readonly #socket: WebSocket;
  readonly #parts: ChannelParts;
  #queue = Promise.resolve();
  #over = false;
  #timer: NodeJS.Timeout | undefined;
  readonly #finish = Promise.withResolvers<void>();
  readonly ended = this.#finish.promise;

  constructor(socket: WebSocket, parts: ChannelParts) {
    this.#socket = socket;
    this.#parts = parts;
    socket.on('message', (data, binary) => {
      if (!binary) this.#later(() => this.#receive((data as Buffer).toString('utf8')));
    });
    socket.on('ping', (data) => this.#later(() => socket.pong(data)));
    socket.on('close', () => this.end());
  }

  begin(): void {
    const beat = (): void => this.#later(() => this.#send('heartbeat', { payload: this.#parts.heartbeat() }));
    beat();
    this.#timer = setInterval(beat, this.#parts.timing.heartbeatMs);
  }

  end(): void {
    this.#over = true;
    clearInterval(this.#timer);
    this.#finish.resolve();
  }

  #later(task: () => void | Promise<void>): void {
    this.#queue = this.#queue.then(() => (this.#over ? undefined : task()));
  }

  async #receive(message: string): Promise<void> {
    const envelope = decodeEnvelope(message);
    if (!envelope) return;
    if (envelope.type === 'command') await this.#obey(envelope);
    else this.#parts.events.emit('serverFrame', { type: envelope.type, payload: envelope.payload });
  }

  async #obey({ id, command = '', payload }: Envelope): Promise<void> {
    this.#parts.events.emit('command', { id, command, payload });
    const result = await this.#parts.execute(command, payload);
    if (this.#over) return;
    this.#send('command_result', { id: id ?? null, command, payload: result });
    this.#parts.events.emit('commandResult', { id, command, status: result.status });
  }

  #send(type: string, fields: object): void {
    this.#socket.send(JSON.stringify({ type, ...fields }));
  }
}
