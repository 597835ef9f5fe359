import { describe, expect, it } from 'vitest';
import { openControlPlane } from '../organization/control-plane.ts';

const SWITCHES = '/api/settings/notifications';
const INGESTION = '/api/settings/motion-ingestion';

describe('the switches of the inbox', () => {
  it('notify 27: the settings mirror the switches and have no recording key', async () => {
    await using plane = await openControlPlane();
    const admin = plane.person('org_red');
    await admin.post(SWITCHES, { camera_transition_notifications: false });
    const settings = (await plane.person('org_red', 'member').get('/api/settings')).json<object>();
    expect(settings).toMatchObject({
      notifications: {
        motion_notifications: true,
        camera_transition_notifications: false,
        node_transition_notifications: true,
      },
    });
    expect(settings).not.toHaveProperty('recording');
    expect((await plane.person('org_red', 'member').get(SWITCHES)).json()).toMatchObject({
      camera_transition_notifications: false,
      email_motion: false,
      email_node_offline: true,
    });
  });

  it('notify 28: members may change neither the switches nor the ingestion, strangers are 401', async () => {
    await using plane = await openControlPlane();
    for (const [path, body] of [
      [SWITCHES, { motion_notifications: false }],
      [INGESTION, { enabled: false }],
    ] as const) {
      expect((await plane.person('org_red', 'member').post(path, body)).status).toBe(403);
      expect((await plane.anonymous.post(path, body)).status).toBe(401);
    }
    expect((await plane.person('org_red').get(SWITCHES)).json()).toMatchObject({
      motion_notifications: true,
    });
    expect((await plane.person('org_red').get(INGESTION)).json()).toEqual({ motion_ingestion_enabled: true });
  });
});
