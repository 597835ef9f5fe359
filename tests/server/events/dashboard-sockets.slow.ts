import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { updateMember } from '../../../server/auth/local/member-service.ts';
import type { SignedIn } from '../../../server/auth/local/session-service.ts';
import { Tab } from '../../support/live-clients.ts';
import { eventually } from '../../support/wait.ts';
import { LiveBench, ORG as orgId } from './live-bench.ts';

const PER_PERSON = 50;

describe('/ws/dashboard with local accounts', () => {
  let bench: LiveBench;
  let owner: SignedIn;
  let tabs: Tab[];
  beforeEach(async () => {
    bench = await LiveBench.start();
    owner = await bench.person();
    tabs = [];
  });
  afterEach(async () => {
    vi.useRealTimers();
    for (const { socket } of tabs) socket.terminate();
    await bench[Symbol.asyncDispose]();
  });

  function tab(token: string | undefined, headers: Readonly<Record<string, string>> = {}): Tab {
    const cookie = token === undefined ? {} : cookieOf(token);
    const opened = new Tab(bench.url, { ...cookie, ...headers });
    tabs.push(opened);
    return opened;
  }

  const member = (): Promise<SignedIn> => bench.person('member');

  it('greets with the version, then tells what the role may see', async () => {
    const admin = tab(owner.token);
    const other = tab((await member()).token);
    expect(await admin.next('hello')).toEqual({ type: 'hello', version: '9.9.9' });
    await other.next('hello');
    bench.hub.publish(bench.nodeState(orgId));
    bench.motion(orgId, 'cam_1', 72);
    await other.next('motion');
    expect(await admin.next('motion')).toMatchObject({ camera_id: 'cam_1', score: 72 });
    expect(admin.messages.map((one) => one['type'])).toEqual(['hello', 'node', 'motion']);
    expect(other.messages.map((one) => one['type'])).toEqual(['hello', 'motion']);
  });

  it('refuses strangers, pages of other sites and unknown names before the upgrade', async () => {
    expect(await tab(undefined).refusal()).toBe(401);
    expect(await tab('x'.repeat(43)).refusal()).toBe(401);
    expect(await tab(owner.token, { origin: 'https://evil.example' }).refusal()).toBe(403);
    expect(await tab(owner.token, { host: 'evil.example' }).refusal()).toBe(421);
    expect(bench.hub.stats().subscriber_total).toBe(0);
  });

  it('its own page and scripts with a token may connect', async () => {
    await tab(owner.token, { origin: bench.url }).next('hello');
    await tab(undefined, { authorization: `Bearer ${owner.token}`, host: 'other.name' }).next('hello');
  });

  it('signing out closes the tab with 4401, and so does disabling the account', async () => {
    const { token, principal } = await member();
    const mine = tab(owner.token);
    const hers = tab(token);
    await Promise.all([mine.next('hello'), hers.next('hello')]);
    await updateMember(
      bench.accounts,
      { principal: owner.principal, address: '127.0.0.1' },
      principal.userId,
      { disabled: true },
    );
    await bench.sessions.sweep();
    expect(await hers.end()).toEqual({ code: 4401, reason: 'signed out' });
    expect(mine.closed).toBeUndefined();
    bench.accounts.sessions.end([owner.principal.sessionId ?? 0]);
    await bench.sessions.sweep();
    expect((await mine.end()).code).toBe(4401);
    expect(bench.hub.stats().subscriber_total).toBe(0);
  });

  it('a member who became an administrator hears admin events without a new connection, and the reverse', async () => {
    const { token, principal } = await member();
    const hers = tab(token);
    await hers.next('hello');
    const editor = { principal: owner.principal, address: '127.0.0.1' };
    await updateMember(bench.accounts, editor, principal.userId, { role: 'admin' });
    await bench.sessions.sweep();
    bench.hub.publish(bench.nodeState(orgId));
    await hers.next('node');
    await updateMember(bench.accounts, editor, principal.userId, { role: 'member' });
    await bench.sessions.sweep();
    bench.hub.publish(bench.nodeState(orgId));
    bench.motion(orgId);
    await hers.next('motion');
    expect(hers.messages.filter((one) => one['type'] === 'node')).toHaveLength(1);
  });

  it('a tab that does not read is disconnected with 1013 and counted; others miss nothing', async () => {
    const slow = tab(owner.token);
    const quick = tab(owner.token);
    await Promise.all([slow.next('hello'), quick.next('hello')]);
    slow.socket.pause();
    const published = await bench.flood(
      orgId,
      () => bench.hub.stats().dropped > 0,
      (count) => quick.messages.length === count + 1,
    );
    slow.socket.resume();
    // What a page still reads of the last words depends on how far behind it is.
    expect([1013, 1006]).toContain((await slow.end()).code);
    expect(slow.messages.length).toBeLessThan(published);
    expect(bench.hub.stats()).toMatchObject({ subscriber_total: 1, dropped: 1 });
  });

  it('what a whole shop tells in one turn does not end a tab that reads', async () => {
    const open = tab(owner.token);
    await open.next('hello');
    for (let count = 0; count < 1000; count += 1) bench.motion(orgId, 'cam_1', count);
    await eventually('all arrive', () => open.messages.length === 1001);
    expect(open.messages.slice(1).map((one) => one['score'])).toEqual([...Array(1000).keys()]);
  });

  it('ignores what pages say, up to 16 KiB a message', async () => {
    const open = tab(owner.token);
    await open.next('hello');
    for (const text of ['nonsense', '{"type":"auth","token":"x"}', '{"type":"dance"}', 'a'.repeat(16_384)])
      open.socket.send(text);
    open.socket.send(Buffer.from([1, 2, 3]));
    await bench.sessions.sweep();
    bench.motion(orgId);
    await open.next('motion');
    open.socket.send('a'.repeat(16_385));
    expect((await open.end()).code).toBe(1009);
  });

  it('one person may have fifty tabs', async () => {
    const many = Array.from({ length: PER_PERSON }, () => tab(owner.token));
    await Promise.all(many.map((one) => one.next('hello')));
    expect(await tab(owner.token).refusal()).toBe(429);
    await tab((await member()).token).next('hello');
    many[0]?.socket.close();
    await eventually('one is gone', () => bench.hub.stats().subscriber_total === PER_PERSON);
    await tab(owner.token).next('hello');
  });

  it('a stopping server closes all tabs with 1001 within a second, even silent ones, and takes no new ones', async () => {
    const open = tab(owner.token);
    const silent = tab(owner.token);
    await Promise.all([open.next('hello'), silent.next('hello')]);
    silent.socket.pause();
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const stopped = bench.sockets.dispose();
    await once(open.socket, 'close');
    vi.advanceTimersByTime(999);
    vi.useRealTimers();
    // Hangs if the silent one needs more than a second.
    await stopped;
    expect((await open.end()).code).toBe(1001);
    expect(await tab(owner.token).refusal()).toBe(503);
  });

  it('a caller who hangs up in the middle of the handshake leaves nothing behind', async () => {
    for (let count = 0; count < 20; count += 1) {
      const early = tab(owner.token);
      early.socket.terminate();
    }
    await tab(owner.token).next('hello');
    await eventually('only one is left', () => bench.hub.stats().subscriber_total === 1);
  });
});

