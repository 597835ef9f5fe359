import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  CLERK_PUBLISHABLE_KEY,
  CLERK_SECRET_KEY,
  startClerkServer,
  type ClerkServer,
} from '../../support/clerk-server.ts';
import { TestClient } from '../../support/test-client.ts';
import { startTestServer, type TestServer } from '../../support/test-server.ts';

const PARTY = 'https://cameras.example';
const ORG = { azp: PARTY, org_id: 'org_1', org_role: 'org:admin', email: 'ann@example.com' };

describe('/api/auth with Clerk', () => {
  let clerk: ClerkServer;
  let server: TestServer;
  beforeAll(async () => {
    clerk = await startClerkServer();
    const keys = { secretKey: CLERK_SECRET_KEY, publishableKey: CLERK_PUBLISHABLE_KEY };
    server = await startTestServer({
      config: {
        frontendUrl: PARTY,
        corsOrigins: [PARTY],
        clerk: { ...keys, jwtKey: clerk.jwtKey, apiUrl: clerk.url },
      },
    });
  });
  afterAll(async () => {
    await server[Symbol.asyncDispose]();
    await clerk[Symbol.asyncDispose]();
  });

  async function signedIn(claims: Readonly<Record<string, unknown>>): Promise<TestClient> {
    return new TestClient(server.url, { authorization: `Bearer ${await clerk.mintToken({ claims })}` });
  }

  it('config names the mode and the publishable key, and asks for no setup', async () => {
    expect((await server.anonymous.get('/api/auth/config')).json()).toMatchObject({
      mode: 'clerk',
      setup_required: false,
      setup_code_required: false,
      clerk_publishable_key: CLERK_PUBLISHABLE_KEY,
    });
  });

  it('me answers for a valid session', async () => {
    const answer = await (await signedIn(ORG)).get('/api/auth/me');
    expect(answer.json()).toMatchObject({ user_id: 'user_clerk', org_id: 'org_1', is_admin: true });
    expect(answer.headers['set-cookie']).toBeUndefined();
  });

  it('401 for another party and for a cookie alone, 400 without an organisation', async () => {
    const foreign = await signedIn({ ...ORG, azp: 'https://evil.example' });
    expect((await foreign.get('/api/auth/me')).status).toBe(401);
    const token = await clerk.mintToken({ claims: ORG });
    const cookies = server.anonymous.with({ cookie: `__session=${token}; sentinel_session=${token}` });
    expect((await cookies.get('/api/auth/me')).status).toBe(401);
    const nowhere = await (await signedIn({ azp: PARTY })).get('/api/auth/me');
    expect([nowhere.status, nowhere.text.toLowerCase().includes('organization')]).toEqual([400, true]);
  });

  it('the other routes of local accounts answer 404', async () => {
    const person = { email: 'a@example.com', password: 'long enough now' };
    const client = await signedIn(ORG);
    const answers = [
      await client.post('/api/auth/setup', { organization: 'x', name: 'x', ...person }),
      await client.post('/api/auth/sign-in', person),
      await client.post('/api/auth/invites/accept', { token: 'x', name: 'x', password: person.password }),
      await client.post('/api/auth/sign-out'),
      await client.get('/api/auth/members'),
    ];
    for (const answer of answers) {
      expect(answer.status).toBe(404);
      expect(answer.json()).toEqual({ detail: 'Accounts are managed by Clerk on this installation' });
    }
  });
});
