import type { Browser, BrowserContext, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSimulatedNode, type SimulatedNode } from '../../scripts/simulator/simulated-node.ts';
import { launchBrowser } from '../../scripts/throwaway/browser.ts';
import { tokenClaims, type ClerkPerson } from '../support/clerk-frontend-answers.ts';
import { CLERK_PASSWORD, startClerkFrontend, type ClerkFrontend } from '../support/clerk-frontend-server.ts';
import { CLERK_SECRET_KEY, startClerkServer, type ClerkServer } from '../support/clerk-server.ts';
import { TestClient } from '../support/test-client.ts';
import { startTestServer, type TestServer } from '../support/test-server.ts';
import { eventually } from '../support/wait.ts';

/** Seconds; the browser's library renews a token when 5 s are left. */
const TOKEN_LIFETIME = 8;
/** Seconds the server adds for clocks that differ. */
const CLOCK_SKEW = 5;

const BAKERY = { id: 'org_bakery', name: 'Corner Bakery', plan: 'pro' } as const;
const FLORIST = { id: 'org_florist', name: 'Florist', role: 'admin' } as const;

function person(name: string, organizations: ClerkPerson['organizations']): ClerkPerson {
  const first = name.toLowerCase();
  return { userId: `user_${first}`, email: `${first}@example.com`, name, organizations };
}

const ANN = person('Ann', [{ ...BAKERY, role: 'admin' }]);
const MIA = person('Mia', [{ ...BAKERY, role: 'member' }]);
const BEN = person('Ben', [FLORIST]);

interface MediaCall {
  readonly url: string;
  readonly authorization: string;
  readonly status: number;
}

interface Visit {
  readonly context: BrowserContext;
  readonly page: Page;
  /** Calls of hosts that are neither the server nor Clerk. */
  readonly foreign: string[];
  /** What the page threw, and what its content policy refused. */
  readonly complaints: string[];
  readonly media: MediaCall[];
}

let clerk: ClerkServer;
let frontend: ClerkFrontend;
let browser: Browser;

function clerkKeys(): { secretKey: string; publishableKey: string; jwtKey: undefined; apiUrl: string } {
  return {
    secretKey: CLERK_SECRET_KEY,
    publishableKey: frontend.publishableKey,
    jwtKey: undefined,
    apiUrl: clerk.url,
  };
}

/** A browser of its own that Clerk knows as this person, or does not know, at a page of `server`. */
async function visit(
  server: TestServer,
  who?: ClerkPerson,
  organizationId = who?.organizations[0]?.id,
): Promise<Visit> {
  frontend.arriving = who && { person: who, ...(organizationId && { organizationId }) };
  // Clerk is https only, here with a certificate that nobody signed.
  const context = await browser.newContext({
    ignoreHTTPSErrors: true,
    viewport: { width: 1280, height: 800 },
  });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const visited: Visit = { context, page, foreign: [], complaints: [], media: [] };
  const hosts = new Set([new URL(server.url).host, new URL(frontend.url).host]);
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (/^(https?|wss?):$/.test(url.protocol) && !hosts.has(url.host)) visited.foreign.push(url.href);
  });
  page.on('response', (response) => {
    if (!/\/stream\.m3u8|\/segment\//.test(response.url())) return;
    const authorization = response.request().headers()['authorization'] ?? '';
    visited.media.push({ url: response.url(), authorization, status: response.status() });
  });
  page.on('pageerror', (error) => visited.complaints.push(error.message));
  page.on('console', (message) => {
    if (/content security policy/i.test(message.text())) visited.complaints.push(message.text());
  });
  await page.goto(server.url);
  return visited;
}

/** Ends a visit; nothing but the two servers may have been called, and nothing refused or thrown. */
async function leave({ context, foreign, complaints }: Visit): Promise<void> {
  await context.close();
  expect(foreign).toEqual([]);
  expect(complaints).toEqual([]);
}

/** A caller with a session token of this person, as their page would send it. */
async function clientOf(server: TestServer, who: ClerkPerson): Promise<TestClient> {
  const session = { id: 'sess_api', person: who, organizationId: who.organizations[0]?.id };
  const token = await clerk.mintToken({ claims: tokenClaims(session, server.url) });
  return new TestClient(server.url, { authorization: `Bearer ${token}` });
}

