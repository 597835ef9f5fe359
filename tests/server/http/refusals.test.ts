import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { JSON_BODY_MAX_BYTES } from '../../../server/http/request/json-body.ts';
import { createNode, type NodeKey } from '../../support/people.ts';
import { TestClient } from '../../support/test-client.ts';
import { startTestServer, type TestServer } from '../../support/test-server.ts';
import { exchange, firstAnswer } from './raw-exchange.ts';

let server: TestServer;
let owner: TestClient;
let node: NodeKey;
let machine: TestClient;
beforeAll(async () => {
  server = await startTestServer();
  owner = await server.owner();
  node = await createNode(owner);
  machine = new TestClient(server.url, { 'x-node-api-key': node.key });
});
afterAll(() => server[Symbol.asyncDispose]());

describe('rest 96: error bodies', () => {
  it('a failed validation names the first field and lists all', async () => {
    const answer = await owner.post('/api/auth/invites', { email: 'nobody', role: 'king' });
    expect(answer.status).toBe(422);
    expect(answer.json()).toEqual({
      detail: {
        error: 'validation_failed',
        message: 'Enter an e-mail address like name@example.com (email)',
        errors: [
          expect.objectContaining({
            loc: ['body', 'email'],
            msg: 'Enter an e-mail address like name@example.com',
          }),
          expect.objectContaining({ loc: ['body', 'role'] }),
        ],
      },
    });
  });

  it('a nested field is joined by dots, a query and a path field name their part', async () => {
    const nested = await machine.post('/api/nodes/register', {
      node_id: node.nodeId,
      cameras: [{ name: 'a' }, { name: 5 }],
    });
    expect(nested.json()).toMatchObject({
      detail: { message: expect.stringMatching(/\(cameras\.1\.name\)$/) },
    });
    const query = await machine.post('/api/cameras/x/push-segment', 'x');
    expect(query.status).toBe(422);
    expect(query.json()).toMatchObject({
      detail: { error: 'validation_failed', message: expect.stringMatching(/\(query\.filename\)$/) },
    });
    const path = await owner.ask('DELETE', '/api/auth/invites/abc');
    expect(path.json()).toMatchObject({ detail: { errors: [{ loc: ['path', 'id'] }] } });
  });

  it.each([
    ['nothing parsable', '{"email":'],
    ['text', 'hello'],
    ['a byte that is not UTF-8', Buffer.from([0x7b, 0xff, 0x7d])],
    ['two values', '{} {}'],
  ])('%s is a 422 in the same envelope', async (_, body) => {
    const answer = await server.anonymous.post('/api/auth/sign-in', body);
    expect(answer.status).toBe(422);
    expect(answer.json()).toMatchObject({
      detail: { error: 'validation_failed', errors: [{ type: 'json_invalid', loc: ['body'] }] },
    });
  });

  it.each([
    ['null', 'null'],
    ['a list', '[]'],
    ['a number', '7'],
    ['text', '"x"'],
    ['true', 'true'],
  ])('JSON that is %s instead of an object is a 422 without a field name', async (_, body) => {
    const answer = await server.anonymous.post('/api/auth/sign-in', body);
    expect(answer.status).toBe(422);
    const { detail } = answer.json<{ detail: { error: string; message: string } }>();
    expect(detail.error).toBe('validation_failed');
    expect(detail.message).not.toMatch(/\(.*\)$/);
  });

  it('never echoes what was sent', async () => {
    const answer = await server.anonymous.post('/api/auth/sign-in', { email: 'secret-word', password: 5 });
    expect(answer.text).not.toContain('secret-word');
    const path = await owner.get('/api/nodes/secret-word');
    expect([path.status, path.text.includes('secret-word')]).toEqual([404, false]);
  });

  it('routes of the node installer answer 400 with text', async () => {
    for (const body of ['{', '[]', { node_id: 5 }, {}]) {
      const answer = await machine.post('/api/nodes/validate', body);
      expect([answer.status, typeof answer.json()['detail']]).toEqual([400, 'string']);
    }
  });

  it('any Content-Type is read as JSON, so that plain clients work', async () => {
    for (const type of ['text/plain', 'application/xml', 'application/json; charset=latin1', '']) {
      const answer = await machine.post('/api/nodes/heartbeat', JSON.stringify({ node_id: node.nodeId }), {
        headers: { 'content-type': type },
      });
      expect([type, answer.status]).toEqual([type, 200]);
    }
  });

  it('a body too large by its length is a 413 unread, one without a length as soon as it is', async () => {
    const declared = await server.anonymous.post(
      '/api/auth/sign-in',
      Buffer.alloc(JSON_BODY_MAX_BYTES + 1, 32),
    );
    expect([declared.status, String(declared.json()['detail'])]).toEqual([
      413,
      expect.stringMatching(/declared 1048577 bytes, max is 1048576/),
    ]);
    const chunk = `10000\r\n${' '.repeat(65_536)}\r\n`;
    const text = await exchange(
      server.url,
      `POST /api/auth/sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n${chunk.repeat(17)}0\r\n\r\n`,
    );
    expect(firstAnswer(text)).toMatchObject({ status: 413, body: expect.stringContaining('max is 1048576') });
  });

  it('a body of exactly the limit is read', async () => {
    const form = JSON.stringify({ email: 'a@example.com', password: 'x' });
    const padded = form + ' '.repeat(JSON_BODY_MAX_BYTES - form.length);
    expect((await server.anonymous.post('/api/auth/sign-in', padded)).status).toBe(401);
  });

  it('deeply nested JSON is refused, not a crash', async () => {
    const answer = await server.anonymous.post('/api/auth/sign-in', '['.repeat(500_000));
    expect(answer.status).toBe(422);
    const closed = await server.anonymous.post('/api/auth/sign-in', '['.repeat(5000) + ']'.repeat(5000));
    expect(closed.status).toBe(422);
  });
});

