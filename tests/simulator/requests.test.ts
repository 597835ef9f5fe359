import { describe, expect, it, onTestFinished } from 'vitest';
import { eventually } from '../support/wait.ts';
import { NodeClient } from '../../scripts/simulator/node-client.ts';
import { validateSetup } from '../../scripts/simulator/setup-check.ts';
import { loopSegment } from '../../scripts/simulator/video/loop-library.ts';
import { playlistText } from '../../scripts/simulator/wire/playlist-text.ts';
import { CAMERA, KEY, NODE_ID, type RecordedRequest, RecordingServer } from './recording-server.ts';

/** Headers of every call by name, written from the protocol; `host` is added below. */
const JSON_CALL = { accept: '*/*', 'x-node-api-key': KEY, 'content-type': 'application/json' };

function headersOf(request: RecordedRequest | undefined): Record<string, string> {
  expect(request).toBeDefined();
  const headers = Object.fromEntries(request?.headers ?? []);
  expect(headers['host']).toMatch(/^127\.0\.0\.1:\d+$/);
  const { host: _host, ...rest } = headers;
  expect(request?.headers.length, 'no header is sent twice').toBe(Object.keys(headers).length);
  return rest;
}

function jsonOf(request: RecordedRequest | undefined): unknown {
  return JSON.parse(request?.body.toString('utf8') ?? '') as unknown;
}

async function clientOf(server: RecordingServer, url = server.url): Promise<NodeClient> {
  const client = new NodeClient({ url, nodeId: NODE_ID, key: KEY });
  onTestFinished(() => client.close());
  return client;
}

describe('one call at a time', () => {
  it('setup asks for reachability without a key, then for the credentials', async () => {
    const server = await RecordingServer.start();
    server.answer = ({ line }) => (line.includes('health') ? { status: 503 } : { body: '{"name":"Shop"}' });
    expect(await validateSetup(`${server.url}/`, NODE_ID, KEY)).toBe('credentials accepted for "Shop"');
    const [health, validate] = server.requests;
    expect(health?.line).toBe('GET /api/health');
    expect(headersOf(health)).toEqual({ accept: '*/*' });
    expect(validate?.line).toBe('POST /api/nodes/validate');
    expect(headersOf(validate)).toEqual({ ...JSON_CALL, 'content-length': '22' });
    expect(validate?.body.toString()).toBe('{"node_id":"1a2b3c4d"}');
  });

  it.each([
    [404, 'node id unknown'],
    [401, 'key wrong'],
    [403, 'key wrong'],
    [500, 'server answered 500: first line'],
  ])('setup stops at status %i', async (status, message) => {
    const server = await RecordingServer.start();
    server.answer = ({ line }) => (line.includes('validate') ? { status, body: 'first line\nsecond' } : {});
    await expect(validateSetup(server.url, NODE_ID, KEY)).rejects.toThrow(message);
  });

  it('decommission carries the key and nothing else', async () => {
    const server = await RecordingServer.start();
    await (await clientOf(server)).decommission();
    const [request] = server.requests;
    expect(request?.line).toBe('POST /api/nodes/self/decommission');
    expect(headersOf(request)).toEqual({ accept: '*/*', 'x-node-api-key': KEY, 'content-length': '0' });
  });

  it('a path prefix and a trailing slash of the server URL are handled', async () => {
    const server = await RecordingServer.start();
    const client = await clientOf(server, `${server.url}/cameras/x/`);
    await client.postMotion('c', {});
    expect(server.requests[0]?.line).toBe('POST /cameras/x/api/cameras/c/motion');
    const reply = await client.openWebSocket();
    expect(server.sockets[0]?.url).toBe('/cameras/x/ws/node');
    reply.socket?.terminate();
  });

  it('redirects are followed: 307 as it was, 303 as a GET, the key always along', async () => {
    const server = await RecordingServer.start();
    server.answer = ({ line }) => {
      if (line.endsWith('/register')) return { status: 307, headers: { location: '/again' } };
      return line === 'POST /again' ? { status: 303, headers: { location: '/last' } } : {};
    };
    const reply = await (await clientOf(server)).register({ node_id: NODE_ID });
    expect(reply.status).toBe(200);
    const [, again, last] = server.requests;
    expect(again?.body.toString()).toBe('{"node_id":"1a2b3c4d"}');
    expect(last?.line).toBe('GET /last');
    expect(headersOf(last)).toEqual({ accept: '*/*', 'x-node-api-key': KEY });
  });

  it('calls reuse connections and heartbeats keep to their own', async () => {
    const server = await RecordingServer.start();
    const client = await clientOf(server);
    for (let round = 0; round < 3; round += 1) {
      await client.postCodec('c', {});
      await client.heartbeat({});
    }
    const connections = server.requests.map(({ connection }) => connection);
    expect(connections).toEqual([1, 2, 1, 2, 1, 2]);
  });

  it('an exchange that takes too long is a transport error, as is a refused connection', async () => {
    const server = await RecordingServer.start();
    server.answer = () => ({ delayMs: 300 });
    const client = new NodeClient({ url: server.url, key: KEY, timeoutMs: 50 });
    onTestFinished(() => client.close());
    await expect(client.postMotion('c', {})).rejects.toThrow(/timeout/);
    const nobody = new NodeClient({ url: 'http://127.0.0.1:9', key: KEY });
    await expect(nobody.register({})).rejects.toMatchObject({ name: 'TransportError' });
  });
});

