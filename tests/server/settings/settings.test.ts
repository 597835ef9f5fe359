import { describe, expect, it } from 'vitest';
import { isMotionIngestionOn } from '../../../server/settings/settings-service.ts';
import { openControlPlane } from '../organization/control-plane.ts';

const DEFAULTS = {
  motion_notifications: true,
  camera_transition_notifications: true,
  node_transition_notifications: true,
  email_camera_offline: true,
  email_node_offline: true,
  email_incident_created: true,
  email_mcp_key_audit: true,
  email_cloudnode_disk_low: true,
  email_member_audit: true,
  email_motion: false,
};
const NOTIFICATIONS = '/api/settings/notifications';
const TIMEZONE = '/api/settings/timezone';
const INGESTION = '/api/settings/motion-ingestion';
const CONTACT = '/api/settings/security-contact';

describe('settings', () => {
  it('rest 72: everything is on and the zone UTC at first; there is no recording key', async () => {
    await using plane = await openControlPlane();
    const answer = await plane.person('org_red', 'member').get('/api/settings');
    expect(answer.json()).toEqual({
      notifications: {
        motion_notifications: true,
        camera_transition_notifications: true,
        node_transition_notifications: true,
      },
      timezone: 'UTC',
    });
    expect((await plane.person('org_red', 'member').get(NOTIFICATIONS)).json()).toEqual(DEFAULTS);
  });

  it('notify D6: a partial change leaves the other nine switches alone', async () => {
    await using plane = await openControlPlane();
    const admin = plane.person('org_red');
    const first = await admin.post(NOTIFICATIONS, { motion_notifications: false, email_motion: true });
    expect(first.json()).toEqual({ success: true });
    await admin.post(NOTIFICATIONS, { email_node_offline: false });
    const wanted = {
      ...DEFAULTS,
      motion_notifications: false,
      email_motion: true,
      email_node_offline: false,
    };
    expect((await admin.get(NOTIFICATIONS)).json()).toEqual(wanted);
    const rows = plane.audit('org_red');
    expect(rows.map(({ event }) => event)).toEqual(Array(2).fill('notification_settings_updated'));
    expect(JSON.parse(rows[1]?.details ?? '')).toEqual(wanted);
    expect((await plane.person('org_blue').get(NOTIFICATIONS)).json()).toEqual(DEFAULTS);
    expect(plane.effects.published[0]).toEqual({
      orgId: 'org_red',
      audience: 'all',
      message: { type: 'changed', what: 'settings' },
    });
  });

  it.each(Object.keys(DEFAULTS))('%s can be switched both ways', async (name) => {
    await using plane = await openControlPlane();
    const admin = plane.person('org_red');
    for (const on of [false, true]) {
      await admin.post(NOTIFICATIONS, { [name]: on });
      expect((await admin.get(NOTIFICATIONS)).json()).toEqual({ ...DEFAULTS, [name]: on });
    }
  });

  it.each([{ motion_notifications: 'false' }, { email_motion: 1 }, { email_motion: null }, [], 'text'])(
    'a switch that is no boolean is refused: %j',
    async (body) => {
      await using plane = await openControlPlane();
      const answer = await plane.person('org_red').post(NOTIFICATIONS, body);
      expect(answer.status).toBe(422);
      expect(plane.audit('org_red')).toEqual([]);
    },
  );

  it('a stored value other than exactly "true" is off', async () => {
    await using plane = await openControlPlane();
    await plane.db.write(async (tx) => {
      tx.run(
        `INSERT INTO settings (org_id, key, value, updated_at) VALUES ('org_red', 'motion_notifications', 'TRUE', '2026-01-01T00:00:00.000Z')`,
      );
    });
    expect((await plane.person('org_red').get(NOTIFICATIONS)).json()).toMatchObject({
      motion_notifications: false,
    });
  });
});

describe('time zone', () => {
  it.each([
    ['Europe/London', 'Europe/London'],
    ['  Asia/Kathmandu ', 'Asia/Kathmandu'],
    ['australia/lord_howe', 'Australia/Lord_Howe'],
    ['UTC', 'UTC'],
    ['US/Eastern', 'US/Eastern'],
    ['Asia/Calcutta', 'Asia/Calcutta'],
    ['Etc/GMT+5', 'Etc/GMT+5'],
  ])('rest 73: %j is kept as %s', async (given, kept) => {
    await using plane = await openControlPlane();
    const admin = plane.person('org_red');
    const answer = await admin.post(TIMEZONE, { timezone: given });
    expect(answer.json()).toEqual({ success: true, timezone: kept });
    expect((await admin.get('/api/settings')).json()).toMatchObject({ timezone: kept });
    expect(plane.audit('org_red')).toMatchObject([
      { event: 'timezone_updated', details: JSON.stringify({ timezone: kept }) },
    ]);
    expect((await plane.person('org_blue').get('/api/settings')).json()).toMatchObject({ timezone: 'UTC' });
  });

  it.each([
    '',
    '   ',
    'Mars/Olympus',
    '+05:00',
    '-08',
    'Europe/London\u0000',
    'x'.repeat(5000),
    '../etc/passwd',
  ])('rest 73: %j is refused with a sentence', async (timezone) => {
    await using plane = await openControlPlane();
    const answer = await plane.person('org_red').post(TIMEZONE, { timezone });
    expect(answer.status).toBe(422);
    expect(answer.json()).toEqual({ detail: expect.any(String) });
    expect(plane.audit('org_red')).toEqual([]);
  });

  it('a missing zone is a validation failure', async () => {
    await using plane = await openControlPlane();
    const answer = await plane.person('org_red').post(TIMEZONE, {});
    expect(answer.status).toBe(422);
    expect(answer.json()).toMatchObject({ detail: { error: 'validation_failed' } });
  });
});

