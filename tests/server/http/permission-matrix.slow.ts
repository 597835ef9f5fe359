import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Access, Endpoint } from '../../../server/contract/endpoint.ts';
import { routeTable } from '../../../server/contract/route-table.ts';
import {
  CLERK_PUBLISHABLE_KEY,
  CLERK_SECRET_KEY,
  startClerkServer,
  type ClerkServer,
  type MintOptions,
} from '../../support/clerk-server.ts';
import { addMember, createNode, OWNER, signIn } from '../../support/people.ts';
import { TestClient } from '../../support/test-client.ts';
import { startTestServer, type TestServer } from '../../support/test-server.ts';
import { call, endsAccess, labelOf } from './declared-routes.ts';

/** A way of calling: makes the client anew, because some routes end the access they were called with. */
type Caller = () => Promise<TestClient>;

/** What somebody is: decides which access levels let them in, and how the others refuse. */
type Standing = 'nobody' | 'member' | 'admin' | 'node' | 'integration' | 'agent' | 'without-organization';

const PROGRAMS = { node: 401, integration: 401, agent: 401 } as const;
const PEOPLE = { view: 401, admin: 401, billing: 401 } as const;

const REFUSALS: Readonly<Record<Standing, Readonly<Partial<Record<Access, number>>>>> = {
  nobody: { ...PEOPLE, ...PROGRAMS },
  'without-organization': { ...PROGRAMS, view: 400, admin: 400, billing: 400 },
  member: { ...PROGRAMS, admin: 403, billing: 403 },
  admin: PROGRAMS,
  node: { ...PEOPLE, integration: 401, agent: 401 },
  integration: { ...PEOPLE, node: 401, agent: 401 },
  agent: { ...PEOPLE, node: 401, integration: 401 },
};

interface Row {
  readonly who: string;
  readonly standing: Standing;
  readonly caller: Caller;
}

async function outcome(caller: Caller, endpoint: Endpoint): Promise<number> {
  return (await call(await caller(), endpoint)).status;
}

const AGENT_KEY = 'the-key-of-the-agent-service';
const AGENT_MCP_KEY = 'the-key-the-agent-service-uses-tools-with';

/** Administrators of a free plan are refused by the plan, not by their role. */
const PLAN_GATED = new Map([
  ['/api/settings/danger/wipe-logs', 403],
  ['/api/sentinel/config', 402],
  ['/api/sentinel/runs/manual', 402],
]);

/** Routes that end the caller's access come last, and get an access of their own. */
const ROUTES = [...routeTable.filter((one) => !endsAccess(one)), ...routeTable.filter(endsAccess)];

/** Every route for one caller: refused as documented, or let in (whatever the handler then says of the empty body). */
async function expectRow({ who, standing, caller }: Row): Promise<void> {
  const standingCaller = await caller();
  for (const endpoint of ROUTES) {
    const status = await outcome(endsAccess(endpoint) ? caller : async () => standingCaller, endpoint);
    const label = `${who}: ${labelOf(endpoint)}`;
    const refusal = REFUSALS[standing][endpoint.access];
    if (refusal !== undefined) {
      expect([label, status]).toEqual([label, refusal]);
    } else {
      const byPlan = PLAN_GATED.get(endpoint.path) === status;
      const kept = [401, 402, 403, 421, 429].includes(status) && !byPlan;
      expect([label, kept ? status : 'let in']).toEqual([label, 'let in']);
      // Commands to a node that is not connected.
      if (status !== 503) expect(status).toBeLessThan(500);
    }
  }
}

const fixed =
  (client: TestClient): Caller =>
  async () =>
    client;

