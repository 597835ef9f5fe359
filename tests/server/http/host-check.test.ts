import { hostname, networkInterfaces } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createNode, type NodeKey } from '../../support/people.ts';
import { TestClient } from '../../support/test-client.ts';
import { startTestServer, type TestServer } from '../../support/test-server.ts';
import { exchange, firstAnswer } from './raw-exchange.ts';

let server: TestServer;
let owner: TestClient;
let node: NodeKey;
beforeAll(async () => {
  server = await startTestServer({ config: { allowedHosts: ['cameras.lan'] } });
  owner = await server.owner();
  node = await createNode(owner);
});
afterAll(() => server[Symbol.asyncDispose]());

const FOREIGN = [
  'evil.example',
  'evil.example:8000',
  '127.0.0.1.evil.example',
  'localhost.evil.example',
  '203.0.113.7',
  '[2001:db8::7]',
  'x',
];

describe('Host header: which names are ours', () => {
  const addresses = Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    .map(({ address, family }) => (family === 'IPv6' ? `[${address}]` : address));
  const ours = [
    'localhost',
    'LOCALHOST:8000',
    '127.0.0.1',
    '127.9.9.9:80',
    '[::1]:8000',
    'cameras.lan',
    'Cameras.LAN:99',
    hostname(),
    `${hostname()}.local`,
    ...addresses,
  ];

  it('a page and a cookie call are answered under every one', async () => {
    for (const host of ours) {
      const page = await server.anonymous.get('/cameras', { headers: { host } });
      expect([host, page.status]).not.toEqual([host, 421]);
      expect([host, (await owner.get('/api/nodes', { headers: { host } })).status]).toEqual([host, 200]);
    }
  });

  it.each(FOREIGN)('%s is none of them', async (host) => {
    const refused = [
      await server.anonymous.get('/', { headers: { host } }),
      await server.anonymous.get('/assets/app.js', { headers: { host } }),
      await server.anonymous.get('/mcp', { headers: { host } }),
      await server.anonymous.get('/api-docs', { headers: { host } }),
      await server.anonymous.get('/api-redoc', { headers: { host } }),
      await owner.get('/api/nodes', { headers: { host } }),
      await owner.post('/api/nodes', { name: 'x' }, { headers: { host, origin: `http://${host}` } }),
      await owner.get('/api/cameras/x/stream.m3u8', { headers: { host } }),
      await owner.get('/api/health', { headers: { host } }),
    ];
    for (const answer of refused) {
      expect(answer.status).toBe(421);
      expect(answer.json()).toMatchObject({ detail: { error: 'unknown_host' } });
    }
  });

  it.each(FOREIGN)('programs are answered under %s', async (host) => {
    expect((await server.anonymous.get('/api/health', { headers: { host } })).status).toBe(200);
    const token = owner.headers['cookie']?.split('=')[1] ?? '';
    const script = new TestClient(server.url, { authorization: `Bearer ${token}`, host });
    expect((await script.get('/api/nodes')).status).toBe(200);
    const camera = new TestClient(server.url, { 'x-node-api-key': node.key, host });
    const body = { node_id: node.nodeId };
    expect((await camera.post('/api/nodes/heartbeat', body)).status).toBe(200);
    expect((await camera.post('/api/cameras/x/playlist', '#EXTM3U')).status).toBe(404);
  });

  it('a page of another site that points its name here cannot set this installation up', async () => {
    await using fresh = await startTestServer();
    const host = 'evil.example';
    const form = {
      organization: 'Theirs',
      name: 'Eve',
      email: 'eve@evil.example',
      password: 'long enough now',
    };
    const headers = { host, origin: `http://${host}` };
    const answer = await fresh.anonymous.post('/api/auth/setup', form, { headers });
    expect(answer.status).toBe(403);
    expect((await fresh.anonymous.get('/api/auth/config')).json()).toMatchObject({ setup_required: true });
  });

  it('no Host at all is refused for a page', async () => {
    const old = await exchange(server.url, 'GET / HTTP/1.0\r\n\r\n');
    expect(firstAnswer(old).status).toBe(421);
    const current = await exchange(server.url, 'GET / HTTP/1.1\r\nConnection: close\r\n\r\n');
    expect(firstAnswer(current).status).toBe(400);
  });

  it('an absolute address does not replace the Host header', async () => {
    const text = await exchange(
      server.url,
      'GET http://127.0.0.1/ HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n',
    );
    expect(firstAnswer(text).status).toBe(421);
  });
});