it('pings, and drops a tab that no longer answers', async () => {
  await using bench = await LiveBench.start({ timing: { pingEveryMs: 1_000 } });
  const { token } = await bench.person();
  const [alive, dead] = [new Tab(bench.url, cookieOf(token)), new Tab(bench.url, cookieOf(token))];
  let pings = 0;
  alive.socket.on('ping', () => (pings += 1));
  await Promise.all([alive.next('hello'), dead.next('hello')]);
  dead.socket.pause();
  await eventually('the silent one is gone', () => bench.hub.stats().subscriber_total === 1);
  await eventually('pings', () => pings > 2);
  expect(alive.closed).toBeUndefined();
  dead.socket.terminate();
});

const WATCH = JSON.stringify({ type: 'watch', cameras: [] });

it('who says more than 2,000 things between two pings is disconnected with 1008, and may come back after the next', async () => {
  await using bench = await LiveBench.start({ timing: { pingEveryMs: 10_000 } });
  const token = (await bench.person()).token;
  const other = new Tab(bench.url, cookieOf((await bench.person()).token));
  await other.next('hello');
  // So that none of the following pings comes while all of it is said.
  await once(other.socket, 'ping');
  const tabs = [new Tab(bench.url, cookieOf(token)), new Tab(bench.url, cookieOf(token))];
  const [first, second] = tabs;
  await Promise.all(tabs.map((one) => one.next('hello')));
  for (let count = 0; count < 1_000; count += 1) for (const { socket } of tabs) socket.send(WATCH);
  // What is said is heard in order, so its answer comes after all of it.
  for (const { socket } of tabs) socket.ping();
  await Promise.all(tabs.map(({ socket }) => once(socket, 'pong')));
  bench.motion(orgId);
  await Promise.all([...tabs, other].map((one) => one.next('motion')));
  first?.socket.send(WATCH);
  expect(await first?.end()).toEqual({ code: 1008, reason: 'too many messages' });
  expect(await new Tab(bench.url, cookieOf(token)).refusal()).toBe(429);
  expect([second?.closed, other.closed]).toEqual([undefined, undefined]);
  await once(other.socket, 'ping');
  await new Tab(bench.url, cookieOf(token)).next('hello');
});

function cookieOf(token: string): { readonly cookie: string } {
  return { cookie: `sentinel_session=${token}` };
}