async function tile(page: Page): Promise<{ state: string; frames: number; cameraId: string }> {
  return page
    .getByTestId('tile')
    .first()
    .evaluate((element) => ({
      state: element.dataset['state'] ?? '',
      frames: Number(element.dataset['frames']),
      cameraId: element.dataset['cameraId'] ?? '',
    }));
}

/** Waits until the tile is green and its decoder has produced pictures since. */
async function plays(page: Page, what: string): Promise<string> {
  const first = await eventually(
    `${what}: live`,
    async () => {
      const facts = await tile(page);
      return facts.state === 'live' && facts;
    },
    20_000,
  );
  const { cameraId } = await eventually(`${what}: frames increase`, async () => {
    const facts = await tile(page);
    return facts.state === 'live' && facts.frames > first.frames && facts;
  });
  return cameraId;
}

beforeAll(async () => {
  clerk = await startClerkServer();
  frontend = await startClerkFrontend(clerk);
  frontend.tokenLifetime = TOKEN_LIFETIME;
  frontend.people.push(ANN, MIA, BEN);
  clerk.subscriptions.set(BAKERY.id, {
    id: 'csub_1',
    status: 'active',
    subscription_items: [{ id: 'csi_1', status: 'active', plan: { id: 'cplan_1', slug: BAKERY.plan } }],
  });
  // Without this flag the library sees that it is driven by a program and keeps to itself what it would report.
  browser = await launchBrowser('--disable-blink-features=AutomationControlled');
});

afterAll(async () => {
  await browser?.close();
  await frontend?.[Symbol.asyncDispose]();
  await clerk?.[Symbol.asyncDispose]();
});

