import { newUuid } from '../../ids.ts';

export type CommandFailure = 'not-connected' | 'timed-out' | 'disconnected';

const MESSAGES: Readonly<Record<CommandFailure, string>> = {
  'not-connected': 'The node has no open command channel',
  'timed-out': 'The node did not answer in time',
  disconnected: 'The node went away before it answered',
};

/** Why a command has no result. */
export class NodeCommandError extends Error {
  readonly reason: CommandFailure;

  constructor(reason: CommandFailure) {
    super(MESSAGES[reason]);
    this.name = 'NodeCommandError';
    this.reason = reason;
  }
}

/** `{status: 'success', data}` or `{status: 'error', error}`, as the node sent it. */
export type CommandResult = Readonly<Record<string, unknown>>;

export interface Command {
  readonly id: string;
  readonly command: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

interface Pending extends Command {
  readonly resolve: (result: CommandResult) => void;
  readonly reject: (error: NodeCommandError) => void;
  readonly timer: NodeJS.Timeout;
}

/** The commands of one connection: a node executes strictly one after the other, so one is in flight at a time. */
export class CommandQueue {
  readonly #transmit: (command: Command) => void;
  readonly #onIdle: () => void;
  readonly #waiting: Pending[] = [];
  #inFlight: Pending | undefined;
  #closed = false;

  /** `onIdle` runs whenever a command stops being in flight. */
  constructor(transmit: (command: Command) => void, onIdle: () => void) {
    this.#transmit = transmit;
    this.#onIdle = onIdle;
  }

  get busy(): boolean {
    return this.#inFlight !== undefined;
  }

  /** Sends in turn and answers the result. The time-out includes the wait for earlier commands. */
  send(
    command: string,
    payload: Readonly<Record<string, unknown>>,
    timeoutMs: number,
  ): Promise<CommandResult> {
    if (this.#closed) return Promise.reject(new NodeCommandError('disconnected'));
    return new Promise((resolve, reject) => {
      const id = newUuid();
      const timer = setTimeout(() => this.#expire(id), timeoutMs);
      this.#waiting.push({ id, command, payload, resolve, reject, timer });
      this.#next();
    });
  }

  /** Takes a result from the node; one that nobody waits for (any more) is dropped. */
  settle(id: string, result: CommandResult): void {
    const pending = this.#inFlight;
    if (pending?.id !== id) return;
    this.#inFlight = undefined;
    clearTimeout(pending.timer);
    pending.resolve(result);
    this.#onIdle();
    this.#next();
  }

  /** Fails everything at once; later sends fail too. */
  close(): void {
    this.#closed = true;
    const all = [...(this.#inFlight === undefined ? [] : [this.#inFlight]), ...this.#waiting.splice(0)];
    this.#inFlight = undefined;
    for (const pending of all) {
      clearTimeout(pending.timer);
      pending.reject(new NodeCommandError('disconnected'));
    }
  }

  #expire(id: string): void {
    const position = this.#waiting.findIndex((pending) => pending.id === id);
    const pending = position === -1 ? this.#inFlight : this.#waiting.splice(position, 1)[0];
    pending?.reject(new NodeCommandError('timed-out'));
    if (position !== -1) return;
    this.#inFlight = undefined;
    this.#onIdle();
    this.#next();
  }

  #next(): void {
    if (this.#inFlight !== undefined) return;
    const pending = this.#waiting.shift();
    if (pending === undefined) return;
    this.#inFlight = pending;
    this.#transmit({ id: pending.id, command: pending.command, payload: pending.payload });
  }
}
