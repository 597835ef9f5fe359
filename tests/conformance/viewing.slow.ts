import { describe, expect, it } from 'vitest';
import type { Config } from '../../server/config/config.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { NodeClient } from '../support/node-client.ts';
import { addMember } from '../support/people.ts';
import { temporaryFolder } from '../support/test-config.ts';
import { eventually } from '../support/wait.ts';
import { Camera, startScene, statuses, type Scene } from './scene.ts';

const HOUR = 3_600;

/** One camera on the air of a server that found `seconds` of viewing in its database. */
async function resumeWith(
  folder: { readonly path: string },
  seconds: number,
  config: Partial<Config> = { localPlan: 'free_org' },
  prepare: (scene: Scene) => void = () => undefined,
): Promise<Camera> {
  let camera: Camera;
  {
    await using first = await startScene({ dataDir: folder.path, config });
    camera = await first.camera();
    first.sql(
      `INSERT INTO org_monthly_usage (org_id, year_month, viewer_seconds, updated_at)
       SELECT org_id, '2026-03', ?, '2026-03-01T00:00:00.000Z' FROM users LIMIT 1`,
      seconds,
    );
    prepare(first);
  }
  const scene = await startScene({ dataDir: folder.path, config });
  const { nodeId, key } = camera.node;
  const resumed = new Camera(scene, new NodeClient(scene.server.url, { nodeId, key }), camera.id);
  await resumed.stream(0, 3);
  return resumed;
}

async function hoursUsed(scene: Scene): Promise<unknown> {
  const plan = await scene.owner.get('/api/nodes/plan');
  return plan.json<{ usage: Record<string, unknown> }>().usage['viewer_hours_used'];
}

/** Stored seconds by month, after the server has stopped. */
async function secondsAfterStop(scene: Scene): Promise<Record<string, unknown>> {
  await scene.server.running.dispose();
  const rows = scene.sql('SELECT year_month, viewer_seconds FROM org_monthly_usage');
  return Object.fromEntries(rows.map((row) => [row['year_month'], row['viewer_seconds']]));
}

describe('viewer hours', () => {
  it('rest 31, 33, 36: 31 of 30 hours used refuses segments, never the playlist', async () => {
    using folder = temporaryFolder();
    const camera = await resumeWith(folder, 31 * HOUR);
    await using scene = camera.scene;
    expect(await hoursUsed(scene)).toBe(31);
    const shown = await camera.shown();
    const refused = await camera.fetch(shown.entries[0]?.uri ?? '');
    expect([refused.status, refused.headers['retry-after']]).toEqual([429, '3600']);
    expect(refused.json<{ detail: string }>().detail).toContain('viewer-hour');
    // The cap comes before the look-up, and after the checks of camera and name.
    expect(
      statuses([
        await camera.fetch('segment/segment_09999.ts'),
        await camera.fetch('segment/x.ts'),
        await scene.owner.get('/api/cameras/nope/segment/segment_00001.ts'),
      ]),
    ).toEqual([429, 400, 404]);
    expect((await camera.push(4)).status).toBe(200);
  });

  it('rest 31, 32: 29 hours leave room; only a 200 counts, exactly one second', async () => {
    using folder = temporaryFolder();
    const camera = await resumeWith(folder, 29 * HOUR);
    await using scene = camera.scene;
    const answers = [
      await camera.fetch('segment/segment_00001.ts'),
      await camera.fetch('segment/segment_00001.ts'),
      await camera.fetch('segment/segment_00002.ts'),
      await camera.fetch('segment/segment_00999.ts'),
      await camera.fetch('segment/x.ts'),
      await camera.view(),
    ];
    expect(statuses(answers)).toEqual([200, 200, 200, 404, 400, 200]);
    expect(await secondsAfterStop(scene)).toEqual({ '2026-03': 29 * HOUR + 3 });
  });

  it('rest 32: the last second is served, the next is refused and adds nothing', async () => {
    using folder = temporaryFolder();
    const camera = await resumeWith(folder, 30 * HOUR - 1);
    await using scene = camera.scene;
    const outcome = [];
    for (let count = 0; count < 4; count += 1)
      outcome.push((await camera.fetch('segment/segment_00001.ts')).status);
    expect(outcome).toEqual([200, 429, 429, 429]);
    expect(await secondsAfterStop(scene)).toEqual({ '2026-03': 30 * HOUR });
  });

  it('rest 34: flushes add up over restarts, and months stay apart', async () => {
    using folder = temporaryFolder();
    const clock = new FakeClock('2026-03-31T23:59:50Z');
    {
      await using first = await startScene({ dataDir: folder.path, clock });
      const camera = await first.camera();
      await camera.stream(0, 3);
      await camera.fetch('segment/segment_00000.ts');
      await camera.fetch('segment/segment_00001.ts');
      clock.advance(10_000);
      await camera.fetch('segment/segment_00002.ts');
      expect(await secondsAfterStop(first)).toEqual({ '2026-03': 2, '2026-04': 1 });
    }
    await using second = await startScene({ dataDir: folder.path, clock });
    const camera = await second.camera();
    await camera.stream(0, 1);
    await camera.fetch('segment/segment_00000.ts');
    expect(await secondsAfterStop(second)).toEqual({ '2026-03': 2, '2026-04': 2 });
  });

  it('rest 34: nothing served, nothing written', async () => {
    await using scene = await startScene();
    const camera = await scene.camera();
    await camera.stream(0, 1);
    await camera.view();
    expect(await secondsAfterStop(scene)).toEqual({});
  });

  it('rest 35: the plan in force decides: 8 days past due caps as the free plan', async () => {
    using folder = temporaryFolder();
    const pastDue = (scene: Scene) => {
      scene.setSetting('payment_past_due', 'true');
      scene.setSetting('payment_past_due_at', '2026-02-21T00:00:00Z');
    };
    const camera = await resumeWith(folder, 31 * HOUR, { localPlan: 'pro' }, pastDue);
    await using scene = camera.scene;
    await eventually(
      'the cap of the free plan',
      async () => (await camera.fetch('segment/segment_00001.ts')).status === 429,
    );
    expect((await camera.view()).status).toBe(200);
    expect((await scene.owner.get('/api/nodes/plan')).json()).toMatchObject({
      limits: { max_viewer_hours_per_month: 30 },
    });
  });

  it('rest 35: within the grace period, and on a plan of its own, nothing is capped', async () => {
    using folder = temporaryFolder();
    const camera = await resumeWith(folder, 31 * HOUR, { localPlan: 'pro' });
    await using scene = camera.scene;
    scene.setSetting('payment_past_due', 'true');
    scene.setSetting('payment_past_due_at', '2026-02-28T00:00:00Z');
    scene.advance(31_000);
    for (let count = 0; count < 3; count += 1)
      expect((await camera.fetch('segment/segment_00001.ts')).status).toBe(200);
    using ownFolder = temporaryFolder();
    const own = await resumeWith(ownFolder, 99_999 * HOUR, {});
    await using ownScene = own.scene;
    expect((await own.fetch('segment/segment_00001.ts')).status).toBe(200);
    expect((await ownScene.owner.get('/api/nodes/plan')).json()).toMatchObject({
      usage: { viewer_hours_used: 99_999, viewer_hours_limit: null },
    });
  });
});

