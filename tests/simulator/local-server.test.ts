import { expect, it } from 'vitest';
import type { SimulatedNode } from '../../scripts/simulator/simulated-node.ts';
import { CAMERA, NODE_ID, RecordingServer } from './recording-server.ts';

async function recordingNode(): Promise<{ node: SimulatedNode; get: (path: string) => Promise<Response> }> {
  const server = await RecordingServer.start();
  const on = JSON.stringify({ success: true, timestamp: 't', recording_state: { [CAMERA]: true } });
  server.answer = ({ line }) => (line.includes('heartbeat') ? { body: on } : undefined);
  const node = await server.node({ lan: { port: 0 }, segmentIntervalMs: 250 });
  await node.events.waitFor('recording', { past: true });
  await node.waitFor('playlist', { match: ({ lastNumber }) => lastNumber >= 1 });
  return { node, get: (path) => fetch(`${node.lanUrl}${path}`) };
}

it('the node serves its live stream, unauthenticated and without CORS headers', async () => {
  const { node, get } = await recordingNode();
  expect(await (await get('/health')).text()).toBe('OK\n');
  const live = await get(`/hls/${CAMERA}/stream.m3u8`);
  expect(live.headers.get('content-type')).toBe('application/vnd.apple.mpegurl');
  expect(live.headers.get('cache-control')).toBe('no-cache');
  expect(live.headers.get('access-control-allow-origin')).toBeNull();
  const text = await live.text();
  expect(text).toContain('#EXT-X-MEDIA-SEQUENCE:0\n#EXT-X-DISCONTINUITY\n');
  const segment = await get(`/hls/${CAMERA}/segment_00000.ts`);
  expect(segment.headers.get('content-type')).toBe('video/mp2t');
  expect(segment.headers.get('cache-control')).toBe('max-age=3600');
  expect((await segment.bytes())[0]).toBe(0x47);
  const statuses = ['nobody/stream.m3u8', `${CAMERA}/segment_77777.ts`, `${CAMERA}/segment_x.ts`].map(
    async (path) => (await get(`/hls/${path}`)).status,
  );
  expect(await Promise.all(statuses)).toEqual([404, 404, 400]);
  expect(await (await get('/')).text()).toContain('<h1>');
  expect(node.lanUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
});

it('the node describes itself and its cameras', async () => {
  const { node, get } = await recordingNode();
  expect(await (await get('/api/status')).json()).toEqual({
    mode: 'connected',
    version: '0.1.73',
    uptime_secs: expect.any(Number) as unknown,
    node_id: NODE_ID,
    camera_count: 1,
    active_camera_count: 1,
    total_segments: expect.any(Number) as unknown,
    total_bytes_uploaded: expect.any(Number) as unknown,
    plan: null,
    command_center_url: node.settings.url,
  });
  const [camera] = (await (await get('/api/cameras')).json()) as Record<string, unknown>[];
  expect(camera).toMatchObject({
    id: CAMERA,
    status: 'streaming',
    last_error: null,
    suspended: false,
    recording: true,
  });
  expect(Object.keys(camera ?? {})).toEqual(
    ['id', 'name', 'resolution', 'status', 'last_error', 'video_codec', 'audio_codec'].concat([
      'segments_uploaded',
      'bytes_uploaded',
      'hls_url',
      'suspended',
      'recording',
    ]),
  );
});

it('snapshots are taken, listed, shown and deleted', async () => {
  const { node, get } = await recordingNode();
  const take = (cameraId: string, type: string): Promise<Response> =>
    fetch(`${node.lanUrl}/api/cameras/${cameraId}/snapshot`, {
      method: 'POST',
      headers: { 'content-type': type },
    });
  expect((await take(CAMERA, 'text/plain')).status).toBe(415);
  const missing = await take('nobody', 'application/json');
  expect([missing.status, await missing.json()]).toEqual([
    404,
    { error: 'not_found', message: expect.any(String) as unknown },
  ]);
  const taken = (await (await take(CAMERA, 'application/json')).json()) as { id: number; image_url: string };
  const { image_url: imageUrl, ...row } = taken;
  expect(await (await get(`/api/snapshots?camera_id=${CAMERA}`)).json()).toEqual([row]);
  expect(await (await get('/api/snapshots?camera_id=other')).json()).toEqual([]);
  const picture = await get(imageUrl);
  expect(picture.headers.get('content-type')).toBe('image/jpeg');
  const remove = await fetch(`${node.lanUrl}${imageUrl}`, { method: 'DELETE' });
  expect([remove.status, (await get(imageUrl)).status]).toEqual([200, 404]);
});

it('recordings are listed and play as a closed playlist; switching them is refused', async () => {
  const { node, get } = await recordingNode();
  const [day] = (await (await get('/api/recordings')).json()) as { camera_id: string; date: string }[];
  const folder = `/api/recordings/${day?.camera_id}/${day?.date}`;
  const text = await (await get(`${folder}/playlist.m3u8`)).text();
  expect(text).toMatch(/^#EXTM3U\n[^]*#EXT-X-ENDLIST\n$/);
  const [name] = text.match(/segment_\d+\.ts/) ?? [];
  expect((await (await get(`${folder}/${name}`)).bytes())[0]).toBe(0x47);
  expect((await get(`${folder}/segment_77777.ts`)).status).toBe(404);
  expect((await get('/api/recordings/nobody/2026-01-01/playlist.m3u8')).status).toBe(404);
  const refused = await fetch(`${node.lanUrl}/api/cameras/${CAMERA}/recording`, { method: 'POST' });
  expect(refused.status).toBe(409);
});
