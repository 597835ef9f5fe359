import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ClerkIdentity } from '../../../server/auth/clerk/clerk-identity.ts';
import { systemClock } from '../../../server/clock.ts';
import { createLogger } from '../../../server/log.ts';
import {
  CLERK_PUBLISHABLE_KEY,
  CLERK_SECRET_KEY,
  startClerkServer,
  type ClerkServer,
} from '../../support/clerk-server.ts';
import { StreamReader, Tab } from '../../support/live-clients.ts';
import { TestClient } from '../../support/test-client.ts';
import { eventually } from '../../support/wait.ts';
import { LiveBench } from './live-bench.ts';

const WAITING_PER_ADDRESS = 20;
/** Clocks may differ by five seconds, so a token that ends now still counts for as long. */
const ENDS_SOON = 0;

describe('/ws/dashboard with Clerk', () => {
  let clerk: ClerkServer;
  let bench: LiveBench;
  let tabs: Tab[];
  beforeAll(async () => {
    clerk = await startClerkServer();
  });
  afterAll(() => clerk[Symbol.asyncDispose]());
  beforeEach(() => {
    tabs = [];
  });
  afterEach(async () => {
    for (const { socket } of tabs) socket.terminate();
    await bench[Symbol.asyncDispose]();
  });

  async function start(authWithinMs = 5_000): Promise<void> {
    const identity = new ClerkIdentity({
      config: {
        secretKey: CLERK_SECRET_KEY,
        publishableKey: CLERK_PUBLISHABLE_KEY,
        jwtKey: clerk.jwtKey,
        apiUrl: clerk.url,
      },
      clock: systemClock,
      log: createLogger('silent'),
      authorizedParties: () => ['http://127.0.0.1:8000'],
    });
    bench = await LiveBench.start({ identity, timing: { authWithinMs } });
  }

  function tab(headers: Readonly<Record<string, string>> = {}): Tab {
    const opened = new Tab(bench.url, headers);
    tabs.push(opened);
    return opened;
  }

  const token = (sub = 'user_1', orgId = 'org_1', expiresIn = 60): Promise<string> =>
    clerk.mintToken({ expiresIn, claims: { sub, org_id: orgId, org_role: 'org:admin', pla: 'o:free_org' } });

  function say(page: Tab, said: string): void {
    page.socket.send(JSON.stringify({ type: 'auth', token: said }));
  }

  async function signedIn(said: string): Promise<Tab> {
    const page = tab();
    page.socket.on('open', () => say(page, said));
    await page.next('hello');
    return page;
  }

  it('a page says who it is in its first message and is then greeted', async () => {
    await start();
    const page = await signedIn(await token());
    bench.motion('org_1');
    bench.motion('org_2', 'cam_other');
    await page.next('motion');
    expect(page.messages.map((one) => one['camera_id'])).toEqual([undefined, 'cam_1']);
  });

  it('hears nothing before, and is closed when it does not say so in time', async () => {
    await start(80);
    const page = tab();
    await once(page.socket, 'open');
    bench.motion('org_1');
    expect(await page.end()).toEqual({ code: 4401, reason: 'not signed in' });
    expect(page.messages).toEqual([]);
  });

  it('a wrong token closes at once', async () => {
    await start();
    const page = tab();
    page.socket.on('open', () => say(page, 'a.b.c'));
    expect((await page.end(2000)).code).toBe(4401);
    const bearer = tab({ authorization: 'Bearer a.b.c' });
    expect(await bearer.refusal()).toBe(401);
  });

  it('a token shown in time keeps the tab; an expired one closes it', async () => {
    await start();
    const ending = await token('user_1', 'org_1', ENDS_SOON);
    const renewed = await signedIn(ending);
    const forgotten = await signedIn(ending);
    say(renewed, await token());
    renewed.socket.send('{"type":"auth"}');
    await bench.sessions.sweep();
    expect(forgotten.closed).toBeUndefined();
    await eventually('the forgotten one is closed', async () => {
      await bench.sessions.sweep();
      return forgotten.closed !== undefined;
    });
    expect(forgotten.closed?.code).toBe(4401);
    bench.motion('org_1');
    await renewed.next('motion');
    expect(renewed.closed).toBeUndefined();
  });

  it("somebody else's token closes the tab", async () => {
    await start();
    const page = await signedIn(await token());
    const other = await signedIn(await token());
    say(page, await token('user_2'));
    say(other, await token('user_1', 'org_2'));
    await eventually('both are closed', async () => {
      await bench.sessions.sweep();
      return page.closed !== undefined && other.closed !== undefined;
    });
    expect([page.closed?.code, other.closed?.code]).toEqual([4401, 4401]);
  });

  it('one address may keep twenty connections waiting', async () => {
    await start();
    const waiting = Array.from({ length: WAITING_PER_ADDRESS }, () => tab());
    await Promise.all(
      waiting.map(({ socket }) => eventually('open', () => socket.readyState === socket.OPEN)),
    );
    expect(await tab().refusal()).toBe(429);
    const first = waiting[0];
    if (first !== undefined) say(first, await token());
    await first?.next('hello');
    await eventually('a seat is free', async () => {
      const next = tab();
      await eventually('an answer', () => next.refused ?? next.socket.readyState === next.socket.OPEN);
      return next.refused === undefined;
    });
  });

  it('closes waiting connections when the server stops', async () => {
    await start();
    const page = tab();
    await eventually('open', () => page.socket.readyState === page.socket.OPEN);
    await bench.sockets.dispose();
    expect((await page.end()).code).toBe(1001);
  });

  it('notify 18: the stream cap is that of the plan in the session; streams end with their token', async () => {
    await start();
    const client = new TestClient(bench.url, {
      authorization: `Bearer ${await token('user_1', 'org_1', ENDS_SOON)}`,
    });
    const path = '/api/motion/events/stream';
    const streams = await Promise.all(Array.from({ length: 10 }, () => StreamReader.open(client, path)));
    expect(streams.map(({ status }) => status)).toEqual(Array(10).fill(200));
    const refused = await client.get(path);
    expect(refused.status).toBe(429);
    expect(refused.json()['detail']).toContain('10');
    const other = new TestClient(bench.url, { authorization: `Bearer ${await token('user_9', 'org_9')}` });
    expect((await StreamReader.open(other, path)).status).toBe(200);
    await eventually('the streams end', async () => {
      await bench.sessions.sweep();
      return streams.every(({ ended }) => ended);
    });
  });
});
