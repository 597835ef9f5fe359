import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { onWire } from '../../../server/notifications/notifier.ts';
import { StreamReader, Tab } from '../../support/live-clients.ts';
import { eventually } from '../../support/wait.ts';
import { ORG as orgId } from '../events/live-bench.ts';
import { InboxBench, notice, type InboxReader } from './inbox-bench.ts';

const PATH = '/api/notifications/stream';
const CAP = 100;
const silent = { write: () => true, end: () => undefined };

describe('the notification stream', () => {
  let bench: InboxBench;
  let tabs: Tab[];
  beforeEach(async () => {
    bench = await InboxBench.start();
    tabs = [];
  });
  afterEach(async () => {
    for (const { socket } of tabs) socket.terminate();
    await bench[Symbol.asyncDispose]();
  });

  const open = async ({ client }: InboxReader): Promise<StreamReader> => {
    const stream = await StreamReader.open(client, PATH);
    await stream.next('connected');
    return stream;
  };
  const tab = async ({ client }: InboxReader): Promise<Tab> => {
    const opened = new Tab(bench.live.url, client.headers);
    tabs.push(opened);
    await opened.next('hello');
    return opened;
  };

  it('notify 19, 22: the first frame names the organization; an item is one data line without a read state', async () => {
    const stream = await open(bench.owner);
    expect(stream.headers).toMatchObject({
      'content-type': 'text/event-stream',
      'cache-control': 'no-cache',
    });
    expect(stream.text).toBe(`data: {"type":"connected","org_id":"${orgId}"}\n\n`);
    const stored = await bench.notify(notice('Fire\nin the "shed"', { meta: { a: 1 } }));
    const told = await stream.next('notification');
    expect(told).toEqual({ type: 'notification', ...(stored === undefined ? {} : onWire(stored)) });
    expect(told).not.toHaveProperty('unread');
    const frames = stream.text.split('\n\n').filter((frame) => frame !== '' && !frame.startsWith(':'));
    expect(frames.every((frame) => frame.startsWith('data: ') && !frame.includes('\n'))).toBe(true);
    expect(stream.text).not.toMatch(/^(event|id|retry):/m);
  });

  it('notify 17: admins hear of both audiences, members only what is for all, on the stream and on /ws/dashboard', async () => {
    const streams = [await open(bench.owner), await open(bench.member)];
    const pages = [await tab(bench.owner), await tab(bench.member)];
    await bench.notify(notice('secret', { admin: true }));
    await bench.notify(notice('public'));
    const titles = (events: readonly Record<string, unknown>[]) =>
      events.filter(({ type }) => type === 'notification').map(({ title }) => title);
    await eventually('everybody heard the last', () =>
      [...streams.map((one) => one.events()), ...pages.map((one) => one.messages)].every((events) =>
        titles(events).includes('public'),
      ),
    );
    expect(streams.map((one) => titles(one.events()))).toEqual([['secret', 'public'], ['public']]);
    expect(pages.map((one) => titles(one.messages))).toEqual([['secret', 'public'], ['public']]);
    expect(streams[1]?.text).not.toContain('secret');
  });

  it('other organizations and other kinds of messages stay out', async () => {
    const stream = await open(bench.owner);
    await bench.notify(notice('theirs', { orgId: 'org_2' }));
    bench.live.motion(orgId);
    await bench.owner.client.post('/api/notifications/clear-all');
    await bench.notify(notice('ours'));
    await stream.next('notification');
    expect(stream.events().map(({ type, title }) => [type, title])).toEqual([
      ['connected', undefined],
      ['notification', 'ours'],
    ]);
  });

  it('notify 24: a muted kind is told to nobody', async () => {
    await bench.live.set(orgId, 'motion_notifications', 'false');
    const stream = await open(bench.owner);
    expect(await bench.notify(notice('Motion', { kind: 'motion' }))).toBeUndefined();
    await bench.notify(notice('ours'));
    await stream.next('notification');
    expect(stream.events()).toHaveLength(2);
  });

  it('notify 18: a full channel answers 429 with the number; a freed seat is given again; motion has its own seats', async () => {
    const join = (org: string, channel: 'motion' | 'notifications') =>
      bench.live.hub.subscribe({ orgId: org, channel, isAdmin: false, sink: silent }, CAP);
    const seats = Array.from({ length: CAP }, () => join(orgId, 'notifications'));
    expect(join(orgId, 'notifications')).toBeUndefined();
    expect(join('org_2', 'notifications')).toBeDefined();
    expect(join(orgId, 'motion')).toBeDefined();
    const refused = await bench.owner.client.get(PATH);
    expect([refused.status, refused.json()]).toEqual([429, { detail: expect.stringContaining(String(CAP)) }]);
    seats[0]?.end('gone');
    expect((await open(bench.owner)).status).toBe(200);
  });

  it('notify 20: a comment keeps a silent stream alive', async () => {
    await using quick = await InboxBench.start({ keepAliveMs: 60 });
    const stream = await open(quick.owner);
    await eventually('two keep-alives', () => stream.text.split(': keepalive\n\n').length > 2);
    expect(stream.events()).toHaveLength(1);
  });

  it('notify 21: the 61st call within a minute gets the limiter body', async () => {
    for (let seat = 0; seat < CAP; seat += 1) {
      bench.live.hub.subscribe({ orgId, channel: 'notifications', isAdmin: false, sink: silent });
    }
    const answers = [];
    for (let call = 0; call < 61; call += 1) answers.push(await bench.owner.client.get(PATH));
    expect(answers.slice(0, 60).every((answer) => answer.status === 429)).toBe(true);
    expect(answers[59]?.json()).toEqual({ detail: expect.any(String) });
    expect(answers[60]?.json()).toMatchObject({
      error: 'rate_limit_exceeded',
      limit: '60 per 1 minute',
      retry_after_seconds: 60,
    });
    expect(answers[60]?.headers['retry-after']).toBe('60');
  });

  it('nobody without a session may listen', async () => {
    expect((await bench.live.client('x').get(PATH)).status).toBe(401);
  });
});
