import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../support/test-config.ts';
import type { Answer } from '../../support/test-client.ts';
import { startTestServer, type TestServer } from '../../support/test-server.ts';
import { exchange, firstAnswer } from './raw-exchange.ts';

const MADE = /^[0-9a-f]{16}$/;

let server: TestServer;
const folder = temporaryFolder();
beforeAll(async () => {
  mkdirSync(join(folder.path, 'assets'));
  writeFileSync(join(folder.path, 'index.html'), '<!doctype html><title>Dashboard</title>');
  writeFileSync(join(folder.path, 'assets', 'app-1a2b3c.js'), 'export {};');
  server = await startTestServer({ config: { staticDir: folder.path, trustedProxies: ['127.0.0.1'] } });
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
});

describe('rest 89: request id', () => {
  const idFor = async (sent: string): Promise<unknown> =>
    (await server.anonymous.get('/api/health', { headers: { 'x-request-id': sent } })).headers[
      'x-request-id'
    ];

  it.each([['trace-abc123def456'], ['12345678'], ['A'.repeat(128)]])('keeps %s', async (id) => {
    expect(await idFor(id)).toBe(id);
  });

  it.each([
    ['seven characters', '1234567'],
    ['129 characters', 'a'.repeat(129)],
    ['a blank', 'trace abc123'],
    ['a slash', 'trace/abc123'],
    ['markup', '<script>alert(1)</script>'],
    ['an underscore', 'trace_abc_123'],
    ['a letter beyond ASCII', 'trac\u00e9-abc123'],
    ['nothing', ''],
  ])('replaces %s by 16 hex characters', async (_, id) => {
    expect(await idFor(id)).toMatch(MADE);
  });

  it('replaces one with a line break or sent twice', async () => {
    const twice = await exchange(
      server.url,
      'GET /api/health HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Request-Id: trace-abc123\r\nX-Request-Id: trace-def456\r\nConnection: close\r\n\r\n',
    );
    expect(firstAnswer(twice).head).toMatch(/\r\nX-Request-Id: [0-9a-f]{16}\r\n/);
    const broken = await exchange(
      server.url,
      'GET /api/health HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Request-Id: trace\rabc123\r\nConnection: close\r\n\r\n',
    );
    expect(firstAnswer(broken).status).toBe(400);
  });

  it('every request without one gets its own', async () => {
    const answers = await Promise.all([1, 2, 3].map(() => server.anonymous.get('/api/health')));
    const ids = answers.map(({ headers }) => headers['x-request-id']);
    for (const id of ids) expect(id).toMatch(MADE);
    expect(new Set(ids).size).toBe(3);
  });
});

describe('rest 90: security headers', () => {
  function expectGuarded(answer: Answer): void {
    expect(answer.headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'strict-origin-when-cross-origin',
      'permissions-policy': 'camera=(), microphone=(), geolocation=()',
    });
    expect(answer.headers['x-request-id']).toBeTypeOf('string');
    expect(answer.headers).not.toHaveProperty('x-powered-by');
  }

  it.each<[string, number, string, string, Record<string, string>]>([
    ['the API', 200, 'GET', '/api/health', {}],
    ['a refused call', 401, 'GET', '/api/cameras', {}],
    ['an unknown route', 404, 'GET', '/api/nothing', {}],
    ['a wrong method', 405, 'DELETE', '/api/health', {}],
    ['the dashboard', 200, 'GET', '/cameras/1', {}],
    ['an asset', 200, 'GET', '/assets/app-1a2b3c.js', {}],
    ['a missing asset', 404, 'GET', '/assets/gone.js', {}],
    ['the API document', 200, 'GET', '/api-docs', {}],
    ['an unknown host', 421, 'GET', '/', { host: 'evil.example' }],
    ['a video route', 401, 'GET', '/api/cameras/x/stream.m3u8', {}],
    ['a video push', 401, 'POST', '/api/cameras/x/playlist', {}],
    ['a video route with a wrong method', 405, 'PUT', '/api/cameras/x/stream.m3u8', {}],
    [
      'a preflight',
      400,
      'OPTIONS',
      '/api/cameras',
      { origin: 'https://evil.example', 'access-control-request-method': 'PATCH' },
    ],
    ['a bad address', 400, 'GET', '/api/nodes/%E0%A4%A', {}],
    ['malformed JSON', 422, 'POST', '/api/auth/sign-in', {}],
  ])('%s (%i)', async (_, status, method, path, headers) => {
    const body = method === 'POST' ? '{' : undefined;
    const answer = await server.anonymous.ask(method, path, { headers, body });
    expect(answer.status).toBe(status);
    expectGuarded(answer);
    expect(answer.headers).not.toHaveProperty('strict-transport-security');
  });

  it('a rate limit (429)', async () => {
    const body = { token: 'x', name: 'x', password: 'long enough now' };
    let answer = await server.anonymous.post('/api/auth/invites/accept', body);
    for (let i = 0; i < 25 && answer.status !== 429; i += 1)
      answer = await server.anonymous.post('/api/auth/invites/accept', body);
    expect(answer.status).toBe(429);
    expectGuarded(answer);
  });

  it('an error of ours (500), which tells nothing but its request id', async () => {
    await using broken = await startTestServer();
    const owner = await broken.owner();
    const connection = new BetterSqlite3(join(broken.dataDir, 'sentinel.db'));
    connection.exec('ALTER TABLE cameras RENAME TO gone');
    connection.close();
    const answer = await owner.get('/api/cameras', { headers: { 'x-request-id': 'trace-abc123' } });
    expectGuarded(answer);
    expect([answer.status, answer.headers['x-request-id']]).toEqual([500, 'trace-abc123']);
    expect(answer.json()).toEqual({ detail: { error: 'internal_error', message: expect.any(String) } });
    expect(answer.text).not.toMatch(/select|cameras|sqlite|\.ts/i);
    const logged = broken.logLines.find((line) => line.includes(' ERROR '));
    expect(logged).toMatch(/\[req=trace-abc123 org=org_[\w-]+\]/);
    expect(logged).toContain('no such table');
  });

  it('HSTS only when a trusted proxy says the caller used https', async () => {
    const answer = await server.anonymous.get('/api/health', { headers: { 'x-forwarded-proto': 'https' } });
    expect(answer.headers['strict-transport-security']).toBe('max-age=63072000; includeSubDomains');
    await using direct = await startTestServer();
    const spoofed = await direct.anonymous.get('/api/health', { headers: { 'x-forwarded-proto': 'https' } });
    expect(spoofed.headers).not.toHaveProperty('strict-transport-security');
  });
});
