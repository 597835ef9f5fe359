import type { Logger } from 'pino';
import type { DashboardMessage } from '../contract/dashboard-events.ts';
import { QUEUE_MAX, Subscription, TAB_QUEUE_MAX, type EndReason, type EventSink } from './subscription.ts';

/** Something that happened, told after its commit. */
export interface HubEvent {
  readonly orgId: string;
  readonly audience: 'all' | 'admin';
  readonly message: DashboardMessage;
}

export type Publish = (event: HubEvent) => void;

type MessageType = DashboardMessage['type'];

interface ChannelRules {
  /** Messages it carries; undefined stands for every message. */
  readonly types: ReadonlySet<MessageType> | undefined;
  /** Events a subscriber may lag behind. */
  readonly queueMax: number;
}

function streamOf(type: MessageType): ChannelRules {
  return { types: new Set([type]), queueMax: QUEUE_MAX };
}

/** Kinds of listeners, each with its own pool of subscribers. */
const CHANNELS = {
  dashboard: { types: undefined, queueMax: TAB_QUEUE_MAX },
  motion: streamOf('motion'),
  /** Home Assistant and its like, apart from `motion` so that neither takes the other's seats. */
  integration: streamOf('motion'),
  notifications: streamOf('notification'),
  mcp: streamOf('tool_call'),
} as const satisfies Record<string, ChannelRules>;

export type Channel = keyof typeof CHANNELS;

export interface Listener {
  readonly orgId: string;
  readonly channel: Channel;
  readonly isAdmin: boolean;
  readonly sink: EventSink;
}

export interface HubStats {
  readonly subscriber_orgs: number;
  readonly subscriber_total: number;
  /** Subscribers ended since the start because they could not keep up. */
  readonly dropped: number;
}

/**
 * Carries events from where something changed to everybody who listens, within this process. Each subscriber has a
 * bounded queue; one that lets it overflow is ended instead of slowing the producer.
 */
export class EventHub {
  readonly #log: Logger;
  readonly #byOrg = new Map<string, Set<Subscription>>();
  #dropped = 0;
  #stopped = false;

  constructor(deps: { readonly log: Logger }) {
    this.#log = deps.log;
  }

  /** Hands an event to every subscriber of its organisation that may see it. Never throws, never waits. */
  publish(event: HubEvent): void {
    try {
      const subscribers = this.#byOrg.get(event.orgId);
      if (subscribers === undefined) return;
      const json = JSON.stringify(event.message);
      // A subscriber that cannot keep up leaves the set meanwhile, which a set allows.
      for (const subscriber of subscribers) {
        if (subscriber.wants(event.audience, event.message.type)) subscriber.offer(json);
      }
    } catch (error) {
      this.#log.error({ err: error }, 'An event could not be published');
    }
  }

  /**
   * Adds a subscriber, or answers undefined when the organisation already has `max` on this channel or the hub has
   * stopped.
   */
  subscribe(listener: Listener, max: number = Number.POSITIVE_INFINITY): Subscription | undefined {
    const { orgId, channel, isAdmin, sink } = listener;
    if (this.#stopped || this.count(orgId, channel) >= max) return undefined;
    const subscription: Subscription = new Subscription({
      channel,
      ...CHANNELS[channel],
      isAdmin,
      sink,
      onEnd: (reason) => this.#ended(orgId, subscription, reason),
    });
    const subscribers = this.#byOrg.get(orgId) ?? new Set();
    this.#byOrg.set(orgId, subscribers.add(subscription));
    return subscription;
  }

  get stopped(): boolean {
    return this.#stopped;
  }

  /** Subscribers an organisation has on a channel now. */
  count(orgId: string, channel: Channel): number {
    let count = 0;
    for (const subscriber of this.#byOrg.get(orgId) ?? []) count += subscriber.channel === channel ? 1 : 0;
    return count;
  }

  stats(): HubStats {
    let total = 0;
    for (const subscribers of this.#byOrg.values()) total += subscribers.size;
    return { subscriber_orgs: this.#byOrg.size, subscriber_total: total, dropped: this.#dropped };
  }

  /** Ends every subscription and takes no new ones. */
  stop(): void {
    this.#stopped = true;
    for (const subscribers of this.#byOrg.values()) {
      for (const subscriber of subscribers) subscriber.end('stopping');
    }
  }

  #ended(orgId: string, subscription: Subscription, reason: EndReason): void {
    const subscribers = this.#byOrg.get(orgId);
    subscribers?.delete(subscription);
    if (subscribers?.size === 0) this.#byOrg.delete(orgId);
    if (reason !== 'too slow') return;
    this.#dropped += 1;
    this.#log.warn(
      { channel: subscription.channel },
      'A subscriber of live events was too slow and was disconnected',
    );
  }
}
