import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OWNER, signIn } from '../support/people.ts';
import { ask } from '../support/test-client.ts';
import { RawConnection } from './raw-http.ts';
import { cameraOf, startScene, type Camera, type Fleet, type Scene } from './scene.ts';
import { nodePlaylist } from '../server/streaming/live-camera.ts';

const ALLOWED_ORIGIN = 'https://wall.example.test';
const SECURITY_HEADERS = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'strict-origin-when-cross-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=()',
};

let scene: Scene;
let fleet: Fleet;
let camera: Camera;
beforeAll(async () => {
  scene = await startScene({ config: { corsOrigins: [ALLOWED_ORIGIN] } });
  fleet = await scene.fleet();
  camera = cameraOf(fleet);
});
afterAll(() => scene[Symbol.asyncDispose]());

/** Every HTTP call a node makes: path, body and content type. */
function nodeCalls(): [string, string, string | undefined, string?][] {
  const id = camera.id;
  const { nodeId } = fleet.node;
  return [
    ['GET', '/api/health', undefined],
    ['POST', '/api/nodes/validate', JSON.stringify({ node_id: nodeId }), 'application/json'],
    ['POST', '/api/nodes/register', JSON.stringify({ node_id: nodeId, cameras: [] }), 'application/json'],
    ['POST', '/api/nodes/heartbeat', JSON.stringify({ node_id: nodeId }), 'application/json'],
    ['POST', `/api/cameras/${id}/push-segment?filename=segment_00001.ts`, 'video', 'video/mp2t'],
    ['POST', `/api/cameras/${id}/playlist`, nodePlaylist(1), 'text/plain'],
    ['POST', `/api/cameras/${id}/codec`, '{"video_codec":"avc1.42e01f"}', 'application/json'],
  ];
}

describe('transport', () => {
  it.each([{}, { 'accept-encoding': 'gzip, br, deflate' }])(
    'cloudnode 1: node paths answer directly and uncompressed, also with a query string (%o)',
    async (encoding) => {
      for (const [method, path, body, type] of nodeCalls()) {
        for (const suffix of ['', `${path.includes('?') ? '&' : '?'}x=1&y=%20`]) {
          const headers = { 'x-node-api-key': fleet.node.key, ...encoding };
          const answer = await ask(scene.server.url + path + suffix, method, {
            headers: type === undefined ? headers : { ...headers, 'content-type': type },
            body,
          });
          expect([path + suffix, answer.status]).toEqual([path + suffix, 200]);
          expect(answer.headers['content-encoding']).toBeUndefined();
          expect(answer.headers['content-length']).toBe(String(answer.bytes.length));
        }
      }
    },
  );

  it('rest 0.1: a trailing slash is accepted without redirect', async () => {
    expect((await scene.owner.get('/api/nodes/')).status).toBe(200);
    expect((await scene.owner.get('/api/cameras/')).status).toBe(200);
    const body = { node_id: fleet.node.nodeId };
    const heartbeat = await scene.server.anonymous
      .with({ 'x-node-api-key': fleet.node.key })
      .post('/api/nodes/heartbeat/', body);
    expect(heartbeat.status).toBe(200);
  });

  it.each(['192.168.1.50:8000', 'some-name.lan', ''])(
    'cloudnode 3: bare requests over plain HTTP are served under host %j',
    async (host) => {
      using connection = await RawConnection.open(scene.server.url);
      const bytes = Buffer.from('segment bytes');
      connection.write(
        [
          `POST /api/cameras/${camera.id}/push-segment?filename=segment_00002.ts HTTP/1.1`,
          `Host: ${host}`,
          `X-Node-API-Key: ${fleet.node.key}`,
          `Content-Length: ${bytes.length}`,
        ],
        bytes,
      );
      const pushed = await connection.answer();
      expect(pushed.status).toBe(200);
      connection.write(['GET /api/health HTTP/1.1', `Host: ${host}`]);
      const health = await connection.answer();
      expect(health.status).toBe(200);
      expect(`${pushed.head}${health.head}`).not.toMatch(/^(upgrade|location|strict-transport)/im);
    },
  );

  it('cloudnode 50: a POST without a body needs neither length nor type', async () => {
    const { node } = await scene.fleet();
    using connection = await RawConnection.open(scene.server.url);
    const request = [
      'POST /api/nodes/self/decommission HTTP/1.1',
      'Host: 127.0.0.1',
      `X-Node-API-Key: ${node.key}`,
    ];
    connection.write(request);
    expect((await connection.answer()).status).toBe(200);
    connection.write(request);
    expect((await connection.answer()).status).toBe(404);
  });

  it('two pushes written at once on one connection are both answered, in order', async () => {
    using connection = await RawConnection.open(scene.server.url);
    const request = (name: string) => [
      `POST /api/cameras/${camera.id}/push-segment?filename=${name} HTTP/1.1`,
      'Host: 127.0.0.1',
      `X-Node-API-Key: ${fleet.node.key}`,
      'Content-Length: 3',
    ];
    connection.write(request('segment_00090.ts'), 'abc');
    connection.write(request('nonsense'), 'def');
    expect([(await connection.answer()).status, (await connection.answer()).status]).toEqual([200, 400]);
  });

  it('an unknown host name is refused for pages and cookies, never for a node or a token', async () => {
    const host = { host: 'rebound.example.test' };
    const path = `/api/cameras/${camera.id}/stream.m3u8`;
    const cookie = await scene.owner.get(path, { headers: host });
    expect([cookie.status, cookie.json<{ detail: { error: string } }>().detail.error]).toEqual([
      421,
      'unknown_host',
    ]);
    const bearer = { authorization: `Bearer ${scene.owner.headers['cookie']?.split('=')[1] ?? ''}` };
    const token = await scene.server.anonymous.get(path, { headers: { ...host, ...bearer } });
    expect(token.status).not.toBe(421);
    expect(token.status).not.toBe(401);
    expect((await scene.server.anonymous.get('/wall', { headers: host })).status).toBe(421);
  });
});

