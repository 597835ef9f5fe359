/** Why a subscription ended. The words are told to the subscriber. */
export type EndReason = 'gone' | 'too slow' | 'signed out' | 'stopping';

/** Where a subscriber's events go. Neither method may wait. */
export interface EventSink {
  /** Takes one event as JSON text; false when no more can be taken until `Subscription.resume` is called. */
  write(json: string): boolean;
  /** The hub or the subscription ended; called once, not for `gone`. */
  end(reason: Exclude<EndReason, 'gone'>): void;
}

/** Events a stream's reader may lag behind, beside what its connection holds. */
export const QUEUE_MAX = 100;
/**
 * The same for a tab of the dashboard, which hears of everything: when the power of a shop fails, all its cameras and
 * nodes are told of in one turn, which nobody can take in before it ends.
 */
export const TAB_QUEUE_MAX = 2_000;

interface SubscriptionParts {
  readonly channel: string;
  /** Message types wanted; undefined for all. */
  readonly types: ReadonlySet<string> | undefined;
  readonly isAdmin: boolean;
  readonly queueMax: number;
  readonly sink: EventSink;
  readonly onEnd: (reason: EndReason) => void;
}

/** One listener with its bounded queue. */
export class Subscription {
  readonly channel: string;
  /** Follows the person's role while the connection lasts. */
  isAdmin: boolean;
  readonly #parts: SubscriptionParts;
  readonly #queue: string[] = [];
  #blocked = false;
  #ended = false;

  constructor(parts: SubscriptionParts) {
    this.#parts = parts;
    this.channel = parts.channel;
    this.isAdmin = parts.isAdmin;
  }

  wants(audience: 'all' | 'admin', type: string): boolean {
    return (audience === 'all' || this.isAdmin) && this.#parts.types?.has(type) !== false;
  }

  /** Delivers at once where the connection takes it, else queues; ends the subscription when the queue is full. */
  offer(json: string): void {
    if (this.#ended) return;
    if (!this.#blocked) this.#write(json);
    else if (this.#queue.length >= this.#parts.queueMax) this.end('too slow');
    else this.#queue.push(json);
  }

  /** The connection takes events again. */
  resume(): void {
    this.#blocked = false;
    while (!this.#ended && !this.#blocked) {
      const next = this.#queue.shift();
      if (next === undefined) return;
      this.#write(next);
    }
  }

  /** Ends the subscription; later calls do nothing. */
  end(reason: EndReason): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#queue.length = 0;
    this.#parts.onEnd(reason);
    if (reason !== 'gone') this.#parts.sink.end(reason);
  }

  #write(json: string): void {
    try {
      this.#blocked = !this.#parts.sink.write(json);
    } catch {
      // A connection that cannot be written to is closing; its own close event cleans up the rest.
      this.end('gone');
    }
  }
}