describe('every declared route for every caller, local accounts', () => {
  let server: TestServer;
  let owner: TestClient;
  let disabledCookie: TestClient;
  beforeAll(async () => {
    server = await startTestServer({
      config: {
        sentinel: {
          agentKey: AGENT_KEY,
          agentMcpKey: AGENT_MCP_KEY,
          wakeUpUrl: undefined,
          reaperEveryMs: 300_000,
        },
      },
    });
    owner = await server.owner();
    await addMember(owner, 'mia@example.com', 'member');
    await addMember(owner, 'ada@example.com', 'admin');
    disabledCookie = await addMember(owner, 'dan@example.com', 'admin');
    const people = (await owner.get('/api/auth/members')).json<{ id: string; email: string }[]>();
    const dan = people.find(({ email }) => email === 'dan@example.com');
    await owner.ask('PATCH', `/api/auth/members/${dan?.id}`, { body: { disabled: true } });
  });
  afterAll(() => server[Symbol.asyncDispose]());

  const cookie = (value: string): TestClient =>
    new TestClient(server.url, { cookie: `sentinel_session=${value}` });
  const forged: readonly [string, () => TestClient][] = [
    ['nobody', () => server.anonymous],
    ['the old cookie of a disabled administrator', () => disabledCookie],
    ['a forged cookie', () => cookie('A'.repeat(43))],
    ['an empty cookie', () => cookie('')],
    [
      'a cookie with another name',
      () => new TestClient(server.url, { cookie: `session=${owner.headers['cookie']}` }),
    ],
    [
      'a true session with a letter more',
      () => new TestClient(server.url, { cookie: `${owner.headers['cookie']}A` }),
    ],
    ['a forged Bearer token', () => new TestClient(server.url, { authorization: 'Bearer AAAA' })],
    [
      'a forged Bearer token beside a true cookie',
      () => new TestClient(server.url, { ...owner.headers, authorization: 'Bearer AAAA' }),
    ],
    [
      'a long Bearer token',
      () => new TestClient(server.url, { authorization: `Bearer ${'a'.repeat(8000)}` }),
    ],
    [
      'an agent key of MCP form',
      () => new TestClient(server.url, { authorization: `Bearer osc_${'a'.repeat(64)}` }),
    ],
    [
      'a Home Assistant key',
      () => new TestClient(server.url, { authorization: `Bearer osi_${'a'.repeat(64)}` }),
    ],
    ['an agent service key', () => new TestClient(server.url, { 'x-sentinel-agent-key': 'a'.repeat(64) })],
    ['a user name and password', () => new TestClient(server.url, { authorization: 'Basic b3duZXI6eA==' })],
  ];

  it.each(forged)('%s', async (who, client) => {
    await expectRow({ who, standing: 'nobody', caller: fixed(client()) });
  });

  it('a member', async () => {
    const caller = () => signIn(server.url, 'mia@example.com', 'another long password');
    await expectRow({ who: 'member', standing: 'member', caller });
  });

  it('an administrator', async () => {
    const caller = () => signIn(server.url, 'ada@example.com', 'another long password');
    await expectRow({ who: 'admin', standing: 'admin', caller });
  });

  it('the owner by Bearer token', async () => {
    const caller = async () => {
      const { headers } = await signIn(server.url, OWNER.email, OWNER.password);
      return new TestClient(server.url, { authorization: `Bearer ${headers['cookie']?.split('=')[1]}` });
    };
    await expectRow({ who: 'owner', standing: 'admin', caller });
  });

  it('a node', async () => {
    const again = await signIn(server.url, OWNER.email, OWNER.password);
    const { key } = await createNode(again);
    await expectRow({
      who: 'node',
      standing: 'node',
      caller: fixed(new TestClient(server.url, { 'x-node-api-key': key })),
    });
  });

  it('a program of the house', async () => {
    const again = await signIn(server.url, OWNER.email, OWNER.password);
    const { key } = (await again.post('/api/integration/keys', { name: 'House' })).json<{ key: string }>();
    const caller = fixed(new TestClient(server.url, { authorization: `Bearer ${key}` }));
    await expectRow({ who: 'integration', standing: 'integration', caller });
  });

  it('the agent service', async () => {
    const caller = fixed(new TestClient(server.url, { 'x-sentinel-agent-key': AGENT_KEY }));
    await expectRow({ who: 'agent service', standing: 'agent', caller });
  });

  it('keys for tools open no other door: that of an agent, and that of the agent service', async () => {
    const again = await signIn(server.url, OWNER.email, OWNER.password);
    const { key } = (await again.post('/api/mcp/keys', { name: 'Agent' })).json<{ key: string }>();
    for (const token of [key, AGENT_MCP_KEY]) {
      const headers = { authorization: `Bearer ${token}`, 'x-agent-org-override': 'org_1' };
      await expectRow({ who: token, standing: 'nobody', caller: fixed(new TestClient(server.url, headers)) });
    }
  });

  it('no key of another kind opens the door of tools', async () => {
    const again = await signIn(server.url, OWNER.email, OWNER.password);
    const { key } = (await again.post('/api/integration/keys', { name: 'House' })).json<{ key: string }>();
    const session = again.headers['cookie']?.split('=')[1] ?? '';
    for (const token of [key, session, AGENT_KEY, AGENT_MCP_KEY]) {
      const client = new TestClient(server.url, { authorization: `Bearer ${token}` });
      const body = { jsonrpc: '2.0', id: 1, method: 'tools/list' };
      expect([token, (await client.post('/mcp', body)).status]).toEqual([token, 401]);
    }
    expect((await again.post('/mcp', { jsonrpc: '2.0', id: 1, method: 'tools/list' })).status).toBe(401);
  });

  it('a node with a key that was replaced, or made up, is let in nowhere', async () => {
    const again = await signIn(server.url, OWNER.email, OWNER.password);
    const { key, nodeId } = await createNode(again);
    await again.post(`/api/nodes/${nodeId}/rotate-key`);
    for (const wrong of [key, 'nobody', `${key} `.repeat(2), 'a'.repeat(8000)]) {
      const client = new TestClient(server.url, { 'x-node-api-key': wrong });
      const register = await client.post('/api/nodes/register', { node_id: nodeId });
      expect(register.status).toBe(403);
      for (const endpoint of routeTable.filter(({ access }) => access === 'node'))
        expect([labelOf(endpoint), (await call(client, endpoint)).status]).not.toEqual([
          labelOf(endpoint),
          200,
        ]);
    }
  });
});

