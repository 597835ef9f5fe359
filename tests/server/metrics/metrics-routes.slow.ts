import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sampleName, samplePlaylist, sampleSegments } from '../../../server/doctor/rehearsal/sample-video.ts';
import { NodeClient, usbCameras } from '../../support/node-client.ts';
import { addMember, createNode } from '../../support/people.ts';
import { ask, TestClient } from '../../support/test-client.ts';
import { startTestServer, type TestServer } from '../../support/test-server.ts';
import { eventually } from '../../support/wait.ts';
import { readExposition, valueOf } from './exposition.ts';

const LABELS_OF_TOTALS = new Set(['status', 'loop', 'state', 'version']);

describe('/metrics', () => {
  let server: TestServer;
  let owner: TestClient;
  let cameraId = '';
  let nodeId = '';

  beforeAll(async () => {
    server = await startTestServer();
    owner = await server.owner();
    const credentials = await createNode(owner, 'Back "office"');
    nodeId = credentials.nodeId;
    const node = new NodeClient(server.url, credentials);
    await node.register(usbCameras(1));
    const cameras = await owner.get('/api/cameras');
    cameraId = cameras.json<{ camera_id: string }[]>()[0]?.camera_id ?? '';
    const headers = { 'x-node-api-key': credentials.key };
    const base = `${server.url}/api/cameras/${cameraId}`;
    for (const [index, body] of sampleSegments().entries())
      await ask(`${base}/push-segment?filename=${sampleName(index)}`, 'POST', { headers, body });
    await ask(`${base}/playlist`, 'POST', { headers, body: samplePlaylist(3) });
  });
  afterAll(() => server[Symbol.asyncDispose]());

  const read = async (client: TestClient = server.anonymous): Promise<string> => {
    const answer = await client.get('/metrics');
    expect(answer.status).toBe(200);
    expect(answer.headers['content-type']).toMatch(/^text\/plain; version=0\.0\.4/);
    expect(answer.headers['cache-control']).toBe('no-store');
    return answer.text;
  };

  it('is valid text and counts what was taken, served and refused', async () => {
    const before = await read();
    const bytes = sampleSegments().reduce((sum, segment) => sum + segment.length, 0);
    expect(valueOf(before, 'sentinel_ingest_segments_total')).toBe(3);
    expect(valueOf(before, 'sentinel_ingest_bytes_total')).toBe(bytes);
    expect(valueOf(before, 'sentinel_ingest_playlists_total')).toBe(1);
    expect(valueOf(before, 'sentinel_cache_bytes')).toBe(bytes);
    expect(valueOf(before, 'sentinel_cache_segments')).toBe(3);
    await owner.get(`/api/cameras/${cameraId}/stream.m3u8`);
    const segment = await owner.get(`/api/cameras/${cameraId}/segment/segment_00001.ts`);
    await server.anonymous.get(`/api/cameras/${cameraId}/stream.m3u8`);
    await owner.get(`/api/cameras/${cameraId}/segment/segment_09999.ts`);
    const wrongKey = { headers: { 'x-node-api-key': 'wrong' }, body: Buffer.from('x') };
    await ask(
      `${server.url}/api/cameras/${cameraId}/push-segment?filename=segment_00009.ts`,
      'POST',
      wrongKey,
    );
    const after = await read();
    const grown = (name: string, labels = {}) =>
      (valueOf(after, name, labels) ?? 0) - (valueOf(before, name, labels) ?? 0);
    expect(grown('sentinel_serve_playlists_total')).toBe(1);
    expect(grown('sentinel_serve_segments_total')).toBe(1);
    expect(grown('sentinel_serve_bytes_total')).toBe(segment.bytes.length);
    expect(grown('sentinel_serve_refused_total', { status: '401' })).toBe(1);
    expect(grown('sentinel_serve_refused_total', { status: '404' })).toBe(1);
    expect(grown('sentinel_ingest_refused_total', { status: '401' })).toBe(1);
    expect(grown('sentinel_ingest_segments_total')).toBe(0);
    for (const name of [
      'process_resident_memory_bytes',
      'process_cpu_seconds_total',
      'sentinel_uptime_seconds',
      'sentinel_database_bytes',
      'sentinel_disk_free_bytes',
    ])
      expect(valueOf(after, name), name).toBeGreaterThan(0);
    for (const state of ['pending', 'sent', 'failed'])
      expect(valueOf(after, 'sentinel_mail_queue', { state })).toBe(0);
    expect(valueOf(after, 'sentinel_event_loop_lag_p99_seconds')).toBeGreaterThanOrEqual(0);
    await eventually('a task has run', async () =>
      readExposition(await read()).figures.some(
        ({ name }) => name === 'sentinel_loop_last_success_age_seconds',
      ),
    );
  });

  it('names nothing and nobody to strangers and members', async () => {
    const mia = await addMember(owner, 'mia@example.com', 'member');
    for (const client of [server.anonymous, mia]) {
      const text = await read(client);
      for (const { labels, name } of readExposition(text).figures)
        expect(
          Object.keys(labels).filter((label) => !LABELS_OF_TOTALS.has(label)),
          name,
        ).toEqual([]);
      for (const secret of [cameraId, nodeId, 'office', 'example.com', 'Corner'])
        expect(text.includes(secret), secret).toBe(false);
    }
  });

  it('tells cameras and nodes apart for an administrator, by cookie and by token', async () => {
    const cookie = /=(\S+)/.exec(owner.headers['cookie'] ?? '')?.[1] ?? '';
    const bearer = new TestClient(server.url).with({ authorization: `Bearer ${cookie}` });
    for (const client of [owner, bearer]) {
      const text = await read(client);
      const camera = { camera: cameraId };
      expect(valueOf(text, 'sentinel_camera_cache_bytes', camera)).toBeGreaterThan(1_000);
      expect(valueOf(text, 'sentinel_camera_last_segment_age_seconds', camera)).toBeLessThan(60);
      expect(valueOf(text, 'sentinel_camera_next_sequence', camera)).toBe(4);
      expect(valueOf(text, 'sentinel_node_online', { node: nodeId, name: 'Back "office"' })).toBe(1);
      expect(valueOf(text, 'sentinel_node_channel_open', { node: nodeId })).toBe(0);
    }
  });

  it('answers totals only to a token that does not count, and refuses other methods', async () => {
    const text = await read(new TestClient(server.url).with({ authorization: `Bearer ${'x'.repeat(43)}` }));
    expect(text).toContain('sentinel_ingest_segments_total');
    expect(text).not.toContain('sentinel_camera_');
    expect((await owner.post('/metrics', {})).status).toBe(405);
    expect((await server.anonymous.get('/metrics/other')).text).not.toContain('sentinel_ingest');
  });

  it('can be switched off', async () => {
    await using off = await startTestServer({ config: { metrics: false } });
    const answer = await off.anonymous.get('/metrics');
    expect(answer.status).toBe(404);
    expect(answer.text).toContain('SENTINEL_METRICS');
  });
});