describe('methods and addresses', () => {
  it('an unknown API path is a JSON 404 whatever the method', async () => {
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS']) {
      for (const path of [
        '/api',
        '/api/',
        '/api/nothing',
        '/api/nodes/a/b/c',
        '/ws',
        '/ws/nothing',
        '/api-nothing',
        '/.well-known/nothing',
        '/downloads/nothing',
      ]) {
        const answer = await owner.ask(method, path);
        expect([method, path, answer.status]).toEqual([method, path, 404]);
        if (method !== 'HEAD') expect(answer.json()).toEqual({ detail: 'Not Found' });
      }
    }
  });

  it.each<[string, string, string]>([
    ['DELETE', '/api/health', 'GET, HEAD'],
    ['GET', '/api/auth/sign-in', 'POST'],
    ['PUT', '/api/nodes', 'GET, HEAD, POST'],
    ['POST', '/api/nodes/abc', 'GET, HEAD, DELETE'],
    ['PUT', '/api/cameras/x/stream.m3u8', 'GET, HEAD'],
    ['GET', '/api/cameras/x/push-segment', 'POST'],
    ['PROPFIND', '/api/health', 'GET, HEAD'],
  ])('%s %s is a 405 that allows %s', async (method, path, allow) => {
    const answer = await owner.ask(method, path);
    expect([answer.status, answer.headers['allow']]).toEqual([405, allow]);
    expect(answer.json()).toEqual({ detail: 'Method Not Allowed' });
  });

  it('HEAD answers as GET without the body', async () => {
    const get = await owner.get('/api/nodes/plan');
    const head = await owner.ask('HEAD', '/api/nodes/plan');
    expect([head.status, head.bytes.length, head.headers['content-length']]).toEqual([
      200,
      0,
      String(get.bytes.length),
    ]);
  });

  it('OPTIONS without a preflight tells the methods', async () => {
    const answer = await server.anonymous.ask('OPTIONS', '/api/nodes');
    expect(answer.status).toBeLessThan(300);
    expect(String(answer.headers['allow'])).toContain('GET');
    expect(String(answer.headers['allow'])).toContain('POST');
  });

  it.each([
    '/api/nodes/%E0%A4%A',
    '/api/nodes/%',
    '/api/nodes/%zz',
    '/api/cameras/%ff',
    '/api/cameras/%c0%ae%c0%ae',
  ])('%s is a 400', async (path) => {
    const answer = await owner.get(path);
    expect([answer.status, typeof answer.json()['detail']]).toEqual([400, 'string']);
  });

  it.each([
    '..%2f..%2fetc%2fpasswd',
    '%2e%2e',
    'a%00b',
    '__proto__',
    'constructor',
    'toString',
    '%0d%0aX-Evil:%201',
    "'%20OR%201=1--",
    '%F0%9F%92%A3',
    'a'.repeat(99),
  ])('the name %s is just a name nobody has', async (name) => {
    for (const path of [
      `/api/nodes/${name}`,
      `/api/cameras/${name}`,
      `/api/cameras/${name}/stream.m3u8`,
      `/api/cameras/${name}/segment/segment_1.ts`,
    ]) {
      const answer = await owner.get(path);
      expect([path, answer.status]).toEqual([path, 404]);
      expect(answer.headers).not.toHaveProperty('x-evil');
    }
  });

  it('a name of 10 kB is refused', async () => {
    const name = 'a'.repeat(10_000);
    expect((await owner.get(`/api/nodes/${name}`)).status).toBe(422);
    expect((await owner.get(`/api/cameras/${name}/stream.m3u8`)).status).toBe(404);
    expect((await owner.ask('DELETE', `/api/auth/members/${name}`)).status).toBe(422);
  });
});