describe('motion ingestion', () => {
  it('rest 74: on at first, switched by an admin only, and a missing value means off', async () => {
    await using plane = await openControlPlane();
    const admin = plane.person('org_red');
    expect((await admin.get(INGESTION)).json()).toEqual({ motion_ingestion_enabled: true });
    expect((await plane.person('org_red', 'member').get(INGESTION)).status).toBe(403);
    expect((await plane.person('org_red', 'member').post(INGESTION, { enabled: false })).status).toBe(403);
    expect((await admin.post(INGESTION, {})).json()).toEqual({ motion_ingestion_enabled: false });
    expect(await isMotionIngestionOn(plane.db.read, 'org_red')).toBe(false);
    expect(await isMotionIngestionOn(plane.db.read, 'org_blue')).toBe(true);
    expect((await admin.post(INGESTION, { enabled: true })).json()).toEqual({
      motion_ingestion_enabled: true,
    });
    expect(await isMotionIngestionOn(plane.db.read, 'org_red')).toBe(true);
    expect(plane.audit('org_red')).toMatchObject([
      { event: 'motion_ingestion_toggled', details: '{"enabled":false}' },
      { event: 'motion_ingestion_toggled', details: '{"enabled":true}' },
    ]);
  });
});

describe('who may change settings', () => {
  it.each([NOTIFICATIONS, TIMEZONE, INGESTION, CONTACT])('only admins may change %s', async (path) => {
    await using plane = await openControlPlane();
    expect((await plane.person('org_red', 'member').post(path, {})).status).toBe(403);
    expect((await plane.anonymous.post(path, {})).status).toBe(401);
  });
});

describe('security.txt', () => {
  const PATHS = ['/.well-known/security.txt', '/security.txt'];

  it('rest 100: both paths are equal; without a contact the field is left out', async () => {
    await using plane = await openControlPlane();
    const [first, second] = await Promise.all(PATHS.map((path) => plane.anonymous.get(path)));
    expect(first?.text).toBe(
      [
        'Expires: 2027-01-25T12:00:00Z',
        'Canonical: https://cameras.example/.well-known/security.txt',
        'Policy: https://cameras.example/security#vulnerability-disclosure',
        'Preferred-Languages: en',
        '',
      ].join('\n'),
    );
    expect(second?.text).toBe(first?.text);
    for (const answer of [first, second]) {
      expect(answer?.status).toBe(200);
      expect(answer?.headers).toMatchObject({
        'content-type': 'text/plain; charset=utf-8',
        'cache-control': 'public, max-age=3600',
      });
    }
  });

  it('rest 100: a set contact is published and can be taken back', async () => {
    await using plane = await openControlPlane();
    const admin = plane.person('org_red');
    const contact = 'https://example.com/report?from=cameras';
    expect((await admin.get(CONTACT)).json()).toEqual({ contact: null });
    expect((await admin.post(CONTACT, { contact: ` ${contact} ` })).json()).toEqual({ contact });
    expect((await admin.get(CONTACT)).json()).toEqual({ contact });
    const { text } = await plane.anonymous.get('/security.txt');
    expect(text.split('\n')[0]).toBe(`Contact: ${contact}`);
    expect(text.match(/^Expires: /gm)).toHaveLength(1);
    expect(text).not.toContain('mailto:');
    expect((await admin.post(CONTACT, { contact: '' })).json()).toEqual({ contact: null });
    expect((await plane.anonymous.get('/security.txt')).text).not.toContain('Contact');
    expect(plane.audit('org_red')).toMatchObject([
      { event: 'security_contact_updated', details: JSON.stringify({ contact }) },
      { event: 'security_contact_updated', details: '{"contact":null}' },
    ]);
  });

  it.each([
    'mailto:a@example.com',
    'http://example.com',
    'https://a b',
    'https://a\nExpires: x',
    'https://é.example',
    'https://',
    `https://example.com/${'x'.repeat(300)}`,
  ])('the contact %j is refused', async (contact) => {
    await using plane = await openControlPlane();
    expect((await plane.person('org_red').post(CONTACT, { contact })).status).toBe(422);
    expect((await plane.anonymous.get('/security.txt')).text).not.toContain('Contact');
  });

  it('another organization cannot replace the contact, but may clear its own', async () => {
    await using plane = await openControlPlane();
    await plane.person('org_red').post(CONTACT, { contact: 'https://red.example' });
    const answer = await plane.person('org_blue').post(CONTACT, { contact: 'https://blue.example' });
    expect(answer.status).toBe(409);
    expect((await plane.person('org_blue').post(CONTACT, { contact: '' })).status).toBe(200);
    expect((await plane.anonymous.get('/security.txt')).text).toContain('https://red.example');
  });
});
