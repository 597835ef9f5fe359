import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestClient } from '../../support/test-client.ts';
import { startTestServer, type TestServer } from '../../support/test-server.ts';

const FRIEND = 'https://cameras.example';
const STRANGER = 'https://evil.example';

let server: TestServer;
let owner: TestClient;
beforeAll(async () => {
  server = await startTestServer({ config: { frontendUrl: FRIEND, corsOrigins: [FRIEND] } });
  owner = await server.owner();
});
afterAll(() => server[Symbol.asyncDispose]());

describe('rest 91: CORS', () => {
  const preflight = (origin: string, path: string, method: string, headers?: string) =>
    server.anonymous.ask('OPTIONS', path, {
      headers: {
        origin,
        'access-control-request-method': method,
        ...(headers === undefined ? {} : { 'access-control-request-headers': headers }),
      },
    });

  it.each(['GET', 'POST', 'PUT', 'PATCH', 'DELETE'])(
    'preflight of %s with any header from the configured page',
    async (method) => {
      const answer = await preflight(
        FRIEND,
        '/api/auth/members/x',
        method,
        'x-anything-at-all, cache-control',
      );
      expect(answer.status).toBe(204);
      expect(answer.headers).toMatchObject({
        'access-control-allow-origin': FRIEND,
        'access-control-allow-credentials': 'true',
        'access-control-allow-methods': method,
        'access-control-allow-headers': 'x-anything-at-all, cache-control',
        vary: 'Origin',
      });
    },
  );

  it('preflight of a video route', async () => {
    const answer = await preflight(FRIEND, '/api/cameras/x/stream.m3u8', 'GET', 'authorization');
    expect([answer.status, answer.headers['access-control-allow-origin']]).toEqual([204, FRIEND]);
  });

  it.each([
    STRANGER,
    'null',
    `${FRIEND}.evil.example`,
    'http://cameras.example',
    `${FRIEND}:444`,
    'http://localhost:5173',
  ])('a page of %s gets no permission', async (origin) => {
    const refused = await preflight(origin, '/api/auth/members/x', 'PATCH', 'x-anything');
    expect(refused.status).toBe(400);
    const answer = await server.anonymous.get('/api/health', { headers: { origin } });
    for (const { headers } of [refused, answer])
      expect(Object.keys(headers).filter((name) => name.startsWith('access-control-'))).toEqual([]);
    expect(answer.headers['vary']).toBe('Origin');
  });

  it('an actual call, also a refused one, may be read by the configured page, with its request id', async () => {
    for (const path of ['/api/health', '/api/cameras', '/api/nothing', '/api/cameras/x/stream.m3u8']) {
      const { headers } = await server.anonymous.get(path, { headers: { origin: FRIEND } });
      expect(headers).toMatchObject({
        'access-control-allow-origin': FRIEND,
        'access-control-allow-credentials': 'true',
        'access-control-expose-headers': 'X-Request-Id',
      });
    }
  });
});

describe('a change asked for with a cookie must come from a page of ours', () => {
  const change = (headers: Record<string, string>) => owner.post('/api/nodes', { name: 'x' }, { headers });
  const port = (): string => new URL(server.url).host;

  it.each<[string, Record<string, string>]>([
    ['a foreign page', { origin: STRANGER }],
    ['a page without an origin of its own', { origin: 'null' }],
    ['another port of this machine', { origin: 'http://127.0.0.1:1' }],
    ['another site, by Sec-Fetch-Site', { 'sec-fetch-site': 'cross-site' }],
    ['another program on this site, by Sec-Fetch-Site', { 'sec-fetch-site': 'same-site' }],
    ['a foreign page that also claims same-origin', { origin: STRANGER, 'sec-fetch-site': 'same-origin' }],
    ['a form', { origin: STRANGER, 'content-type': 'application/x-www-form-urlencoded' }],
  ])('refuses %s', async (_, headers) => {
    const answer = await change(headers);
    expect(answer.status).toBe(403);
    expect(answer.json()).toMatchObject({ detail: { error: 'foreign_origin' } });
    expect((await owner.get('/api/nodes')).text).not.toContain('"name":"x"');
  });

  it('accepts our own page, the configured one and no browser at all', async () => {
    for (const headers of [
      { origin: `http://${port()}` },
      { origin: FRIEND },
      { 'sec-fetch-site': 'same-origin' },
      { 'sec-fetch-site': 'none' },
      {},
    ]) {
      expect(
        (await owner.post('/api/auth/invites', { email: 'bad', role: 'member' }, { headers })).status,
      ).toBe(422);
    }
  });

  it('reading is free, and a token needs no page', async () => {
    expect((await owner.get('/api/nodes', { headers: { origin: STRANGER } })).status).toBe(200);
    const token = owner.headers['cookie']?.split('=')[1] ?? '';
    const script = server.anonymous.with({ authorization: `Bearer ${token}`, origin: STRANGER });
    expect((await script.post('/api/auth/invites', { email: 'bad', role: 'member' })).status).toBe(422);
  });

  it.each(['/api/auth/sign-out', '/api/auth/sign-out-all', '/api/auth/password', '/api/auth/invites'])(
    'the rule holds for POST %s',
    async (path) => {
      expect((await owner.post(path, {}, { headers: { origin: STRANGER } })).status).toBe(403);
    },
  );
});