describe('a whole node', () => {
  it('registers once with every field, in its fixed form', async () => {
    const server = await RecordingServer.start();
    await server.node({ name: 'Till', cameras: 2 });
    const [request] = server.requests;
    expect(request?.line).toBe('POST /api/nodes/register');
    expect(headersOf(request)).toEqual({ ...JSON_CALL, 'content-length': String(request?.body.length) });
    const shape = { width: 1920, height: 1080, capabilities: ['streaming'] };
    expect(jsonOf(request)).toEqual({
      node_id: NODE_ID,
      name: 'Till',
      node_version: '0.1.73',
      cameras: [
        { device_path: '/dev/video0', name: 'Simulated camera 1', ...shape },
        { device_path: '/dev/video2', name: 'Simulated camera 2', ...shape },
      ],
      video_codec: 'avc1.64a01f',
      audio_codec: 'mp4a.40.2',
      http_port: 8080,
      lan_streaming: false,
    });
  });

  it('beats at once, with and without the optional fields', async () => {
    const server = await RecordingServer.start();
    const storage = { used_bytes: 1, max_bytes: 2, disk_free_bytes: 0, disk_total_bytes: 0 };
    const node = await server.node({ storage, localIp: '192.168.1.20', lanStreaming: true });
    await node.events.waitFor('heartbeat', { past: true });
    const [request] = server.to(/heartbeat/);
    expect(request?.line).toBe('POST /api/nodes/heartbeat');
    expect(headersOf(request)).toEqual({ ...JSON_CALL, 'content-length': String(request?.body.length) });
    expect(jsonOf(request)).toEqual({
      node_id: NODE_ID,
      node_version: '0.1.73',
      lan_streaming: true,
      local_ip: '192.168.1.20',
      cameras: [{ camera_id: CAMERA, status: 'streaming' }],
      storage_stats: storage,
    });
    const bare = await server.node({ storage: null, cameras: [] });
    await bare.events.waitFor('heartbeat', { past: true });
    const last = server.to(/heartbeat/).at(-1);
    expect(jsonOf(last)).toEqual({ node_id: NODE_ID, node_version: '0.1.73', lan_streaming: false });
  });

  it('a camera error is cut to 500 characters in the HTTP heartbeat only', async () => {
    const server = await RecordingServer.start();
    const node = await server.node({ webSocket: false });
    node.setCameraStatus(0, 'failed', 'e'.repeat(600));
    await node.heartbeatNow();
    const cameras = [{ camera_id: CAMERA, status: 'failed', last_error: 'e'.repeat(500) }];
    expect(jsonOf(server.to(/heartbeat/).at(-1))).toMatchObject({ cameras });
  });

  it('pushes a segment, tells the codec once, then sends the playlist after every segment', async () => {
    const server = await RecordingServer.start();
    await server.node({ heartbeats: false, webSocket: false, repeatRuns: true });
    await eventually('three playlists', () => server.to(/playlist/).length >= 3);
    const path = `/api/cameras/${CAMERA}`;
    const [push, codec, playlist] = [/push/, /codec/, /playlist/].map((kind) => server.to(kind)[0]);
    expect(push?.line).toBe(`POST ${path}/push-segment?filename=segment_00000.ts`);
    const bytes = loopSegment(0);
    const video = { accept: '*/*', 'x-node-api-key': KEY, 'content-type': 'video/mp2t' };
    expect(headersOf(push)).toEqual({ ...video, 'content-length': String(bytes.length) });
    expect(push?.body.equals(bytes)).toBe(true);
    expect(codec?.line).toBe(`POST ${path}/codec`);
    expect(headersOf(codec)).toEqual({ ...JSON_CALL, 'content-length': '55' });
    expect(codec?.body.toString()).toBe('{"video_codec":"avc1.42e01f","audio_codec":"mp4a.40.2"}');
    expect(playlist?.line).toBe(`POST ${path}/playlist`);
    const text = { accept: '*/*', 'x-node-api-key': KEY, 'content-type': 'text/plain' };
    expect(headersOf(playlist)).toEqual({ ...text, 'content-length': String(playlist?.body.length) });
    const head =
      '#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:1\n#EXT-X-MEDIA-SEQUENCE:0\n#EXT-X-DISCONTINUITY\n';
    const body = playlist?.body.toString() ?? '';
    expect(body.slice(0, head.length)).toBe(head);
    // On a slow computer the next segments are finished before the first playlist is read.
    expect(body.slice(head.length)).toMatch(
      /^#EXTINF:1\.000000,\nsegment_00000\.ts\n(#EXTINF:1\.000000,\nsegment_0000[1-9]\.ts\n)*$/,
    );
    expect(server.to(/codec/)).toHaveLength(1);
  });

  it('the playlist window is fifteen entries and its discontinuity rolls out', async () => {
    const server = await RecordingServer.start();
    const node = await server.node({ segmentIntervalMs: 15, heartbeats: false, webSocket: false });
    await node.waitFor('playlist', { match: ({ lastNumber }) => lastNumber >= 20 });
    const steady =
      server
        .to(/playlist/)
        .at(-1)
        ?.body.toString() ?? '';
    const first = Number(/MEDIA-SEQUENCE:(\d+)/.exec(steady)?.[1]);
    expect(first).toBeGreaterThan(0);
    const entries = Array.from({ length: 15 }, (_, index) => {
      return `#EXTINF:1.000000,\nsegment_${String(first + index).padStart(5, '0')}.ts\n`;
    });
    const head = `#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:1\n#EXT-X-MEDIA-SEQUENCE:${first}\n`;
    expect(steady).toBe(head + entries.join(''));
  });

  it('a playlist can be written for any span of numbers', () => {
    const head = '#EXTM3U\n#EXT-X-VERSION:3\n';
    expect(playlistText({ from: 0, to: 0 })).toBe(
      `${head}#EXT-X-TARGETDURATION:1\n#EXT-X-MEDIA-SEQUENCE:0\n#EXT-X-DISCONTINUITY\n#EXTINF:1.000000,\nsegment_00000.ts\n`,
    );
    const list = playlistText({ from: 99_999, to: 100_000, seconds: 1.6, endList: true });
    expect(list).toBe(
      `${head}#EXT-X-TARGETDURATION:2\n#EXT-X-MEDIA-SEQUENCE:99999\n#EXTINF:1.600000,\nsegment_99999.ts\n` +
        '#EXTINF:1.600000,\nsegment_100000.ts\n#EXT-X-ENDLIST\n',
    );
    expect(playlistText({ from: 3, to: 3, discontinuity: true })).toContain(
      'SEQUENCE:3\n#EXT-X-DISCONTINUITY\n',
    );
  });

  it('motion is reported with its score, a nanosecond UTC time and the segment number', async () => {
    const server = await RecordingServer.start();
    const node = await server.node({ motion: { everySegments: 2, score: 40, cooldownMs: 0 } });
    await node.waitFor('motion');
    const [request] = server.to(/motion/);
    expect(request?.line).toBe(`POST /api/cameras/${CAMERA}/motion`);
    expect(headersOf(request)).toEqual({ ...JSON_CALL, 'content-length': String(request?.body.length) });
    expect(jsonOf(request)).toEqual({
      score: 40,
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}\+00:00$/) as unknown,
      segment_seq: expect.any(Number) as unknown,
    });
  });
});
