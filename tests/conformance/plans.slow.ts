import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newNodeClient, usbCameras } from '../support/node-client.ts';
import { cameraOf, startScene, statuses, type Fleet, type Scene } from './scene.ts';

const FREE = { localPlan: 'free_org' };
const PRO = { localPlan: 'pro' };

interface Beat {
  readonly plan: string;
  readonly disabled_cameras: readonly string[];
}

async function beat(fleet: Fleet): Promise<Beat> {
  const answer = await fleet.node.heartbeat();
  expect(answer.status).toBe(200);
  return answer.json<Beat>();
}

/** The organisation owes money since that time; undefined for no known time. */
function oweSince(scene: Scene, since: string | undefined): void {
  scene.setSetting('payment_past_due', 'true');
  if (since !== undefined) scene.setSetting('payment_past_due_at', since);
}

describe('plans', () => {
  it('rest 46: beyond the plan a camera is mapped and reported, not refused, and told once an hour', async () => {
    await using scene = await startScene({ config: FREE });
    const node = await newNodeClient(scene.owner);
    await node.register(usbCameras(5));
    const register = () => node.register(usbCameras(6));
    const answer = await register();
    expect(answer.status).toBe(200);
    const body = answer.json<{ cameras: object; plan: string; plan_limit_hit: Record<string, unknown> }>();
    expect(Object.keys(body.cameras)).toHaveLength(6);
    expect(body.plan).toBe('free');
    expect(body.plan_limit_hit).toEqual({
      plan: 'Free',
      max_cameras: 5,
      skipped: ['Camera at /dev/video10'],
      detail: expect.any(String) as string,
    });
    const notices = () =>
      scene.sql(`SELECT severity, audience, link FROM notifications WHERE kind = 'plan_limit_reached'`);
    await register();
    scene.advance(3_599_000);
    await register();
    expect(notices()).toEqual([{ severity: 'warning', audience: 'admin', link: '/settings' }]);
    scene.advance(1_001);
    await register();
    expect(notices()).toHaveLength(2);
    const cameras = (await scene.owner.get('/api/cameras')).json<unknown[]>();
    expect(cameras).toHaveLength(5);
    // The node streams the sixth all the same; it is no camera of ours.
    expect((await node.push(`${node.nodeId}_dev_video10`, 0, Buffer.from('x'))).status).toBe(404);
  });

  it.each([
    ['free_org', 'free'],
    ['Free_Org', 'free'],
    ['  PRO ', 'pro'],
    ['pro_plus', 'pro_plus'],
    ['enterprise', 'enterprise'],
    ['self_hosted', 'self_hosted'],
  ])('rest 47, 85: a node of plan %j is told %j', async (slug, wire) => {
    await using scene = await startScene({ config: { localPlan: slug } });
    const node = await newNodeClient(scene.owner);
    const registered = (await node.register([])).json<{ plan: string }>();
    const beaten = (await node.heartbeat()).json<{ plan: string }>();
    expect([registered.plan, beaten.plan]).toEqual([wire, wire]);
  });

  it('rest 58: past due refuses new nodes at once, leaves reads open, and ends with the payment', async () => {
    await using scene = await startScene({ config: PRO });
    const fleet = await scene.fleet();
    oweSince(scene, '2026-03-01T11:59:00Z');
    const refused = await scene.owner.post('/api/nodes', {});
    expect(refused.status).toBe(402);
    expect(refused.text).toContain('past due');
    expect(statuses([await scene.owner.get('/api/nodes'), await scene.owner.get('/api/cameras')])).toEqual([
      200, 200,
    ]);
    expect((await fleet.node.register(fleet.devices)).status).toBe(200);
    scene.setSetting('payment_past_due', 'false');
    expect((await scene.owner.post('/api/nodes', {})).status).toBe(200);
  });

  it('rest 59: one node more than the plan allows is 403; deleting one makes room', async () => {
    await using scene = await startScene({ config: FREE });
    const first = await newNodeClient(scene.owner);
    await newNodeClient(scene.owner);
    expect((await scene.owner.post('/api/nodes', {})).status).toBe(403);
    await scene.owner.ask('DELETE', `/api/nodes/${first.nodeId}`);
    expect((await scene.owner.post('/api/nodes', {})).status).toBe(200);
  });

  it('rest 83, 48: the oldest cameras stay, exactly the newest are suspended, and payment brings them back', async () => {
    await using scene = await startScene({ config: PRO });
    const fleet = await scene.fleet(7);
    expect((await beat(fleet)).disabled_cameras).toEqual([]);
    oweSince(scene, '2026-02-01T00:00:00Z');
    const suspended = fleet.cameras.slice(5).map(({ id }) => id);
    expect((await beat(fleet)).disabled_cameras).toEqual(suspended);
    expect((await beat(fleet)).disabled_cameras).toEqual(suspended);
    const listed = (await scene.owner.get('/api/cameras')).json<
      { camera_id: string; disabled_by_plan: boolean }[]
    >();
    expect(listed.filter((row) => row.disabled_by_plan).map((row) => row.camera_id)).toEqual(suspended);
    scene.setSetting('payment_past_due', 'false');
    await fleet.node.register(fleet.devices);
    expect((await beat(fleet)).disabled_cameras).toEqual([]);
    expect((await cameraOf(fleet, 6).push(0)).status).toBe(200);
  });

  describe('rest 84: the grace period', () => {
    let scene: Scene;
    let fleet: Fleet;
    beforeAll(async () => {
      scene = await startScene({ config: PRO });
      fleet = await scene.fleet(6);
    });
    afterAll(() => scene[Symbol.asyncDispose]());

    it.each([
      ['an unknown time', undefined, 0],
      ['1 day', '2026-02-28T12:00:00Z', 0],
      ['a moment over 7 days', '2026-02-22T11:59:59.999Z', 1],
      ['exactly 7 days', '2026-02-22T12:00:00Z', 0],
      ['exactly 7 days, zone-less', '2026-02-22T12:00:00', 0],
      ['7 days in another zone', '2026-02-22T13:00:00+01:00', 0],
      ['8 days', '2026-02-21T12:00:00Z', 1],
      ['a time that is none', 'yesterday', 0],
    ])('past due for %s (%s) suspends %i', async (_what, since, count) => {
      oweSince(scene, since);
      expect((await beat(fleet)).disabled_cameras).toHaveLength(count);
    });
  });

  it('an installation of its own is never past due', async () => {
    await using scene = await startScene();
    const fleet = await scene.fleet(6);
    oweSince(scene, '2026-01-01T00:00:00Z');
    expect((await beat(fleet)).disabled_cameras).toEqual([]);
    expect((await scene.owner.post('/api/nodes', {})).status).toBe(200);
  });
});

