import { sessionCookieOf, TestClient } from './test-client.ts';

export const OWNER = {
  name: 'Olga Owner',
  email: 'owner@example.com',
  password: 'correct horse battery',
} as const;

/** Creates the owner of a fresh server (over loopback, so without the setup code) and answers a signed-in client. */
export async function setUpOwner(baseUrl: string): Promise<TestClient> {
  const client = new TestClient(baseUrl);
  const answer = await client.post('/api/auth/setup', { organization: 'Corner Shop', ...OWNER });
  if (answer.status !== 200) throw new Error(`Setup failed: ${answer.status} ${answer.text}`);
  return client.with({ cookie: sessionCookieOf(answer) });
}

/** Signs in with e-mail and password. */
export async function signIn(baseUrl: string, email: string, password: string): Promise<TestClient> {
  const client = new TestClient(baseUrl);
  const answer = await client.post('/api/auth/sign-in', { email, password });
  if (answer.status !== 200) throw new Error(`Sign-in failed: ${answer.status} ${answer.text}`);
  return client.with({ cookie: sessionCookieOf(answer) });
}

/** Invites a member and accepts in their name. */
export async function addMember(
  owner: TestClient,
  email: string,
  role: 'admin' | 'member',
): Promise<TestClient> {
  const invited = await owner.post('/api/auth/invites', { email, role });
  const { token } = invited.json<{ token: string }>();
  const visitor = new TestClient(owner.baseUrl);
  const joined = await visitor.post('/api/auth/invites/accept', {
    token,
    name: 'Mia Member',
    password: 'another long password',
  });
  if (joined.status !== 200) throw new Error(`Joining failed: ${joined.status} ${joined.text}`);
  return visitor.with({ cookie: sessionCookieOf(joined) });
}

export interface NodeKey {
  readonly nodeId: string;
  readonly key: string;
}

/** Creates a node and answers its id and one-time key. */
export async function createNode(owner: TestClient, name = 'Back office'): Promise<NodeKey> {
  const answer = await owner.post('/api/nodes', { name });
  if (answer.status !== 200) throw new Error(`Creating a node failed: ${answer.status} ${answer.text}`);
  const body = answer.json<{ node_id: string; api_key: string }>();
  return { nodeId: body.node_id, key: body.api_key };
}