describe('the wall of people whom Clerk signed in', () => {
  let server: TestServer;
  let node: SimulatedNode | undefined;
  let admin: Visit;
  let cameraId: string;

  beforeAll(async () => {
    server = await startTestServer({ config: { clerk: clerkKeys() } });
  });

  afterAll(async () => {
    await node?.stop();
    await server?.[Symbol.asyncDispose]();
  });

  it('an administrator adds a node, and its camera plays with the session token on every request', async () => {
    admin = await visit(server, ANN);
    const { page, media } = admin;
    await page.getByRole('heading', { name: 'Welcome, Ann' }).waitFor();
    await page.getByText(BAKERY.name).first().waitFor();
    await page.getByRole('link', { name: 'Add node' }).click();
    await page.getByLabel('Name', { exact: true }).fill('Back office');
    await page.getByRole('button', { name: 'Create node' }).click();
    const line = await page
      .getByRole('textbox', { name: 'Run this on the computer that has the cameras' })
      .inputValue();
    const [, nodeId = '', key = ''] = /--node-id (\S+) --key (\S+)/.exec(line) ?? [];
    await page.getByRole('button', { name: 'I have copied it' }).click();
    node = await startSimulatedNode({ url: server.url, nodeId, key, cameras: 1 });
    // Playlists of a camera that has video are told by the event connection: before that the page asks.
    node.pausePushes();
    await page.getByRole('link', { name: 'Cameras' }).click();
    await eventually('a playlist is asked for', () => media.some(({ url }) => url.includes('.m3u8')));
    node.resumePushes();
    cameraId = await plays(page, 'the first picture');
    expect(media.some(({ url }) => url.includes('/segment/'))).toBe(true);
    expect(
      media.filter(({ authorization }) => !/^Bearer [\w-]+\.[\w-]+\.[\w-]+$/.test(authorization)),
    ).toEqual([]);
    expect(clerk.calls).toContain('GET /v1/jwks');
  });

  it('goes on playing when session tokens expire', async () => {
    const { page, media } = admin;
    const [first] = media;
    const token = new TestClient(server.url, { authorization: first?.authorization ?? '' });
    await eventually(
      'the first token is refused',
      async () => (await token.get('/api/auth/me')).status === 401,
      (TOKEN_LIFETIME + CLOCK_SKEW + 5) * 1000,
    );
    media.length = 0;
    await plays(page, 'after the first token expired');
    await eventually(
      'two more tokens',
      () => new Set(media.map(({ authorization }) => authorization)).size >= 2,
    );
    await plays(page, 'after two more tokens');
    expect(media.filter(({ status }) => status !== 200)).toEqual([]);
    expect(media.map(({ authorization }) => authorization)).not.toContain(first?.authorization);
  });

  it('a member sees the wall and no areas of administrators', async () => {
    const visited = await visit(server, MIA);
    const { page } = visited;
    expect(await plays(page, 'for the member')).toBe(cameraId);
    await page.getByRole('link', { name: 'Settings' }).click();
    await page.getByRole('link', { name: /Your account/ }).waitFor();
    expect(await page.getByRole('link', { name: /Nodes|People/ }).count()).toBe(0);
    await page.goto(`${server.url}/settings/nodes`);
    await page.waitForURL('**/settings/account');
    await page.getByText('mia@example.com').waitFor();
    expect((await (await clientOf(server, MIA)).post('/api/nodes', { name: 'Mine' })).status).toBe(403);
    await leave(visited);
  });

  it('an administrator of another organisation sees nothing of it', async () => {
    const visited = await visit(server, BEN);
    await visited.page.getByRole('heading', { name: 'Welcome, Ben' }).waitFor();
    expect(await visited.page.getByTestId('tile').count()).toBe(0);
    const ben = await clientOf(server, BEN);
    expect((await ben.get('/api/cameras')).json()).toEqual([]);
    expect((await ben.get(`/api/cameras/${cameraId}/stream.m3u8`)).status).toBe(404);
    const ann = await clientOf(server, ANN);
    expect((await ann.get(`/api/cameras/${cameraId}/stream.m3u8`)).status).toBe(200);
    await leave(visited);
  });

  it('plans come from Clerk: pro allows ten nodes, no subscription allows two', async () => {
    const [ann, ben] = [await clientOf(server, ANN), await clientOf(server, BEN)];
    const pro = (await ann.get('/api/nodes/plan')).json();
    expect(pro).toMatchObject({
      plan: 'pro',
      limits: { max_nodes: 10, max_cameras: 25 },
      usage: { nodes: 1 },
    });
    const free = (await ben.get('/api/nodes/plan')).json();
    expect(free).toMatchObject({ plan: 'free_org', limits: { max_nodes: 2, max_cameras: 5 } });
    for (const name of ['Shop', 'Store']) {
      expect((await ann.post('/api/nodes', { name })).status).toBe(200);
      expect((await ben.post('/api/nodes', { name })).status).toBe(200);
    }
    expect((await ben.post('/api/nodes', { name: 'One too many' })).status).toBe(403);
    expect((await ann.post('/api/nodes', { name: 'Fourth' })).status).toBe(200);
    expect(clerk.calls).toContain(`GET /v1/organizations/${BAKERY.id}/billing/subscription`);
  });

  it('returns to sign-in when the session is ended at Clerk', async () => {
    const { page } = admin;
    await plays(page, 'before the end');
    frontend.endSessions(ANN.userId);
    await page.waitForURL('**/sign-in');
    await page.getByLabel('Email address').waitFor();
    expect(await page.getByTestId('tile').count()).toBe(0);
    await leave(admin);
  });

  it('returns to sign-in without a complaint when Clerk refuses to renew a token ahead of need', async () => {
    const visited = await visit(server, MIA);
    const { page } = visited;
    await page.clock.install();
    await page.reload();
    await page.getByTestId('tile').first().waitFor();
    // Every thirty seconds the page renews its token, whether or not somebody needs one: the session ends just then.
    await page.route(/\/tokens\?.*skip_cache/, (route) => {
      frontend.endSessions(MIA.userId);
      return route.continue();
    });
    const renewal = page.waitForResponse(/\/tokens\?.*skip_cache/);
    await page.clock.fastForward(30_000);
    expect((await renewal).status()).toBe(401);
    await page.waitForURL('**/sign-in');
    await page.getByLabel('Email address').waitFor();
    await leave(visited);
  });
});