describe('access log', () => {
  interface AccessRow {
    readonly user_email: string;
    readonly camera_id: string;
    readonly node_id: string;
    readonly ip_address: string;
    readonly user_agent: string | null;
    readonly accessed_at: string;
  }

  async function rows(scene: Scene, count: number): Promise<AccessRow[]> {
    const read = () => scene.sql('SELECT * FROM stream_access_logs ORDER BY id');
    await eventually(`${count} rows`, () => read().length >= count);
    return read() as unknown as AccessRow[];
  }

  it('rest 37: one row for each viewer and camera in 300 s, also for a stream not started', async () => {
    await using scene = await startScene();
    const camera = await scene.camera();
    const other = await scene.camera();
    const member = await addMember(scene.owner, 'mia@example.com', 'member');
    const agent = scene.owner.with({
      'user-agent': 'TestPlayer/1.0 '.padEnd(600, 'x'),
      'x-forwarded-for': '203.0.113.9',
    });
    expect((await camera.view(agent)).status).toBe(404);
    await camera.stream(0, 1);
    expect((await camera.view()).status).toBe(200);
    expect((await camera.view()).status).toBe(200);
    await camera.fetch('segment/segment_00000.ts');
    await other.view();
    expect((await camera.view(member)).status).toBe(200);
    const noted = await rows(scene, 3);
    expect(noted.map((row) => [row.user_email, row.camera_id, row.node_id])).toEqual([
      ['owner@example.com', camera.id, camera.node.nodeId],
      ['owner@example.com', other.id, other.node.nodeId],
      ['mia@example.com', camera.id, camera.node.nodeId],
    ]);
    expect(noted[0]?.ip_address).toBe('127.0.0.1');
    expect(noted[0]?.user_agent).toHaveLength(500);
    expect(noted[0]?.accessed_at).toMatch(/Z$/);
  });

  it('an address from a trusted proxy is noted as the viewer', async () => {
    await using scene = await startScene({ config: { trustedProxies: ['127.0.0.1'] } });
    const camera = await scene.camera();
    await camera.view(scene.owner.with({ 'x-forwarded-for': '198.51.100.1, 203.0.113.9' }));
    expect((await rows(scene, 1))[0]?.ip_address).toBe('203.0.113.9');
  });

  it('rest 37: 300 s later it is noted again; refused and unknown cameras are not', async () => {
    await using scene = await startScene();
    const camera = await scene.camera();
    await camera.view();
    await rows(scene, 1);
    scene.advance(299_999);
    await camera.view();
    await camera.view(scene.server.anonymous);
    await scene.owner.get('/api/cameras/nope/stream.m3u8');
    scene.advance(1);
    await camera.view();
    const noted = await rows(scene, 2);
    expect(noted.map((row) => row.accessed_at)).toEqual([
      '2026-03-01T12:00:00.000Z',
      '2026-03-01T12:05:00.000Z',
    ]);
  });
});
