import pino from 'pino';
import { describe, expect, it } from 'vitest';
import { EventHub, type Channel, type HubEvent } from '../../../server/events/event-hub.ts';
import {
  QUEUE_MAX,
  TAB_QUEUE_MAX,
  type EndReason,
  type EventSink,
} from '../../../server/events/subscription.ts';

/** A connection that takes events until it is told to block. */
class Reader implements EventSink {
  readonly got: string[] = [];
  readonly ends: EndReason[] = [];
  blocked = false;

  write(json: string): boolean {
    this.got.push(json);
    return !this.blocked;
  }

  end(reason: EndReason): void {
    this.ends.push(reason);
  }

  types(): string[] {
    return this.got.map((json) => (JSON.parse(json) as { type: string }).type);
  }
}

const newHub = (): EventHub => new EventHub({ log: pino({ level: 'silent' }) });

const motion = (score: number, orgId = 'org_1'): HubEvent => ({
  orgId,
  audience: 'all',
  message: { type: 'motion', camera_id: 'c', node_id: 'n', score, timestamp: '2026-03-01T12:00:00.000Z' },
});
const nodeOnline: HubEvent = {
  orgId: 'org_1',
  audience: 'admin',
  message: { type: 'node', node_id: 'n', status: 'online' },
};

function join(hub: EventHub, options: { orgId?: string; channel?: Channel; isAdmin?: boolean } = {}) {
  const sink = new Reader();
  const { orgId = 'org_1', channel = 'dashboard', isAdmin = false } = options;
  const subscription = hub.subscribe({ orgId, channel, isAdmin, sink });
  if (subscription === undefined) throw new Error('the hub is full');
  return { sink, subscription };
}

describe('who hears what', () => {
  it('notify 17: an admin event reaches admins only, others everybody', () => {
    const hub = newHub();
    const admin = join(hub, { isAdmin: true });
    const member = join(hub);
    hub.publish(nodeOnline);
    hub.publish(motion(1));
    expect(admin.sink.types()).toEqual(['node', 'motion']);
    expect(member.sink.types()).toEqual(['motion']);
  });

  it('a changed role counts from the next event on', () => {
    const hub = newHub();
    const { sink, subscription } = join(hub, { isAdmin: true });
    subscription.isAdmin = false;
    hub.publish(nodeOnline);
    expect(sink.got).toEqual([]);
  });

  it('events never cross organizations', () => {
    const hub = newHub();
    const other = join(hub, { orgId: 'org_2', isAdmin: true });
    hub.publish(motion(1));
    expect(other.sink.got).toEqual([]);
  });

  it('the motion channel carries motion alone', () => {
    const hub = newHub();
    const { sink } = join(hub, { channel: 'motion', isAdmin: true });
    hub.publish(nodeOnline);
    hub.publish(motion(7));
    expect(sink.types()).toEqual(['motion']);
  });
});

describe('room on a channel', () => {
  it('notify 18: the one over the cap is refused; a freed seat is given again; organizations and channels apart', () => {
    const hub = newHub();
    const seat = (orgId: string, channel: Channel = 'motion') =>
      hub.subscribe({ orgId, channel, isAdmin: false, sink: new Reader() }, 2);
    const first = seat('org_1');
    expect(seat('org_1')).toBeDefined();
    expect(seat('org_1')).toBeUndefined();
    expect(seat('org_2')).toBeDefined();
    expect(seat('org_1', 'dashboard')).toBeDefined();
    first?.end('gone');
    expect(seat('org_1')).toBeDefined();
    expect(hub.stats()).toEqual({ subscriber_orgs: 2, subscriber_total: 4, dropped: 0 });
  });

  it('organizations without subscribers are forgotten', () => {
    const hub = newHub();
    join(hub).subscription.end('gone');
    expect(hub.stats().subscriber_orgs).toBe(0);
  });
});

describe('a subscriber that cannot keep up', () => {
  it('keeps its order over a pause and loses nothing that fits the queue', () => {
    const hub = newHub();
    const { sink, subscription } = join(hub, { channel: 'motion' });
    sink.blocked = true;
    for (let score = 0; score <= QUEUE_MAX; score += 1) hub.publish(motion(score));
    expect(sink.got).toHaveLength(1);
    sink.blocked = false;
    subscription.resume();
    const scores = sink.got.map((json) => (JSON.parse(json) as { score: number }).score);
    expect(scores).toEqual(Array.from({ length: QUEUE_MAX + 1 }, (_, index) => index));
    expect(sink.ends).toEqual([]);
  });

  it('notify B7: one event more ends it, says why and counts it; the others notice nothing', () => {
    const hub = newHub();
    const slow = join(hub, { channel: 'motion' });
    const quick = join(hub, { channel: 'motion' });
    slow.sink.blocked = true;
    for (let score = 0; score <= QUEUE_MAX + 1; score += 1) hub.publish(motion(score));
    expect(slow.sink.ends).toEqual(['too slow']);
    expect(quick.sink.got).toHaveLength(QUEUE_MAX + 2);
    expect(hub.stats()).toEqual({ subscriber_orgs: 1, subscriber_total: 1, dropped: 1 });
    hub.publish(motion(1));
    slow.subscription.resume();
    expect(slow.sink.got).toHaveLength(1);
  });

  it('a tab takes what all cameras of a shop tell in one turn, and is ended only far behind', () => {
    const hub = newHub();
    const { sink, subscription } = join(hub);
    sink.blocked = true;
    for (let score = 0; score < TAB_QUEUE_MAX; score += 1) hub.publish(motion(score));
    expect([sink.got.length, sink.ends]).toEqual([1, []]);
    sink.blocked = false;
    subscription.resume();
    expect(sink.got).toHaveLength(TAB_QUEUE_MAX);
    sink.blocked = true;
    for (let score = 0; score < TAB_QUEUE_MAX + 2; score += 1) hub.publish(motion(score));
    expect(sink.ends).toEqual(['too slow']);
  });

  it('one that throws is left out, and publishing goes on', () => {
    const hub = newHub();
    const broken = join(hub);
    broken.sink.write = () => {
      throw new Error('broken pipe');
    };
    const whole = join(hub);
    expect(() => hub.publish(motion(1))).not.toThrow();
    expect(whole.sink.got).toHaveLength(1);
    expect(hub.stats().subscriber_total).toBe(1);
  });

  it('publishing to a thousand blocked subscribers takes no time to speak of', () => {
    const hub = newHub();
    for (let count = 0; count < 1000; count += 1) join(hub, { channel: 'motion' }).sink.blocked = true;
    const begun = performance.now();
    for (let score = 0; score < 200; score += 1) hub.publish(motion(score));
    expect(performance.now() - begun).toBeLessThan(1000);
    expect(hub.stats()).toEqual({ subscriber_orgs: 0, subscriber_total: 0, dropped: 1000 });
  });
});

it('a stopped hub ends everybody with the reason and takes nobody', () => {
  const hub = newHub();
  const readers = [join(hub), join(hub, { orgId: 'org_2', channel: 'motion' })];
  hub.stop();
  expect(readers.map(({ sink }) => sink.ends)).toEqual([['stopping'], ['stopping']]);
  expect(
    hub.subscribe({ orgId: 'org_1', channel: 'motion', isAdmin: true, sink: new Reader() }),
  ).toBeUndefined();
});