describe('the way in through Clerk', () => {
  let server: TestServer;

  beforeAll(async () => {
    server = await startTestServer({ config: { clerk: clerkKeys() } });
  });

  afterAll(async () => {
    await server?.[Symbol.asyncDispose]();
  });

  it('shows the form of Clerk, also with a development key, and opens the wall after it', async () => {
    const publishableKey = frontend.publishableKey.replace('pk_live_', 'pk_test_');
    await using development = await startTestServer({
      config: { clerk: { ...clerkKeys(), publishableKey } },
    });
    const visited = await visit(development);
    const { page } = visited;
    await page.waitForURL('**/sign-in');
    await page.getByLabel('Email address').fill(ANN.email);
    await page.getByLabel('Password', { exact: true }).fill(CLERK_PASSWORD);
    const opened = page.waitForEvent('load');
    await page.getByRole('button', { name: 'Continue', exact: true }).click();
    await opened;
    await page.getByRole('heading', { name: 'Welcome, Ann' }).waitFor();
    // The menu's machinery loads after the first paint.
    const ready = page.locator('[aria-haspopup="menu"]');
    await page.getByRole('button', { name: 'Account of Ann' }).and(ready).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.waitForURL('**/sign-in');
    await page.getByLabel('Email address').waitFor();
    await leave(visited);
  });

  it('says in words that no organisation is active, and goes on once one is chosen', async () => {
    const visited = await visit(server, ANN, '');
    const { page } = visited;
    let loads = 0;
    page.on('load', () => (loads += 1));
    await page.getByRole('heading', { name: 'Choose your organisation' }).waitFor();
    await page.getByRole('button', { name: 'Sign out' }).waitFor();
    await page.getByRole('button', { name: BAKERY.name }).click();
    await page.getByRole('heading', { name: 'Welcome, Ann' }).waitFor();
    expect(loads).toBe(0);
    await leave(visited);
  });

  it('waits with words while the server cannot check sessions, and opens by itself when it can', async () => {
    clerk.failing = true;
    await using fresh = await startTestServer({ config: { clerk: clerkKeys() } });
    const visited = await visit(fresh, ANN);
    const { page } = visited;
    let loads = 0;
    page.on('load', () => (loads += 1));
    await page.getByRole('heading', { name: 'Not let in yet' }).waitFor();
    clerk.failing = false;
    await page.getByRole('heading', { name: 'Welcome, Ann' }).waitFor();
    expect(loads).toBe(0);
    await leave(visited);
  });

  it.each(['secretKey', 'publishableKey'] as const)(
    'without the %s everything that needs a person answers 503, and the page says why',
    async (missing) => {
      const keys = { ...clerkKeys(), [missing]: undefined };
      await using half = await startTestServer({ config: { clerk: keys } });
      const config = await half.anonymous.get('/api/auth/config');
      expect(config.json()).toMatchObject({
        mode: 'clerk',
        setup_required: false,
        clerk_publishable_key: keys.publishableKey ?? null,
      });
      const client = await clientOf(half, ANN);
      for (const path of ['/api/auth/me', '/api/cameras', '/api/nodes', '/api/nodes/plan']) {
        const answer = await client.get(path);
        expect([path, answer.status, answer.json()['detail']]).toEqual([
          path,
          503,
          'Sign-in is not configured: both Clerk keys must be set on the server.',
        ]);
      }
      const visited = await visit(half, ANN);
      await visited.page.getByText('both Clerk keys must be set on the server').waitFor();
      await leave(visited);
    },
  );

  it('accepts sessions made for its own addresses and no others', async () => {
    const session = { id: 'sess_api', person: ANN, organizationId: BAKERY.id };
    const statusFor = async (azp: string): Promise<number> => {
      const token = await clerk.mintToken({ claims: tokenClaims(session, azp) });
      return (await server.anonymous.get('/api/auth/me', { headers: { authorization: `Bearer ${token}` } }))
        .status;
    };
    const { port } = server.running;
    expect(await statusFor(`http://127.0.0.1:${port}`)).toBe(200);
    expect(await statusFor(`http://localhost:${port}`)).toBe(200);
    expect(await statusFor(`https://127.0.0.1:${port}`)).toBe(401);
    expect(await statusFor(`http://127.0.0.1:${port + 1}`)).toBe(401);
    expect(await statusFor('https://evil.example')).toBe(401);
  });
});
