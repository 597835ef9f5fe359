import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addMember, OWNER, signIn } from '../../support/people.ts';
import { sessionCookieOf, TestClient, type Answer } from '../../support/test-client.ts';
import { startTestServer, type TestServer } from '../../support/test-server.ts';

const MONTH = 30 * 24 * 3600;

function cookieLine(answer: Answer): string {
  const set = answer.headers['set-cookie'];
  return Array.isArray(set) ? set.join('\n') : '';
}

describe('/api/auth before setup', () => {
  it('config asks for setup, with the code unless the caller is this machine', async () => {
    await using server = await startTestServer();
    const here = (await server.anonymous.get('/api/auth/config')).json();
    expect(here).toMatchObject({ mode: 'local', setup_required: true, setup_code_required: false });
    expect(here).toMatchObject({ clerk_publishable_key: null, site_name: 'Sentinel Command Center' });
    const named = await server.anonymous.get('/api/auth/config', { headers: { host: 'cameras.example' } });
    expect(named.json()).toMatchObject({ setup_code_required: true });
  });

  it('two simultaneous setups over HTTP make one owner', async () => {
    await using server = await startTestServer();
    const form = { organization: 'Corner Shop', ...OWNER };
    const answers = await Promise.all([
      server.anonymous.post('/api/auth/setup', form),
      server.anonymous.post('/api/auth/setup', { ...form, email: 'second@example.com' }),
    ]);
    expect(answers.map((answer) => answer.status).toSorted((a, b) => a - b)).toEqual([200, 409]);
  });

  it('setup and sign-in asked for by another web page are refused', async () => {
    await using server = await startTestServer();
    const foreign = { headers: { origin: 'https://evil.example', 'content-type': 'text/plain' } };
    for (const path of ['/api/auth/setup', '/api/auth/sign-in']) {
      const body = JSON.stringify({ organization: 'x', ...OWNER });
      expect((await server.anonymous.post(path, body, foreign)).status).toBe(403);
    }
    expect((await server.anonymous.get('/api/auth/config')).json()).toMatchObject({ setup_required: true });
  });
});

describe('/api/auth', () => {
  let server: TestServer;
  let owner: TestClient;
  beforeAll(async () => {
    server = await startTestServer();
    owner = await server.owner();
  });
  afterAll(() => server[Symbol.asyncDispose]());

  it('signs in with a cookie that scripts cannot read', async () => {
    const answer = await server.anonymous.post('/api/auth/sign-in', {
      email: OWNER.email.toUpperCase(),
      password: OWNER.password,
    });
    expect(answer.json()).toMatchObject({ email: OWNER.email, role: 'admin', org_name: 'Corner Shop' });
    expect(cookieLine(answer)).toMatch(
      new RegExp(`^sentinel_session=[\\w-]{43}; HttpOnly; SameSite=Lax; Path=/; Max-Age=${MONTH}$`),
    );
  });

  it('accepts the session as Bearer token and renews only the cookie', async () => {
    const token = owner.headers['cookie']?.split('=')[1] ?? '';
    const script = new TestClient(server.url, { authorization: `Bearer ${token}` });
    const asScript = await script.get('/api/auth/me');
    expect([asScript.status, cookieLine(asScript)]).toEqual([200, '']);
    const asBrowser = await owner.get('/api/auth/me');
    expect(cookieLine(asBrowser)).toContain(`Max-Age=${MONTH}`);
    expect(sessionCookieOf(asBrowser)).toBe(owner.headers['cookie']);
  });

  it('answers 401 without or with an unknown session', async () => {
    expect((await server.anonymous.get('/api/auth/me')).status).toBe(401);
    const bogus = server.anonymous.with({ cookie: `sentinel_session=${'a'.repeat(43)}` });
    expect((await bogus.get('/api/auth/me')).status).toBe(401);
  });

  it('signing out ends the session and clears the cookie', async () => {
    const client = await signIn(server.url, OWNER.email, OWNER.password);
    const answer = await client.post('/api/auth/sign-out');
    expect(answer.json()).toEqual({ success: true });
    expect(cookieLine(answer)).toMatch(/^sentinel_session=; .*Max-Age=0/);
    expect((await client.get('/api/auth/me')).status).toBe(401);
    expect((await owner.get('/api/auth/me')).status).toBe(200);
  });

  it('invites, joins, changes and removes a member', async () => {
    const member = await addMember(owner, 'mia@example.com', 'member');
    expect((await member.get('/api/auth/members')).status).toBe(403);
    expect((await owner.get('/api/auth/invites')).json()).toEqual([]);
    const people = (await owner.get('/api/auth/members')).json<{ id: string; email: string }[]>();
    expect(people.map((person) => person.email)).toEqual([OWNER.email, 'mia@example.com']);
    const path = `/api/auth/members/${people[1]?.id}`;
    const promoted = await owner.ask('PATCH', path, { body: { role: 'admin' } });
    expect(promoted.json()).toMatchObject({ role: 'admin', disabled: false });
    expect((await member.get('/api/auth/members')).status).toBe(200);
    expect((await owner.ask('DELETE', path)).status).toBe(200);
    expect((await member.get('/api/auth/me')).status).toBe(401);
  });

  it('an open invitation is listed without its token and can be withdrawn', async () => {
    const invited = (
      await owner.post('/api/auth/invites', { email: 'Max@Example.com', role: 'member' })
    ).json();
    expect(invited).toMatchObject({ email: 'max@example.com' });
    expect(invited['link']).toMatch(/^https?:\/\/[^/]+\/invite\?token=[\w-]{43}$/);
    const listed = await owner.get('/api/auth/invites');
    expect(listed.json()).toHaveLength(1);
    expect(listed.text).not.toContain(String(invited['token']));
    expect((await owner.ask('DELETE', `/api/auth/invites/${String(invited['id'])}`)).status).toBe(200);
    expect((await owner.get('/api/auth/invites')).json()).toEqual([]);
  });

  it('a wrong current password is 403, so that the page is not signed out', async () => {
    const wrong = await owner.post('/api/auth/password', { current: 'nope', next: 'long enough now' });
    expect(wrong.status).toBe(403);
    const words = { current: OWNER.password, next: OWNER.password };
    expect((await owner.post('/api/auth/password', words)).json()).toEqual({ success: true });
  });

  it('sign-out-all ends this session too', async () => {
    const client = await signIn(server.url, OWNER.email, OWNER.password);
    expect((await client.post('/api/auth/sign-out-all')).status).toBe(200);
    expect((await client.get('/api/auth/me')).status).toBe(401);
    expect((await owner.get('/api/auth/me')).status).toBe(401);
  });
});
