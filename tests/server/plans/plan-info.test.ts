import { describe, expect, it } from 'vitest';
import type { PlanInfo } from '../../../server/contract/fleet/nodes.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { addMember } from '../../support/people.ts';
import { startTestServer } from '../../support/test-server.ts';
import { newNode, setSetting } from '../nodes/test-node.ts';

describe('plan information', () => {
  it('a self-hosted installation shows generous limits, its usage and no debts', async () => {
    await using server = await startTestServer();
    const owner = await server.owner();
    await (await newNode(server, owner)).register();
    const member = await addMember(owner, 'mia@example.com', 'member');
    const answer = await member.get('/api/nodes/plan');
    expect(answer.status).toBe(200);
    expect(answer.json<PlanInfo>()).toMatchObject({
      plan: 'self_hosted',
      plan_name: 'Self-hosted',
      limits: { max_cameras: 200, max_nodes: 999, max_viewer_hours_per_month: null },
      usage: { nodes: 1, cameras: 1, viewer_hours_used: 0, viewer_hours_limit: null },
      payment_past_due: false,
      grace_days_remaining: null,
      grace_expires_at: null,
      grace_window_days: 7,
    });
    expect((await server.anonymous.get('/api/nodes/plan')).status).toBe(401);
  });

  it('counts down the grace period and then shows the limits that are enforced', async () => {
    const clock = new FakeClock('2026-03-02T00:00:00.000Z');
    await using server = await startTestServer({ clock, config: { localPlan: 'pro' } });
    const owner = await server.owner();
    setSetting(server, 'payment_past_due', 'true');
    setSetting(server, 'payment_past_due_at', '2026-03-01T00:00:00');
    const info = async () => (await owner.get('/api/nodes/plan')).json<PlanInfo>();
    expect(await info()).toMatchObject({
      plan: 'pro',
      payment_past_due: true,
      grace_days_remaining: 6,
      grace_expires_at: '2026-03-08T00:00:00.000Z',
      limits: { max_cameras: 25 },
    });
    clock.advance(7 * 86_400_000);
    expect(await info()).toMatchObject({ grace_days_remaining: 0, limits: { max_cameras: 5 } });
  });
});
