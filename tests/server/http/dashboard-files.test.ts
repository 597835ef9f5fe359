import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../support/test-config.ts';
import { startTestServer, type TestServer } from '../../support/test-server.ts';
import { exchange, firstAnswer } from './raw-exchange.ts';

const PAGE = '<!doctype html><title>Dashboard</title>';
const SECRET = 'SENTINEL_SECRET=outside-the-build';

let server: TestServer;
const folder = temporaryFolder();
beforeAll(async () => {
  const build = join(folder.path, 'static');
  mkdirSync(join(build, 'assets'), { recursive: true });
  mkdirSync(join(build, 'images'));
  writeFileSync(join(folder.path, 'secret.env'), SECRET);
  writeFileSync(join(build, 'index.html'), PAGE);
  writeFileSync(join(build, '.env'), SECRET);
  writeFileSync(join(build, 'favicon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
  writeFileSync(join(build, 'assets', 'app-1a2b3c.js'), 'export const a = 1;');
  writeFileSync(join(build, 'images', 'logo one.png'), 'png');
  symlinkSync(folder.path, join(folder.path, 'up'));
  server = await startTestServer({ config: { staticDir: build } });
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
});

describe('rest 101: what stands behind an address', () => {
  it.each([
    '/',
    '/mcp',
    '/docs',
    '/security',
    '/cameras/ab12_dev_video0',
    '/settings?tab=people',
    '/sign-in/',
    '/%F0%9F%92%A3',
    '/apiary',
  ])('GET %s is the page', async (path) => {
    const answer = await server.anonymous.get(path);
    expect([answer.status, answer.text]).toEqual([200, PAGE]);
    expect(answer.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-cache',
      'content-security-policy': expect.stringContaining("default-src 'self'"),
    });
  });

  it('the page may load nothing from another host', async () => {
    const policy = String((await server.anonymous.get('/')).headers['content-security-policy']);
    expect(policy).not.toMatch(/https?:|\*|unsafe-eval/);
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
  });

  it('files are files, with a lifetime that fits their name', async () => {
    const asset = await server.anonymous.get('/assets/app-1a2b3c.js');
    expect([asset.text, asset.headers['cache-control']]).toEqual([
      'export const a = 1;',
      'public, max-age=31536000, immutable',
    ]);
    expect(String(asset.headers['content-type'])).toMatch(/^text\/javascript/);
    const icon = await server.anonymous.get('/favicon.svg');
    expect([icon.headers['content-type'], icon.headers['cache-control']]).toEqual([
      'image/svg+xml',
      'public, max-age=300',
    ]);
    expect((await server.anonymous.get('/images/logo%20one.png')).text).toBe('png');
    const page = await server.anonymous.get('/index.html');
    expect([page.status, page.headers['cache-control']]).toEqual([200, 'no-cache']);
  });

  it('a missing asset is a 404, never the page', async () => {
    for (const path of ['/assets/gone.js', '/assets/', '/assets/app-1a2b3c.js/', '/assets/%00']) {
      const answer = await server.anonymous.get(path);
      expect([path, answer.status]).toEqual([path, 404]);
      expect(answer.json()).toEqual({ detail: 'Not Found' });
    }
  });

  it.each(['/api/x', '/ws/x', '/install.ps1', '/mcp-setup.bat', '/downloads/x', '/.well-known/x'])(
    'GET %s is a JSON 404',
    async (path) => {
      const answer = await server.anonymous.get(path);
      expect([answer.status, answer.text]).toEqual([404, '{"detail":"Not Found"}']);
    },
  );

  it.each([
    '/../secret.env',
    '/%2e%2e/secret.env',
    '/..%2fsecret.env',
    '/%2e%2e%2fsecret.env',
    '/assets/../../secret.env',
    '/assets/%2e%2e/%2e%2e/secret.env',
    '/assets/..%2f..%2fsecret.env',
    '/assets/%2e%2e%5c%2e%2e%5csecret.env',
    '/assets/..\\..\\secret.env',
    '/%252e%252e/secret.env',
    '/assets/....//....//secret.env',
    '/.env',
    '/%2eenv',
    '//secret.env',
    '/static/../../secret.env',
    '/assets/%00../../secret.env',
    '/%c0%ae%c0%ae/secret.env',
  ])('%s never leaves the folder', async (path) => {
    const text = await exchange(
      server.url,
      `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n`,
    );
    expect(text).not.toContain(SECRET);
    expect([200, 400, 403, 404]).toContain(firstAnswer(text).status);
  });

  it('only GET and HEAD get the page', async () => {
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
      const answer = await server.anonymous.ask(method, '/docs');
      expect([answer.status, answer.headers['allow']]).toEqual([405, 'GET, HEAD']);
    }
    const head = await server.anonymous.ask('HEAD', '/docs');
    expect([head.status, head.bytes.length, head.headers['content-length']]).toEqual([
      200,
      0,
      String(PAGE.length),
    ]);
  });

  it('an asset can be asked for again by its validators and in part', async () => {
    const first = await server.anonymous.get('/assets/app-1a2b3c.js');
    const again = await server.anonymous.get('/assets/app-1a2b3c.js', {
      headers: { 'if-modified-since': String(first.headers['last-modified']) },
    });
    expect([again.status, again.bytes.length]).toEqual([304, 0]);
    const part = await server.anonymous.get('/assets/app-1a2b3c.js', { headers: { range: 'bytes=0-5' } });
    expect([part.status, part.text]).toEqual([206, 'export']);
    const beyond = await server.anonymous.get('/assets/app-1a2b3c.js', { headers: { range: 'bytes=999-' } });
    expect(beyond.status).toBeLessThan(500);
  });
});

it('rest 101: without a build folder every page is a JSON 404', async () => {
  await using bare = await startTestServer({ config: { staticDir: undefined } });
  for (const path of ['/', '/mcp', '/docs', '/index.html', '/assets/x.js']) {
    const answer = await bare.anonymous.get(path);
    expect([answer.status, answer.text]).toEqual([404, '{"detail":"Not Found"}']);
  }
});
