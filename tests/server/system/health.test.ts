import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openDatabase } from '../../../server/db/open-database.ts';
import { createLogger } from '../../../server/log.ts';
import { HealthService } from '../../../server/system/health-service.ts';
import { productVersion } from '../../../server/version.ts';
import {
  CLERK_PUBLISHABLE_KEY,
  CLERK_SECRET_KEY,
  startClerkServer,
  type ClerkServer,
} from '../../support/clerk-server.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { addMember, createNode, OWNER } from '../../support/people.ts';
import { TestClient } from '../../support/test-client.ts';
import { temporaryFolder } from '../../support/test-config.ts';
import { startTestServer, type TestServer } from '../../support/test-server.ts';

const CHECKS = [
  'clerk',
  'database',
  'discovery',
  'disk',
  'email_worker',
  'hls_cache',
  'resend',
  'sse',
  'viewer_usage',
];
const ROOMY = { diskCriticalPercent: 100 };

interface Detailed {
  readonly status: string;
  readonly uptime_seconds: number;
  readonly started_at: string;
  readonly time: string;
  readonly checks: Record<string, Record<string, unknown>>;
}

describe('rest 97: health', () => {
  it('is exactly two members', async () => {
    await using server = await startTestServer();
    const answer = await server.anonymous.get('/api/health');
    expect(answer.json()).toEqual({ status: 'healthy', version: productVersion() });
  });

  it('detailed has eight checks of the right form', async () => {
    await using server = await startTestServer({ config: ROOMY });
    const answer = await server.anonymous.get('/api/health/detailed');
    const body = answer.json<Detailed>();
    expect(answer.status).toBe(200);
    expect(Object.keys(body.checks).toSorted()).toEqual(CHECKS);
    expect(body.checks).toMatchObject({
      database: { status: 'ok', latency_ms: expect.any(Number) },
      hls_cache: { status: 'ok', playlists_cached: 0, segment_cameras: 0 },
      viewer_usage: { status: 'ok', pending_writes: 0 },
      sse: { status: 'ok', subscriber_orgs: 0, subscriber_total: 0 },
      clerk: { status: 'unconfigured' },
      disk: {
        path: expect.any(String),
        bytes_used: expect.any(Number),
        bytes_free: expect.any(Number),
        bytes_total: expect.any(Number),
        percent_used: expect.any(Number),
      },
      email_worker: { status: 'disabled' },
      resend: { status: 'disabled', queue_depth: 0 },
    });
    expect(['healthy', 'degraded']).toContain(body.status);
    for (const instant of [body.started_at, body.time]) expect(instant).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
    expect(body.uptime_seconds).toBeGreaterThanOrEqual(0);
  });

  it('counts cached cameras and names nobody and nothing', async () => {
    await using server = await startTestServer({ config: ROOMY });
    const owner = await server.owner();
    await addMember(owner, 'secretive@example.com', 'member');
    const node = await createNode(owner, 'Hidden-node');
    const machine = new TestClient(server.url, { 'x-node-api-key': node.key });
    const registered = await machine.post('/api/nodes/register', {
      node_id: node.nodeId,
      hostname: 'hidden-host',
      cameras: [{ device_path: '/dev/video0', name: 'Hidden-camera' }],
    });
    const [camera = ''] = Object.values(registered.json<{ cameras: Record<string, string> }>().cameras);
    await machine.post(`/api/cameras/${camera}/push-segment?filename=segment_00001.ts`, Buffer.from('x'));
    await machine.post(
      `/api/cameras/${camera}/playlist`,
      '#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXT-X-MEDIA-SEQUENCE:1\n#EXTINF:1,\nsegment_00001.ts\n',
    );
    await owner.get(`/api/cameras/${camera}/segment/segment_00001.ts`);
    const me = (await owner.get('/api/auth/me')).json<{ user_id: string; org_id: string }>();
    const names = [
      node.nodeId,
      node.key,
      camera,
      me.user_id,
      me.org_id,
      OWNER.email,
      OWNER.name,
      'secretive',
      'Hidden',
      'hidden',
      'Corner Shop',
      server.dataDir,
      hostname(),
    ];
    for (const path of ['/api/health', '/api/health/detailed', '/api/health/ready?nocache=1']) {
      const { text } = await server.anonymous.get(path);
      expect(names.filter((name) => text.includes(name))).toEqual([]);
    }
    const { checks } = (await server.anonymous.get('/api/health/detailed')).json<Detailed>();
    expect(checks).toMatchObject({
      hls_cache: { playlists_cached: 1, segment_cameras: 1 },
      viewer_usage: { pending_writes: 1 },
    });
  });

  it('a database that fails is unhealthy with a type name only', async () => {
    using folder = temporaryFolder();
    const clock = new FakeClock();
    const db = await openDatabase({
      file: join(folder.path, 'secret-name.db'),
      log: createLogger('silent'),
      clock,
    });
    const health = new HealthService({
      version: '1.0.0',
      db,
      clock,
      dataDir: folder.path,
      diskCriticalPercent: 100,
      cacheStats: () => ({ playlists: 0, cameras: 0 }),
      pendingViewerSeconds: () => 100_001,
      subscribers: () => ({ subscriber_orgs: 0, subscriber_total: 0 }),
      loops: () => [],
      discovery: () => ({ status: 'ok' }),
      probeClerk: undefined,
      mail: { state: async () => 'disabled', lastTickMs: () => undefined },
    });
    expect(await health.detailed()).toMatchObject({
      status: 'degraded',
      checks: { viewer_usage: { status: 'warn', pending_writes: 100_001 } },
    });
    await db.close();
    const broken = await health.detailed();
    expect(broken).toMatchObject({ status: 'unhealthy', checks: { resend: { queue_depth: -1 } } });
    expect(broken.checks['database']).toEqual({
      status: 'critical',
      error_class: expect.stringMatching(/^\w+$/),
    });
    expect(JSON.stringify(broken)).not.toMatch(/secret-name|not open|select/i);
    expect((await health.ready(true)).ready).toBe(false);
  });

  it('a disk beyond the configured limit is unhealthy, yet 200; readiness is 503', async () => {
    await using server = await startTestServer({ config: { diskCriticalPercent: 0 } });
    const detailed = await server.anonymous.get('/api/health/detailed');
    expect([detailed.status, detailed.json<Detailed>().status]).toEqual([200, 'unhealthy']);
    expect(detailed.json<Detailed>().checks['disk']).toMatchObject({ status: 'critical' });
    const ready = await server.anonymous.get('/api/health/ready');
    expect([ready.status, ready.json()]).toEqual([503, expect.objectContaining({ ready: false })]);
    const owner = await server.owner();
    const installation = (await owner.get('/api/system/installation')).json<{
      warnings: { code: string }[];
    }>();
    expect(installation.warnings.map(({ code }) => code)).toEqual(['disk_low']);
  });
});