describe('a suspended camera', () => {
  it('cloudnode 21, rest 8–11, 36: 402 with the facts before anything else is looked at', async () => {
    await using scene = await startScene({ config: PRO });
    const fleet = await scene.fleet(6);
    const [sibling, suspended] = [cameraOf(fleet, 0), cameraOf(fleet, 5)];
    await suspended.stream(0, 2);
    oweSince(scene, '2026-01-01T00:00:00Z');
    await beat(fleet);
    const refused = await suspended.push(3);
    expect(refused.status).toBe(402);
    const { detail } = refused.json<{ detail: Record<string, unknown> }>();
    expect(detail['plan_limit_hit']).toEqual({
      plan: 'Free',
      max_cameras: 5,
      skipped: ['Camera at /dev/video10'],
      detail: expect.stringContaining('Upgrade') as string,
    });
    expect(detail).toMatchObject({
      error: 'plan_limit_hit',
      message: expect.any(String) as string,
      plan: 'Free',
      max_cameras: 5,
      camera_name: 'Camera at /dev/video10',
    });
    expect((await suspended.fetch('segment/segment_00003.ts')).status).toBe(404);
    const { id, node } = suspended;
    expect(
      statuses([
        await node.push(id, '../secret.env', Buffer.from('x')),
        await node.push(id, 4, Buffer.alloc(3_000_000)),
        await suspended.announce(3),
        await suspended.view(),
        await suspended.fetch('segment/segment_00002.ts'),
        await node.codec(id, 'avc1.42e01f'),
        await sibling.push(0),
        await sibling.announce(0),
      ]),
    ).toEqual([402, 402, 200, 200, 200, 200, 200, 200]);
  });
});