describe('the video routes carry what every answer carries', () => {
  /** Answers of all four routes with many outcomes. */
  async function outcomes(headers: Record<string, string>) {
    await camera.push(5);
    await camera.announce(5, 5);
    const key = { 'x-node-api-key': fleet.node.key };
    const base = `/api/cameras/${camera.id}`;
    const { owner } = scene;
    const anonymous = scene.server.anonymous.with(headers);
    const node = anonymous.with(key);
    const member = owner.with(headers);
    const [listed] = (await camera.shown()).entries;
    const over = { headers: { 'content-length': String(64 * 1024 * 1024) } };
    return {
      'push 200': await node.post(`${base}/push-segment?filename=segment_00006.ts`, 'x'),
      'push 400': await node.post(`${base}/push-segment?filename=x.ts`, 'x'),
      'push 401': await anonymous.post(`${base}/push-segment?filename=segment_00006.ts`, 'x'),
      'push 404': await node.post('/api/cameras/nope/push-segment?filename=segment_00006.ts', 'x'),
      'push 413': await node.post(`${base}/push-segment?filename=segment_00006.ts`, undefined, over),
      'push 422': await node.post(`${base}/push-segment`, 'x'),
      'push 405': await node.get(`${base}/push-segment?filename=segment_00006.ts`),
      'playlist 200': await node.post(`${base}/playlist`, nodePlaylist(6)),
      'playlist 400': await node.post(`${base}/playlist`, Buffer.from([0xff, 0xfe])),
      'playlist 401': await anonymous.post(`${base}/playlist`, 'x'),
      'playlist 405': await node.ask('PUT', `${base}/playlist`),
      'view 200': await member.get(`${base}/stream.m3u8`),
      'view 401': await anonymous.get(`${base}/stream.m3u8`),
      'view 404': await member.get('/api/cameras/nope/stream.m3u8'),
      'view 405': await member.post(`${base}/stream.m3u8`),
      'segment 200': await member.get(`${base}/${listed?.uri ?? ''}`),
      'segment 400': await member.get(`${base}/segment/x.ts`),
      'segment 401': await anonymous.get(`${base}/segment/segment_00006.ts`),
      'segment 404': await member.get(`${base}/segment/segment_00999.ts`),
      'other 200': await member.get('/api/cameras'),
      'other 401': await anonymous.get('/api/cameras'),
      'other 404': await anonymous.get('/api/nothing'),
      'other 405': await member.ask('PUT', '/api/cameras'),
    };
  }

  it('rest 90, 91, 89: security headers, CORS and request id on every outcome', async () => {
    const answers = await outcomes({ origin: ALLOWED_ORIGIN, 'x-request-id': 'trace-abc123def456' });
    for (const [name, answer] of Object.entries(answers)) {
      expect([name, answer.status]).toEqual([name, Number(name.split(' ')[1])]);
      expect([name, answer.headers]).toEqual([
        name,
        expect.objectContaining({
          ...SECURITY_HEADERS,
          'x-request-id': 'trace-abc123def456',
          'access-control-allow-origin': ALLOWED_ORIGIN,
          'access-control-allow-credentials': 'true',
          'access-control-expose-headers': 'X-Request-Id',
          vary: expect.stringContaining('Origin') as string,
        }),
      ]);
      expect(answer.headers['x-powered-by']).toBeUndefined();
    }
  });

  it('rest 91: a foreign origin is given nothing', async () => {
    const answers = await outcomes({ origin: 'https://evil.example.test' });
    for (const answer of Object.values(answers))
      expect(answer.headers['access-control-allow-origin']).toBeUndefined();
  });

  it.each(['push-segment', 'playlist', 'stream.m3u8', 'segment/segment_00001.ts'])(
    'rest 91: preflight of %s succeeds for an allowed origin only',
    async (rest) => {
      const preflight = (origin: string) =>
        scene.server.anonymous.ask('OPTIONS', `/api/cameras/${camera.id}/${rest}`, {
          headers: {
            origin,
            'access-control-request-method': 'GET',
            'access-control-request-headers': 'authorization,cache-control',
          },
        });
      const allowed = await preflight(ALLOWED_ORIGIN);
      expect(allowed.status).toBe(204);
      expect(allowed.headers['access-control-allow-headers']).toBe('authorization,cache-control');
      expect(allowed.headers['access-control-allow-methods']).toContain('GET');
      const foreign = await preflight('https://evil.example.test');
      expect([foreign.status, foreign.headers['access-control-allow-origin']]).toEqual([400, undefined]);
    },
  );

  it.each([
    ['short', 'abc'],
    ['long', 'a'.repeat(129)],
    ['with a blank', 'trace abc123def456'],
    ['with a slash', 'trace/abc123def456'],
    ['with markup', '<b>trace-abc123</b>'],
  ])('rest 89: a request id that is %s is replaced by 16 hex characters', async (_why, id) => {
    const answer = await camera.node.as({}).health();
    expect(answer.headers['x-request-id']).toMatch(/^[0-9a-f]{16}$/);
    for (const path of ['/api/cameras', `/api/cameras/${camera.id}/stream.m3u8`]) {
      const other = await scene.owner.get(path, { headers: { 'x-request-id': id } });
      expect(other.headers['x-request-id']).toMatch(/^[0-9a-f]{16}$/);
    }
  });

  it('a session as Bearer token watches too; a wrong one, or a node key, does not', async () => {
    const token = scene.owner.headers['cookie']?.split('=')[1] ?? '';
    const path = `/api/cameras/${camera.id}/segment/segment_00005.ts`;
    const fetched = (headers: Record<string, string>) => scene.server.anonymous.get(path, { headers });
    expect((await fetched({ authorization: `Bearer ${token}` })).status).toBe(200);
    expect((await fetched({ authorization: `Bearer ${token}x` })).status).toBe(401);
    expect((await fetched({ 'x-node-api-key': fleet.node.key })).status).toBe(401);
  });

  it('a session that is signed out watches no longer, from the next request on', async () => {
    const viewer = await signIn(scene.server.url, OWNER.email, OWNER.password);
    await camera.stream(30, 30);
    const paths = ['stream.m3u8', 'segment/segment_00030.ts'].map(
      (rest) => `/api/cameras/${camera.id}/${rest}`,
    );
    for (const path of paths) expect((await viewer.get(path)).status).toBe(200);
    expect((await viewer.post('/api/auth/sign-out')).status).toBe(200);
    for (const path of paths) expect((await viewer.get(path)).status).toBe(401);
    for (const path of paths) expect((await scene.owner.get(path)).status).toBe(200);
  });
});
