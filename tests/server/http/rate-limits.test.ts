import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addMember, createNode } from '../../support/people.ts';
import { TestClient, type Answer } from '../../support/test-client.ts';
import { startTestServer, type TestServer } from '../../support/test-server.ts';
import { exchange, statusesOf } from './raw-exchange.ts';

const BOGUS_INVITE = { token: 'x', name: 'x', password: 'long enough now' };
const PATH = '/api/auth/invites/accept';
const MAX = 20;

async function repeat(times: number, call: () => Promise<Answer>): Promise<number[]> {
  const statuses: number[] = [];
  for (let i = 0; i < times; i += 1) statuses.push((await call()).status);
  return statuses;
}

/** How many of `times` calls got past the limiter. */
async function admitted(times: number, call: () => Promise<Answer>): Promise<number> {
  return (await repeat(times, call)).filter((status) => status !== 429).length;
}

describe('rest 95: the refusal', () => {
  it('has the documented body and the true wait', async () => {
    await using server = await startTestServer();
    await repeat(MAX, () => server.anonymous.post(PATH, BOGUS_INVITE));
    const answer = await server.anonymous.post(PATH, BOGUS_INVITE);
    expect(answer.status).toBe(429);
    const body = answer.json<{ retry_after_seconds: number }>();
    expect(body).toEqual({
      error: 'rate_limit_exceeded',
      message: expect.any(String),
      limit: '20 per 1 minute',
      retry_after_seconds: expect.any(Number),
    });
    expect(body.retry_after_seconds).toBeGreaterThan(50);
    expect(body.retry_after_seconds).toBeLessThanOrEqual(60);
    expect(answer.headers['retry-after']).toBe(String(body.retry_after_seconds));
    expect(Object.keys(answer.headers).filter((name) => name.startsWith('x-ratelimit'))).toEqual([]);
  });

  it('an hourly limit says how much of the hour is left', async () => {
    await using server = await startTestServer();
    const owner = await server.owner();
    const statuses = await repeat(21, () => owner.ask('DELETE', '/api/nodes/nobody'));
    expect(statuses).toEqual([...Array.from({ length: 20 }, () => 404), 429]);
    const body = (await owner.ask('DELETE', '/api/nodes/nobody')).json();
    expect(body).toMatchObject({ limit: '20 per 1 hour' });
    expect(body['retry_after_seconds']).toBeGreaterThan(3500);
  });
});

describe('rest 93, 94: whose calls are counted together', () => {
  let server: TestServer;
  let owner: TestClient;
  let member: TestClient;
  beforeAll(async () => {
    server = await startTestServer();
    owner = await server.owner();
    member = await addMember(owner, 'mia@example.com', 'admin');
  });
  afterAll(() => server[Symbol.asyncDispose]());

  it('a person has a bucket of their own, however the session travels', async () => {
    const rotate = (who: TestClient) => who.post('/api/nodes/nobody/rotate-key');
    expect(await admitted(3, () => rotate(owner))).toBe(3);
    const script = new TestClient(server.url, {
      authorization: `Bearer ${owner.headers['cookie']?.split('=')[1]}`,
    });
    expect(await admitted(3, () => rotate(script))).toBe(2);
    expect((await rotate(member)).status).toBe(404);
  });

  it('the concrete path counts, not its spelling: query, slash and escapes open no second bucket', async () => {
    expect(await admitted(5, () => owner.post('/api/nodes/one/rotate-key'))).toBe(5);
    for (const path of [
      '/api/nodes/one/rotate-key?x=1',
      '/api/nodes/one/rotate-key/',
      '/api/nodes/%6fne/rotate-key',
      '/api/nodes/o%6ee/rotate-key',
    ])
      expect([path, (await owner.post(path)).status]).toEqual([path, 429]);
    expect((await owner.post('/api/nodes/two/rotate-key')).status).toBe(404);
  });

  it('an absolute address opens no second bucket either', async () => {
    const call = (target: string) =>
      exchange(
        server.url,
        `POST ${target} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: ${owner.headers['cookie']}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`,
      );
    await repeat(5, () => owner.post('/api/nodes/three/rotate-key'));
    for (const host of ['a.example', 'b.example'])
      expect(statusesOf(await call(`http://${host}/api/nodes/three/rotate-key`))).toEqual([429]);
  });

  it('calls refused for who asks or what they send cost nothing', async () => {
    const wish = (who: TestClient, body: unknown) => who.post('/api/auth/password', body);
    const stranger = server.anonymous;
    expect(await repeat(12, () => wish(stranger, {}))).toEqual(Array.from({ length: 12 }, () => 401));
    expect(await repeat(12, () => wish(member, {}))).toEqual(Array.from({ length: 12 }, () => 422));
    const foreign = member.with({ origin: 'https://evil.example' });
    expect(await repeat(12, () => wish(foreign, {}))).toEqual(Array.from({ length: 12 }, () => 403));
    const sound = { current: 'wrong one', next: 'long enough now' };
    expect((await wish(member, sound)).status).toBe(403);
  });

  it('a node counts by itself; bogus keys share the bucket of their address and never use up a true one', async () => {
    const node = await createNode(owner);
    const call = (key: string) =>
      new TestClient(server.url, { 'x-node-api-key': key }).post('/api/nodes/validate', {
        node_id: node.nodeId,
      });
    let bogus = 0;
    expect(await admitted(15, () => call(`bogus-${(bogus += 1)}`))).toBe(10);
    expect(await repeat(11, () => call(node.key))).toEqual([...Array.from({ length: 10 }, () => 200), 429]);
    const other = await createNode(owner, 'Second');
    const second = new TestClient(server.url, { 'x-node-api-key': other.key });
    expect((await second.post('/api/nodes/validate', { node_id: other.nodeId })).status).toBe(200);
  });

  it('a malformed token is an address like any other', async () => {
    await using fresh = await startTestServer();
    const who = fresh.anonymous.with({ authorization: 'Bearer a.b.c' });
    const both = await admitted(MAX, () => who.post(PATH, BOGUS_INVITE));
    expect(both).toBe(MAX);
    expect((await fresh.anonymous.post(PATH, BOGUS_INVITE)).status).toBe(429);
  });
});

describe('whose address counts', () => {
  const from = (server: TestServer, address: string) =>
    server.anonymous.post(PATH, BOGUS_INVITE, { headers: { 'x-forwarded-for': address } });

  it('X-Forwarded-For of a stranger counts for nothing', async () => {
    await using server = await startTestServer();
    let n = 0;
    expect(await admitted(MAX + 5, () => from(server, `203.0.113.${(n += 1)}`))).toBe(MAX);
    const fly = await server.anonymous.post(PATH, BOGUS_INVITE, {
      headers: { 'fly-client-ip': '203.0.113.9' },
    });
    expect(fly.status).toBe(429);
  });

  it('from a trusted proxy it names the client: the last hop that is no proxy, so that it cannot be forged', async () => {
    await using server = await startTestServer({ config: { trustedProxies: ['127.0.0.1', '203.0.113.1'] } });
    let n = 0;
    const forging = () => from(server, `198.51.100.${(n += 1)}, 203.0.113.50, 203.0.113.1`);
    expect(await admitted(MAX + 5, forging)).toBe(MAX);
    expect((await from(server, '203.0.113.51')).status).not.toBe(429);
    expect((await from(server, '::ffff:203.0.113.50')).status).toBe(429);
  });
});
