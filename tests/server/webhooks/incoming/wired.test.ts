import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  CLERK_PUBLISHABLE_KEY,
  CLERK_SECRET_KEY,
  startClerkServer,
  type ClerkServer,
} from '../../../support/clerk-server.ts';
import { createNode } from '../../../support/people.ts';
import { newWebhookSecret, signatureHeaders } from '../../../support/svix-signing.ts';
import { TestClient, type Answer } from '../../../support/test-client.ts';
import { testConfig } from '../../../support/test-config.ts';
import { startTestServer, type TestServer } from '../../../support/test-server.ts';

const PARTY = 'https://cameras.example';
const ORG = 'org_wired';
const payer = { organization_id: ORG };

describe('incoming webhooks of the whole server', () => {
  const secret = newWebhookSecret();
  let clerk: ClerkServer;
  let server: TestServer;
  let admin: TestClient;
  let member: TestClient;

  beforeAll(async () => {
    clerk = await startClerkServer();
    server = await startTestServer({
      config: {
        corsOrigins: [PARTY],
        clerk: {
          secretKey: CLERK_SECRET_KEY,
          publishableKey: CLERK_PUBLISHABLE_KEY,
          jwtKey: clerk.jwtKey,
          apiUrl: clerk.url,
        },
        webhooks: { ...testConfig('.').webhooks, clerkSecret: secret },
      },
    });
    const person = async (sub: string, role: string): Promise<TestClient> => {
      const claims = { azp: PARTY, sub, org_id: ORG, org_role: role, pla: 'o:pro' };
      return new TestClient(server.url, { authorization: `Bearer ${await clerk.mintToken({ claims })}` });
    };
    admin = await person('user_admin', 'org:admin');
    member = await person('user_member', 'org:member');
    for (const one of [admin, member]) await one.get('/api/notifications');
  });
  afterAll(async () => {
    await server[Symbol.asyncDispose]();
    await clerk[Symbol.asyncDispose]();
  });

  async function tell(type: string, data: unknown): Promise<Answer> {
    const body = JSON.stringify({ type, data });
    const headers = signatureHeaders(secret, body);
    return server.anonymous.post('/api/webhooks/clerk', body, { headers });
  }

  async function kinds(client: TestClient): Promise<string[]> {
    const list = (await client.get('/api/notifications')).json<{ notifications: { kind: string }[] }>();
    return list.notifications.map(({ kind }) => kind);
  }

  it('notify 105, 106: welcome and memberships reach the inbox of administrators, and of nobody else', async () => {
    const organization = { id: ORG, name: 'Red Barn', created_by: 'user_admin' };
    expect((await tell('organization.created', organization)).json()).toEqual({ received: true });
    const person = { user_id: 'user_member', identifier: 'mia@example.com' };
    const joined = { organization, public_user_data: person, role: 'org:member' };
    expect((await tell('organizationMembership.created', joined)).status).toBe(200);
    expect(await kinds(admin)).toEqual(['member_added', 'welcome']);
    expect(await kinds(member)).toEqual([]);
  });

  it('rest 58: an overdue payment refuses new nodes and keeps reading open, until it is paid', async () => {
    await createNode(admin, 'before');
    await tell('subscription.updated', { payer, items: [{ status: 'active', plan: { slug: 'pro' } }] });
    expect(clerk.memberLimits.get(ORG)).toBe(10);
    await tell('subscription.pastDue', { payer });
    expect((await admin.post('/api/nodes', { name: 'while' })).status).toBe(402);
    expect((await admin.get('/api/nodes')).status).toBe(200);
    expect((await admin.get('/api/nodes/plan')).json()).toMatchObject({ payment_past_due: true });
    await tell('paymentAttempt.updated', { payer, status: 'paid' });
    expect((await admin.post('/api/nodes', { name: 'after' })).status).toBe(200);
  });

  it('notify 108: a deleted organization loses its nodes, whose keys count for nothing', async () => {
    const node = await createNode(admin, 'doomed');
    const machine = new TestClient(server.url, { 'x-node-api-key': node.key });
    const registration = { node_id: node.nodeId, hostname: 'h', cameras: [] };
    expect((await machine.post('/api/nodes/register', registration)).status).toBe(200);
    expect((await tell('organization.deleted', { id: ORG })).json()).toEqual({ received: true });
    expect((await admin.get('/api/nodes')).json()).toEqual([]);
    expect([401, 404]).toContain((await machine.post('/api/nodes/register', registration)).status);
    expect(await kinds(admin)).toEqual([]);
  });

  it('local installations refuse messages of Clerk', async () => {
    await using local = await startTestServer();
    expect((await local.anonymous.post('/api/webhooks/clerk', { type: 'a' })).status).toBe(400);
    expect((await local.anonymous.post('/api/webhooks/resend', { type: 'a' })).status).toBe(400);
  });
});
