import { describe, expect, it } from 'vitest';
import { kindRule } from '../../../../server/notifications/kind-rules.ts';
import { openMailPlane } from '../mail-plane.ts';

const PREFERENCES = '/api/notifications/email/preferences';
const DEFAULTS = {
  email_camera_offline: true,
  email_node_offline: true,
  email_incident_created: true,
  email_mcp_key_audit: true,
  email_cloudnode_disk_low: true,
  email_member_audit: true,
  email_motion: false,
  email_welcome: true,
};

describe('mail preferences', () => {
  it('notify 29: six are on and motion is off; there is no email_disk_critical', async () => {
    await using plane = await openMailPlane();
    const answer = await plane.person('org_red').get(PREFERENCES);
    expect(answer.json()).toEqual({ email_globally_enabled: false, preferences: DEFAULTS });
  });

  it('notify 30: a partial change leaves the others alone; null, unknown keys and email_welcome change nothing', async () => {
    await using plane = await openMailPlane();
    const admin = plane.person('org_red');
    await admin.post(PREFERENCES, { email_motion: true });
    const answer = await admin.post(PREFERENCES, {
      email_node_offline: false,
      email_motion: null,
      email_welcome: false,
      email_disk_critical: true,
    });
    const preferences = { ...DEFAULTS, email_motion: true, email_node_offline: false };
    expect(answer.json()).toEqual({
      email_globally_enabled: false,
      preferences,
      changes: ['email_node_offline=False'],
    });
    expect((await admin.get(PREFERENCES)).json()).toEqual({ email_globally_enabled: false, preferences });
    const other = (await plane.person('org_blue').get(PREFERENCES)).json();
    expect(other['preferences']).toEqual(DEFAULTS);
  });

  it('notify 31: the audit row spells switches capitalised; without a named switch there is none', async () => {
    await using plane = await openMailPlane();
    const admin = plane.person('org_red');
    await admin.post(PREFERENCES, { email_camera_offline: false, email_motion: true });
    expect((await admin.post(PREFERENCES, {})).json()).toMatchObject({ changes: [] });
    await admin.post(PREFERENCES, { email_motion: null });
    expect(plane.audit('org_red')).toMatchObject([
      {
        event: 'email_prefs_updated',
        details: { changes: ['email_camera_offline=False', 'email_motion=True'] },
        userId: 'user_org_red_admin',
      },
    ]);
    expect(plane.published).toHaveLength(1);
  });

  it('notify 28 and 32: members may read and not write, strangers neither', async () => {
    await using plane = await openMailPlane();
    const member = plane.person('org_red', 'member');
    expect((await member.get(PREFERENCES)).status).toBe(200);
    expect((await member.post(PREFERENCES, { email_motion: true })).status).toBe(403);
    expect((await plane.anonymous.get(PREFERENCES)).status).toBe(401);
    expect((await plane.anonymous.post(PREFERENCES, { email_motion: true })).status).toBe(401);
    expect((await member.get(PREFERENCES)).json()['preferences']).toEqual(DEFAULTS);
  });

  it('notify 33: email_globally_enabled follows the switch at once, each organisation its own', async () => {
    await using plane = await openMailPlane();
    const admin = plane.person('org_red');
    const isOn = async (): Promise<unknown> =>
      (await admin.get(PREFERENCES)).json()['email_globally_enabled'];
    expect(await isOn()).toBe(false);
    await admin.post('/api/settings/mail', { enabled: true });
    expect(await isOn()).toBe(true);
    expect((await plane.person('org_blue').get(PREFERENCES)).json()['email_globally_enabled']).toBe(false);
    await admin.post('/api/settings/mail', { enabled: false });
    expect(await isOn()).toBe(false);
  });

  it('notify 33: EMAIL_ENABLED decides for everybody', async () => {
    await using plane = await openMailPlane({ mail: { enabled: true } });
    expect((await plane.person('org_red').get(PREFERENCES)).json()['email_globally_enabled']).toBe(true);
  });

  it('notify 34: offline and online share a switch, so do key and member kinds; disk-low has its own', () => {
    const switches = (kinds: readonly string[]): (string | undefined)[] => [
      ...new Set(kinds.map((kind) => kindRule(kind).mailSwitch)),
    ];
    expect(switches(['camera_offline', 'camera_online'])).toEqual(['email_camera_offline']);
    expect(switches(['node_offline', 'node_online'])).toEqual(['email_node_offline']);
    expect(switches(['mcp_key_created', 'mcp_key_revoked'])).toEqual(['email_mcp_key_audit']);
    expect(
      switches(['member_added', 'member_role_changed', 'member_removed', 'member_promotion_requested']),
    ).toEqual(['email_member_audit']);
    expect(switches(['cloudnode_disk_low'])).toEqual(['email_cloudnode_disk_low']);
    expect(switches(['motion', 'motion_digest'])).toEqual(['email_motion']);
    expect(switches(['integration_key_created', 'plan_limit_reached', 'never_heard_of'])).toEqual([
      undefined,
    ]);
  });
});
