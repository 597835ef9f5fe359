import { describe, expect, it } from 'vitest';
import { cameraNodes, cameras } from '../../../server/db/schema/cameras.ts';
import { enforceCameraCap } from '../../../server/plans/camera-cap.ts';
import { ORG, PlanBench } from './plan-bench.ts';

/** Six cameras of one organisation, the newest first in the table and one of unknown age, and one of another. */
async function sixCameras(bench: PlanBench): Promise<void> {
  const createdAt = new Date('2026-01-01T00:00:00Z');
  await bench.db.write(async (tx) => {
    tx.insert(cameraNodes)
      .values({ nodeId: 'aaaaaaaa', orgId: ORG, apiKeyHash: 'hash', name: 'Yard', createdAt })
      .run();
    const ages = [6, null, 5, 4, 3, 2];
    for (const [index, day] of ages.entries()) {
      const cameraId = day === null ? 'ageless' : `day${day}`;
      const at = day === null ? null : new Date(Date.UTC(2026, 0, day));
      const row = { cameraId, orgId: ORG, nodeId: 1, name: `Camera ${index}`, createdAt: at };
      tx.insert(cameras).values(row).run();
    }
    const foreign = { cameraId: 'foreign', orgId: 'org_2', nodeId: 1, name: 'Foreign', disabledByPlan: true };
    tx.insert(cameras).values(foreign).run();
  });
}

describe('camera cap', () => {
  it('rest 83: keeps the oldest, clears on an upgrade and changes nothing when repeated', async () => {
    await using bench = await PlanBench.start();
    await sixCameras(bench);
    const enforce = (plan: string) => bench.db.write((tx) => enforceCameraCap(tx, ORG, plan));
    const capped = {
      plan: 'free',
      max_cameras: 5,
      enabled: ['day2', 'day3', 'day4', 'day5', 'day6'],
      disabled: ['ageless'],
      changed: true,
    };
    expect(await enforce('free_org')).toEqual(capped);
    expect(await enforce('unknown_plan')).toEqual({ ...capped, plan: 'unknown_plan', changed: false });
    const suspended = () =>
      bench.db.read
        .select()
        .from(cameras)
        .all()
        .filter((camera) => camera.disabledByPlan)
        .map((camera) => camera.cameraId);
    expect(suspended()).toEqual(['ageless', 'foreign']);
    expect(await enforce('pro')).toMatchObject({ disabled: [], changed: true });
    expect(suspended()).toEqual(['foreign']);
  });
});
