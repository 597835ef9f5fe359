import { EventEmitter } from 'node:events';

import type { HeartbeatReply } from './wire/reply-decoding.ts';

/** Events kept for `past`. */
const REMEMBERED = 5_000;
const ANY = 'any';

/** What a simulated node tells about itself. Statuses are HTTP statuses; undefined means no complete answer. */
export interface NodeEvents {
  register: { readonly status: number; readonly cameraIds: readonly string[] };
  /** One cycle of up to three attempts. */
  heartbeat: {
    readonly ok: boolean;
    readonly attempts: number;
    readonly status: number | undefined;
    readonly reply: HeartbeatReply | undefined;
  };
  /** A segment reached its end: accepted, or lost. */
  segment: {
    readonly cameraId: string;
    readonly number: number;
    readonly name: string;
    readonly result: 'accepted' | 'dropped';
    readonly attempts: number;
    readonly status: number | undefined;
    /** Duration of the last attempt, ms. */
    readonly latencyMs: number;
  };
  playlist: {
    readonly cameraId: string;
    readonly lastNumber: number;
    readonly ok: boolean;
    readonly attempts: number;
    readonly status: number | undefined;
  };
  codec: { readonly cameraId: string; readonly status: number | undefined };
  motion: { readonly cameraId: string; readonly score: number; readonly status: number | undefined };
  /** An FFmpeg run began. */
  run: { readonly cameraId: string; readonly firstNumber: number };
  /** Command channel open. */
  connected: { readonly attempt: number };
  /** Command channel refused before the upgrade; status undefined when there was no HTTP answer. */
  refused: { readonly status: number | undefined; readonly retryInMs: number };
  disconnected: { readonly retryInMs: number };
  command: { readonly id: string | undefined; readonly command: string; readonly payload: unknown };
  commandResult: {
    readonly id: string | undefined;
    readonly command: string;
    readonly status: 'success' | 'error';
  };
  /** `ack`, `error` and unknown frames of the server. */
  serverFrame: { readonly type: string; readonly payload: unknown };
  recording: { readonly cameraIds: readonly string[] };
  suspended: { readonly cameraIds: readonly string[] };
}

export type NodeEventName = keyof NodeEvents;

export interface WaitOptions<Event> {
  readonly match?: (event: Event) => boolean;
  /** Default 10 s. */
  readonly timeoutMs?: number;
  /** Also accept an event that already happened; default false. */
  readonly past?: boolean;
}

/** Typed events of one simulated node, remembered for a while. */
export class NodeEventLog {
  readonly #emitter = new EventEmitter().setMaxListeners(0);
  readonly #log: { readonly name: NodeEventName; readonly event: NodeEvents[NodeEventName] }[] = [];

  emit<Name extends NodeEventName>(name: Name, event: NodeEvents[Name]): void {
    this.#log.push({ name, event });
    if (this.#log.length > REMEMBERED) this.#log.shift();
    this.#emitter.emit(name, event);
    this.#emitter.emit(ANY, name, event);
  }

  /** Listens until the returned function is called. */
  on<Name extends NodeEventName>(name: Name, listener: (event: NodeEvents[Name]) => void): () => void {
    this.#emitter.on(name, listener);
    return () => this.#emitter.off(name, listener);
  }

  onAny(listener: (name: NodeEventName, event: NodeEvents[NodeEventName]) => void): () => void {
    this.#emitter.on(ANY, listener);
    return () => this.#emitter.off(ANY, listener);
  }

  /** Remembered events of one kind, oldest first. */
  past<Name extends NodeEventName>(name: Name): NodeEvents[Name][] {
    return this.#log.filter((entry) => entry.name === name).map((entry) => entry.event as NodeEvents[Name]);
  }

  /** The next matching event. Rejects after the time limit. */
  waitFor<Name extends NodeEventName>(
    name: Name,
    options: WaitOptions<NodeEvents[Name]> = {},
  ): Promise<NodeEvents[Name]> {
    const match = options.match ?? (() => true);
    const known = options.past ? this.past(name).find(match) : undefined;
    if (known) return Promise.resolve(known);
    const timeoutMs = options.timeoutMs ?? 10_000;
    return new Promise((resolve, reject) => {
      const stopListening = this.on(name, (event) => {
        if (!match(event)) return;
        clearTimeout(timer);
        stopListening();
        resolve(event);
      });
      const timer = setTimeout(() => {
        stopListening();
        reject(new Error(`no matching '${name}' event within ${timeoutMs} ms`));
      }, timeoutMs);
    });
  }
}
