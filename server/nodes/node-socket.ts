import type { Logger } from 'pino';
import type { RawData, WebSocket } from 'ws';
import type { z } from 'zod';
import type { Clock } from '../clock.ts';
import { CommandQueue, type CommandResult, type SendOptions } from './channel/command-queue.ts';
import {
  heartbeatPayload,
  nodeFrame,
  resultPayload,
  type AckPayload,
  type NodeFrame,
  type ServerFrame,
} from './channel/frames.ts';
import { SlidingWindow } from './channel/sliding-window.ts';
import type { KeyOwner } from './node-key-ring.ts';

/** Time a peer has to answer a closing frame. */
const CLOSE_WITHIN_MS = 1000;

export interface SocketTiming {
  readonly pingEveryMs: number;
  /** A socket that says nothing for this long is dropped, unless a command is in flight. */
  readonly silenceLimitMs: number;
  readonly messagesPerMinute: number;
}

export interface NodeSocketDeps {
  readonly clock: Clock;
  readonly log: Logger;
  readonly timing: SocketTiming;
  /** Takes over a heartbeat and answers what to acknowledge it with. */
  readonly onHeartbeat: (owner: KeyOwner, payload: z.infer<typeof heartbeatPayload>) => Promise<AckPayload>;
}

function textOf(data: RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString('utf8');
  return (Buffer.isBuffer(data) ? data : Buffer.from(data)).toString('utf8');
}

function parseFrame(text: string): NodeFrame | undefined {
  try {
    return nodeFrame.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** One open command channel of a node. */
export class NodeSocket {
  readonly owner: KeyOwner;
  readonly #socket: WebSocket;
  readonly #deps: NodeSocketDeps;
  readonly #commands: CommandQueue;
  readonly #messages: SlidingWindow;
  readonly #pinger: NodeJS.Timeout;
  #heardAt: number;
  #stopped = false;

  constructor(owner: KeyOwner, socket: WebSocket, deps: NodeSocketDeps) {
    this.owner = owner;
    this.#socket = socket;
    this.#deps = deps;
    this.#messages = new SlidingWindow({ max: deps.timing.messagesPerMinute, windowMs: 60_000 });
    this.#heardAt = deps.clock.monotonicMs();
    this.#commands = new CommandQueue(
      (command) => this.#transmit({ type: 'command', ...command }),
      () => this.#heard(),
    );
    this.#pinger = setInterval(() => this.#watch(), deps.timing.pingEveryMs);
    socket.on('message', (data, isBinary) => this.#receive(data, isBinary));
    socket.on('pong', () => this.#heard());
    socket.on('error', (error) => deps.log.debug({ err: error }, 'A node channel failed'));
    socket.once('close', () => this.#stop());
  }

  /** Sends a command in turn. Rejects with NodeCommandError on time-out or when the channel closes. */
  send(
    command: string,
    payload: Readonly<Record<string, unknown>>,
    options: SendOptions,
  ): Promise<CommandResult> {
    return this.#commands.send(command, payload, options);
  }

  /** Fails open commands at once and closes the channel; resolves when it is closed, within a second. */
  close(code: 1000 | 1001, reason: string): Promise<void> {
    this.#stop();
    if (this.#socket.readyState === this.#socket.CLOSED) return Promise.resolve();
    return new Promise((resolve) => {
      const killer = setTimeout(() => this.#socket.terminate(), CLOSE_WITHIN_MS);
      this.#socket.once('close', () => {
        clearTimeout(killer);
        resolve();
      });
      this.#socket.close(code, reason);
    });
  }

  #stop(): void {
    this.#stopped = true;
    clearInterval(this.#pinger);
    this.#commands.close();
  }

  #heard(): void {
    this.#heardAt = this.#deps.clock.monotonicMs();
  }

  #watch(): void {
    const silentMs = this.#deps.clock.monotonicMs() - this.#heardAt;
    // A node answers nothing, not even pings, while it executes a command.
    if (silentMs > this.#deps.timing.silenceLimitMs && !this.#commands.busy) this.#socket.terminate();
    else if (this.#socket.readyState === this.#socket.OPEN) this.#socket.ping();
  }

  #receive(data: RawData, isBinary: boolean): void {
    this.#heard();
    // A replaced or revoked channel has no say while it closes.
    if (isBinary || this.#stopped) return;
    // An answer that was asked for does not count: how many come is up to this server.
    if (this.#takeAnswer(data)) return;
    if (!this.#messages.admit('', this.#deps.clock.monotonicMs())) {
      this.#refuse('Too many messages; this one was ignored');
      return;
    }
    const frame = parseFrame(textOf(data));
    if (frame === undefined) this.#refuse('A message must be a JSON object with a type');
    else void this.#handle(frame);
  }

  /** Takes the result of the command in flight; false for every other message. */
  #takeAnswer(data: RawData): boolean {
    const { awaitedId } = this.#commands;
    if (awaitedId === undefined) return false;
    const text = textOf(data);
    const frame = text.includes(awaitedId) ? parseFrame(text) : undefined;
    const payload = resultPayload.safeParse(frame?.payload);
    if (frame?.type !== 'command_result' || frame.id !== awaitedId || !payload.success) return false;
    this.#commands.settle(awaitedId, payload.data);
    return true;
  }

  async #handle(frame: NodeFrame): Promise<void> {
    if (frame.type === 'heartbeat') await this.#heartbeat(frame);
    else if (frame.type === 'command_result') this.#unexpectedResult(frame);
    else this.#refuse('Unknown message type', frame.id);
  }

  async #heartbeat(frame: NodeFrame): Promise<void> {
    const payload = heartbeatPayload.safeParse(frame.payload ?? {});
    if (!payload.success) {
      this.#refuse('The heartbeat payload is not valid', frame.id);
      return;
    }
    try {
      const ack = await this.#deps.onHeartbeat(this.owner, payload.data);
      this.#transmit({ type: 'ack', ...(frame.id === undefined ? {} : { id: frame.id }), payload: ack });
    } catch (error) {
      this.#deps.log.warn({ err: error }, 'A heartbeat over the node channel failed');
      this.#refuse('The heartbeat could not be stored', frame.id);
    }
  }

  /** A result that nobody waits for (any more) is dropped. */
  #unexpectedResult({ id, payload }: NodeFrame): void {
    if (id !== undefined && resultPayload.safeParse(payload).success) return;
    this.#refuse('A command result needs an id and an object as payload', id);
  }

  #refuse(detail: string, id?: string): void {
    this.#transmit({ type: 'error', ...(id === undefined ? {} : { id }), payload: { detail } });
  }

  #transmit(frame: ServerFrame): void {
    if (this.#socket.readyState === this.#socket.OPEN) this.#socket.send(JSON.stringify(frame));
  }
}
