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

export interface SendOptions {
  /** Longest wait for the result, ms; the wait for earlier commands counts. */
  readonly timeoutMs: number;
  /**
   * Whether an equal command that was not sent yet may stand for this one too. Those who look at one camera at the same
   * time would otherwise wait for each other's pictures. Nobody gets a result from before they asked.
   */
  readonly shared?: boolean;
}

interface Waiter {
  readonly resolve: (result: CommandResult) => void;
  readonly reject: (error: NodeCommandError) => void;
  readonly timer: NodeJS.Timeout;
}

interface Pending extends Command {
  /** Equal for commands that may share one result; undefined for one that shares with none. */
  readonly sharedAs: string | undefined;
  /** Those who still want the result. */
  readonly waiters: Set<Waiter>;
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

  /** Id of the command in flight. */
  get awaitedId(): string | undefined {
    return this.#inFlight?.id;
  }

  /** Sends in turn and answers the result. Rejects with NodeCommandError. */
  send(
    command: string,
    payload: Readonly<Record<string, unknown>>,
    { timeoutMs, shared = false }: SendOptions,
  ): Promise<CommandResult> {
    if (this.#closed) return Promise.reject(new NodeCommandError('disconnected'));
    const sharedAs = shared ? JSON.stringify([command, payload]) : undefined;
    return new Promise((resolve, reject) => {
      const pending = this.#sharedWith(sharedAs) ?? this.#enqueue({ command, payload, sharedAs });
      const timer = setTimeout(() => this.#expire(pending, waiter), timeoutMs);
      const waiter = { resolve, reject, timer };
      pending.waiters.add(waiter);
      this.#next();
    });
  }

  /** Takes a result from the node; one that nobody waits for (any more) is dropped. */
  settle(id: string, result: CommandResult): void {
    const pending = this.#inFlight;
    if (pending?.id !== id) return;
    this.#inFlight = undefined;
    for (const { timer, resolve } of pending.waiters) {
      clearTimeout(timer);
      resolve(result);
    }
    this.#onIdle();
    this.#next();
  }

  /** Fails everything at once; later sends fail too. */
  close(): void {
    this.#closed = true;
    const all = [...(this.#inFlight === undefined ? [] : [this.#inFlight]), ...this.#waiting.splice(0)];
    this.#inFlight = undefined;
    for (const { waiters } of all) {
      for (const { timer, reject } of waiters) {
        clearTimeout(timer);
        reject(new NodeCommandError('disconnected'));
      }
    }
  }

  #sharedWith(sharedAs: string | undefined): Pending | undefined {
    return sharedAs === undefined
      ? undefined
      : this.#waiting.find((pending) => pending.sharedAs === sharedAs);
  }

  #enqueue(command: Omit<Pending, 'id' | 'waiters'>): Pending {
    const pending = { ...command, id: newUuid(), waiters: new Set<Waiter>() };
    this.#waiting.push(pending);
    return pending;
  }

  #expire(pending: Pending, waiter: Waiter): void {
    pending.waiters.delete(waiter);
    waiter.reject(new NodeCommandError('timed-out'));
    if (pending.waiters.size > 0) return;
    if (pending !== this.#inFlight) {
      this.#waiting.splice(this.#waiting.indexOf(pending), 1);
      return;
    }
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
