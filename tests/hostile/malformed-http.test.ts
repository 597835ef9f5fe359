import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createNode } from '../support/people.ts';
import { TestClient } from '../support/test-client.ts';
import { startTestServer, type TestServer } from '../support/test-server.ts';
import { eventually } from '../support/wait.ts';
import { exchange, firstAnswer, openSocket, readUntil, statusesOf } from '../server/http/raw-exchange.ts';

let server: TestServer;
let owner: TestClient;
beforeAll(async () => {
  server = await startTestServer();
  owner = await server.owner();
});
afterAll(() => server[Symbol.asyncDispose]());

const errors = (): string[] => server.logLines.filter((line) => line.includes(' ERROR '));

describe('requests that two servers could read differently', () => {
  const HIDDEN = 'GET /api/hidden HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n';
  const post = (headers: string, body: string): string =>
    `POST /api/auth/sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\n${headers}\r\n\r\n${body}`;

  it.each<[string, string]>([
    ['a length and chunks', post('Content-Length: 4\r\nTransfer-Encoding: chunked', `0\r\n\r\n${HIDDEN}`)],
    ['chunks and a length', post('Transfer-Encoding: chunked\r\nContent-Length: 4', `0\r\n\r\n${HIDDEN}`)],
    ['two lengths', post('Content-Length: 4\r\nContent-Length: 5', `{}  x${HIDDEN}`)],
    ['a list of lengths', post('Content-Length: 4, 4', `{}  ${HIDDEN}`)],
    ['a signed length', post('Content-Length: +4', `{}  ${HIDDEN}`)],
    ['a negative length', post('Content-Length: -1', HIDDEN)],
    ['a hexadecimal length', post('Content-Length: 0x4', `{}  ${HIDDEN}`)],
    ['an unknown coding', post('Transfer-Encoding: xchunked', `0\r\n\r\n${HIDDEN}`)],
    ['chunked not last', post('Transfer-Encoding: chunked, identity', `0\r\n\r\n${HIDDEN}`)],
    ['a blank before the colon', post('Transfer-Encoding : chunked', `0\r\n\r\n${HIDDEN}`)],
    ['a folded header', post('Transfer-Encoding:\r\n chunked', `0\r\n\r\n${HIDDEN}`)],
    ['a chunk size that is none', post('Transfer-Encoding: chunked', `zz\r\n\r\n${HIDDEN}`)],
    ['a huge chunk size', post('Transfer-Encoding: chunked', `fffffffffffffffff\r\n\r\n${HIDDEN}`)],
    ['a chunk longer than said', post('Transfer-Encoding: chunked', `2\r\n{}xx\r\n0\r\n\r\n${HIDDEN}`)],
    ['a line feed alone', `GET /api/health HTTP/1.1\nHost: 127.0.0.1\nContent-Length: 4\n\n{}  ${HIDDEN}`],
    ['a NUL in a header', `GET /api/health HTTP/1.1\r\nHost: 127.0.0.1\r\nX-A: a\0b\r\n\r\n${HIDDEN}`],
    ['a header without a name', `GET /api/health HTTP/1.1\r\nHost: 127.0.0.1\r\n: x\r\n\r\n${HIDDEN}`],
    ['a header without a colon', `GET /api/health HTTP/1.1\r\nHost: 127.0.0.1\r\nnonsense\r\n\r\n${HIDDEN}`],
    ['a blank in the address', `GET /api/health /x HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n${HIDDEN}`],
    ['no HTTP at all', `\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03${HIDDEN}`],
    ['HTTP/2 without a warning', `PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n${HIDDEN}`],
    ['a version that is none', `GET /api/health HTTP/9.9\r\nHost: 127.0.0.1\r\n\r\n${HIDDEN}`],
  ])('%s: refused once, nothing behind it is read', async (_, request) => {
    const statuses = statusesOf(await exchange(server.url, request));
    expect(statuses).toEqual([400]);
  });

  it('two requests after one another on one connection are both answered, in order', async () => {
    const one = 'GET /api/health HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n';
    const two = 'GET /api/nothing HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n';
    expect(statusesOf(await exchange(server.url, one + two))).toEqual([200, 404]);
  });

  it('a body on a route that takes none is not read as the next request', async () => {
    const body = 'GET /api/hidden HTTP/1.1\r\nHost: x\r\n\r\n';
    const one = `GET /api/health HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
    const two = 'GET /api/health HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n';
    expect(statusesOf(await exchange(server.url, one + two))).toEqual([200, 200]);
  });

  it.each([
    ['Host', 'Host: 127.0.0.1\r\nHost: evil.example'],
    ['Authorization', 'Authorization: Bearer a\r\nAuthorization: Bearer b'],
    ['node key', 'X-Node-Api-Key: a\r\nX-Node-Api-Key: b'],
    ['Cookie', 'Cookie: sentinel_session=a\r\nCookie: sentinel_session=b'],
    ['Origin', 'Origin: http://a.example\r\nOrigin: http://b.example'],
  ])('a repeated %s header lets nobody in', async (_, headers) => {
    const host = headers.startsWith('Host') ? '' : 'Host: 127.0.0.1\r\n';
    for (const path of ['/api/nodes', '/api/cameras/x/stream.m3u8']) {
      const text = await exchange(
        server.url,
        `GET ${path} HTTP/1.1\r\n${host}${headers}\r\nConnection: close\r\n\r\n`,
      );
      expect([400, 401]).toContain(firstAnswer(text).status);
    }
  });
});

describe('requests too large or too odd', () => {
  it('headers beyond 16 kB are a 431', async () => {
    const request = `GET /api/health HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Long: ${'a'.repeat(20_000)}\r\n\r\n`;
    expect(statusesOf(await exchange(server.url, request))).toEqual([431]);
    const address = `GET /api/${'a'.repeat(20_000)} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`;
    expect(statusesOf(await exchange(server.url, address))).toEqual([431]);
  });

  it('thousands of short headers are answered', async () => {
    const many = Array.from({ length: 1500 }, (_, i) => `X${i}: 1`).join('\r\n');
    const text = await exchange(
      server.url,
      `GET /api/health HTTP/1.1\r\nHost: 127.0.0.1\r\n${many}\r\nConnection: close\r\n\r\n`,
    );
    expect([200, 431]).toContain(firstAnswer(text).status);
  });

  it('an offer of HTTP/2 is not taken up: the request is answered', async () => {
    const text = await exchange(
      server.url,
      'GET /api/health HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade, HTTP2-Settings, close\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n',
    );
    expect(firstAnswer(text).status).toBe(200);
  });

  it.each([
    ['CONNECT', 'CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example:443\r\n\r\n'],
    ['TRACE', 'TRACE /api/health HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n'],
    [
      'an expectation we do not know',
      'GET /api/health HTTP/1.1\r\nHost: 127.0.0.1\r\nExpect: the-spanish-inquisition\r\nConnection: close\r\n\r\n',
    ],
    ['OPTIONS *', 'OPTIONS * HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n'],
    ['an address without a slash', 'GET api/health HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n'],
    [
      'an absolute address that is none',
      'GET http:// HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n',
    ],
    ['many slashes', `GET /api${'/'.repeat(5000)} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n`],
    [
      'an upgrade to nothing',
      'GET /ws/nothing HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
    ],
    [
      'an upgrade without a key',
      'GET /ws/node HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
    ],
  ])('%s ends in a refusal or nothing, never in an error of ours', async (_, request) => {
    const statuses = statusesOf(await exchange(server.url, request));
    for (const status of statuses) expect(status >= 400 && status < 500, String(status)).toBe(true);
    expect(errors()).toEqual([]);
  });
});

describe('requests that end in the middle', () => {
  const cut = async (request: string): Promise<void> => {
    const socket = await openSocket(server.url);
    await new Promise<void>((resolve) => {
      socket.write(request, 'latin1', () => resolve());
    });
    const gone = readUntil(socket);
    socket.destroy();
    await gone;
  };

  it('a cut body changes nothing and is no error of ours', async () => {
    const node = await createNode(owner);
    const machine = new TestClient(server.url, { 'x-node-api-key': node.key });
    const registered = await machine.post('/api/nodes/register', {
      node_id: node.nodeId,
      cameras: [{ device_path: '/dev/video0' }],
    });
    const [camera] = Object.values(registered.json<{ cameras: Record<string, string> }>().cameras);
    const key = `Host: 127.0.0.1\r\nX-Node-Api-Key: ${node.key}\r\n`;
    for (const framing of [
      'Content-Length: 1000\r\n\r\nhalf',
      'Transfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n',
    ]) {
      await cut(
        `POST /api/cameras/${camera}/push-segment?filename=segment_00001.ts HTTP/1.1\r\n${key}${framing}`,
      );
      await cut(`POST /api/cameras/${camera}/playlist HTTP/1.1\r\n${key}${framing}`);
      await cut(`POST /api/nodes/register HTTP/1.1\r\n${key}${framing}`);
      await cut(`POST /api/auth/sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\n${framing}`);
      await cut(`POST /api/auth/sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Le`);
    }
    await eventually('no connection is left', async () => {
      const answer = await owner.get(`/api/cameras/${camera}/segment/segment_00001.ts`);
      return answer.status === 404;
    });
    expect(errors()).toEqual([]);
    expect((await owner.get('/api/cameras')).json()).toHaveLength(1);
  });
});