describe('every declared route for every caller, Clerk', () => {
  const PARTY = 'https://cameras.example';
  let clerk: ClerkServer;
  let server: TestServer;
  beforeAll(async () => {
    clerk = await startClerkServer();
    const keys = { secretKey: CLERK_SECRET_KEY, publishableKey: CLERK_PUBLISHABLE_KEY };
    const config = { ...keys, jwtKey: clerk.jwtKey, apiUrl: clerk.url };
    server = await startTestServer({ config: { frontendUrl: PARTY, corsOrigins: [PARTY], clerk: config } });
  });
  afterAll(async () => {
    await server[Symbol.asyncDispose]();
    await clerk[Symbol.asyncDispose]();
  });

  const claimsOf = (org: string, role: string) => ({
    azp: PARTY,
    org_id: org,
    org_role: role,
    pla: 'o:pro_plus',
  });
  async function bearer(options: MintOptions): Promise<TestClient> {
    return new TestClient(server.url, { authorization: `Bearer ${await clerk.mintToken(options)}` });
  }

  it.each<[string, MintOptions]>([
    ['an expired session', { claims: claimsOf('org_1', 'org:admin'), expiresIn: -60 }],
    ['a session signed by somebody else', { claims: claimsOf('org_1', 'org:admin'), foreignKey: true }],
    [
      'a session of another site',
      { claims: { ...claimsOf('org_1', 'org:admin'), azp: 'https://evil.example' } },
    ],
  ])('%s', async (who, options) => {
    await expectRow({ who, standing: 'nobody', caller: fixed(await bearer(options)) });
  });

  it('rest 88: a cookie alone', async () => {
    const token = await clerk.mintToken({ claims: claimsOf('org_1', 'org:admin') });
    const client = new TestClient(server.url, { cookie: `__session=${token}; sentinel_session=${token}` });
    await expectRow({ who: 'cookie', standing: 'nobody', caller: fixed(client) });
  });

  it('somebody without an organization', async () => {
    const caller = fixed(await bearer({ claims: { azp: PARTY } }));
    await expectRow({ who: 'no organization', standing: 'without-organization', caller });
  });

  it('a member', async () => {
    const caller = fixed(await bearer({ claims: claimsOf('org_1', 'org:member') }));
    await expectRow({ who: 'member', standing: 'member', caller });
  });

  it('an administrator', async () => {
    const caller = fixed(await bearer({ claims: claimsOf('org_1', 'org:admin') }));
    await expectRow({ who: 'admin', standing: 'admin', caller });
  });

  it('a node', async () => {
    const { key } = await createNode(await bearer({ claims: claimsOf('org_2', 'org:admin') }));
    await expectRow({
      who: 'node',
      standing: 'node',
      caller: fixed(new TestClient(server.url, { 'x-node-api-key': key })),
    });
  });

  it('rest 88: with a key missing everything that needs a person answers 503', async () => {
    const half = {
      secretKey: CLERK_SECRET_KEY,
      publishableKey: undefined,
      jwtKey: clerk.jwtKey,
      apiUrl: clerk.url,
    };
    await using broken = await startTestServer({ config: { clerk: half } });
    for (const endpoint of routeTable.filter(({ access }) => ['view', 'admin', 'billing'].includes(access)))
      expect([labelOf(endpoint), (await call(broken.anonymous, endpoint)).status]).toEqual([
        labelOf(endpoint),
        503,
      ]);
  });
});