describe('rest 98: readiness', () => {
  async function withClerk(clerk: ClerkServer, clock: FakeClock): Promise<TestServer> {
    const keys = { secretKey: CLERK_SECRET_KEY, publishableKey: CLERK_PUBLISHABLE_KEY };
    const config = { ...keys, jwtKey: clerk.jwtKey, apiUrl: clerk.url };
    return startTestServer({ clock, config: { ...ROOMY, clerk: config } });
  }

  it('has four checks and stays ready with mail off and Clerk not configured', async () => {
    await using server = await startTestServer({ config: ROOMY });
    const answer = await server.anonymous.get('/api/health/ready');
    expect(answer.status).toBe(200);
    const body = answer.json<{ checks: object }>();
    expect(body).toMatchObject({
      ready: true,
      version: productVersion(),
      uptime_seconds: expect.any(Number),
    });
    expect(Object.keys(body.checks).toSorted()).toEqual(['clerk', 'database', 'disk', 'email_worker']);
  });

  it('is remembered for 30 s, failures too; nocache looks anew and is remembered', async () => {
    const clock = new FakeClock();
    await using clerk = await startClerkServer();
    await using server = await withClerk(clerk, clock);
    const ready = async (query = ''): Promise<number> =>
      (await server.anonymous.get(`/api/health/ready${query}`)).status;
    expect(await ready()).toBe(200);
    clerk.failing = true;
    expect(await ready()).toBe(200);
    clock.advance(29_999);
    expect(await ready()).toBe(200);
    clock.advance(1);
    expect(await ready()).toBe(503);
    clerk.failing = false;
    expect(await ready()).toBe(503);
    // Clerk itself is asked every 15 s at the most, whoever asks us.
    expect(await ready('?nocache=1')).toBe(503);
    clock.advance(15_000);
    expect(await ready('?nocache=1')).toBe(200);
    clerk.failing = true;
    clock.advance(15_000);
    expect(await ready()).toBe(200);
    expect(await ready('?nocache=1')).toBe(503);
    expect(await ready()).toBe(503);
  });

  it('an outage of Clerk is a type name, never its words', async () => {
    await using clerk = await startClerkServer();
    const clock = new FakeClock();
    await using server = await withClerk(clerk, clock);
    expect((await server.anonymous.get('/api/health/detailed')).json<Detailed>().checks['clerk']).toEqual({
      status: 'ok',
      latency_ms: expect.any(Number),
    });
    clerk.failing = true;
    clock.advance(15_000);
    const answer = await server.anonymous.get('/api/health/detailed');
    expect([answer.status, answer.json<Detailed>().status]).toEqual([200, 'unhealthy']);
    expect(answer.json<Detailed>().checks['clerk']).toMatchObject({
      status: 'critical',
      error_class: expect.stringMatching(/^\w+$/),
    });
    expect(answer.text).not.toMatch(/sk_test|127\.0\.0\.1|internal/);
  });
});
