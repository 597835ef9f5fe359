import { describe, expect, it } from 'vitest';
import { kindRule } from '../../../server/notifications/kind-rules.ts';
import * as camera from '../../../server/notifications/notices/camera-notices.ts';
import * as key from '../../../server/notifications/notices/key-notices.ts';
import * as member from '../../../server/notifications/notices/member-notices.ts';
import * as node from '../../../server/notifications/notices/node-notices.ts';
import * as organization from '../../../server/notifications/notices/organization-notices.ts';
import type { Notice } from '../../../server/notifications/notifier.ts';

const GIB = 1024 ** 3;
const orgId = 'org_1';
const at = new Date('2026-03-01T12:00:00.000Z');
const door = { orgId, cameraId: 'c/1', nodeId: 'n1', name: 'Front Door' };
const shed = { orgId, nodeId: 'n1', name: 'Shed' };
const mia = { orgId, userId: 'u1', identifier: 'mia@example.com' };
const made = { orgId, keyId: 7, keyName: 'Laptop', actorUserId: 'u1', actorLabel: 'olga@example.com' };
const local = 'local' as const;
const digest = { events: 5, from: at, to: at, cooldownMinutes: 15 };
const disk = { freeBytes: 7.96 * GIB, totalBytes: 100 * GIB, percentUsed: 92.04 };
const ordinary = { role: 'member', accounts: local };
const admin = { role: 'admin', accounts: local };
const limit = { orgId, plan: 'Free', maxCameras: 5, skipped: ['a', 'b', 'c', 'd', 'e', 'f', 'g'] };
const incident = { orgId, id: 3, title: 'Break-in', summary: 'Glass.', severity: 'high', cameraId: 'c1' };

const cases: readonly [string, Notice, Partial<Record<keyof Notice | 'audience', unknown>>][] = [
  [
    'motion',
    camera.motionNotice(door, { score: 72, segmentSeq: null, timestamp: at }),
    {
      audience: 'all',
      severity: 'info',
      title: 'Motion on Front Door',
      link: '/dashboard?camera=c%2F1',
      cameraId: 'c/1',
      nodeId: 'n1',
      meta: { score: 72, segment_seq: null, event_timestamp: at.toISOString() },
    },
  ],
  [
    'motion_digest',
    camera.motionDigestNotice(door, digest),
    {
      audience: 'all',
      severity: 'info',
      title: '5 more motion events on Front Door',
      link: '/dashboard?camera=c%2F1',
      meta: {
        event_count: 5,
        window_start: at.toISOString(),
        window_end: at.toISOString(),
        cooldown_minutes: 15,
      },
    },
  ],
  [
    'camera_offline',
    camera.cameraOfflineNotice(door),
    { audience: 'all', severity: 'warning', title: 'Front Door went offline', cameraId: 'c/1', nodeId: 'n1' },
  ],
  ['camera_online', camera.cameraOnlineNotice(door), { severity: 'info', title: 'Front Door is online' }],
  [
    'node_offline',
    node.nodeOfflineNotice(shed),
    {
      audience: 'admin',
      severity: 'warning',
      title: "Node 'Shed' went offline",
      link: '/admin',
      nodeId: 'n1',
    },
  ],
  [
    'node_online',
    node.nodeOnlineNotice(shed),
    { audience: 'admin', severity: 'info', title: "Node 'Shed' is online" },
  ],
  [
    'incident_created',
    organization.incidentNotice(incident),
    {
      audience: 'all',
      severity: 'critical',
      title: 'Incident #3: Break-in',
      body: '[HIGH] Glass.',
      link: '/incidents/3',
      cameraId: 'c1',
      meta: { incident_id: 3, severity: 'high' },
    },
  ],
  [
    'mcp_key_created',
    key.mcpKeyCreatedNotice(made, { scopeMode: 'readonly', scope: 'reading only' }),
    {
      audience: 'admin',
      severity: 'warning',
      title: 'New MCP API key created: Laptop',
      link: '/mcp',
      meta: { key_id: 7, key_name: 'Laptop', actor_user_id: 'u1', scope_mode: 'readonly' },
    },
  ],
  [
    'mcp_key_revoked',
    key.mcpKeyRevokedNotice(made),
    {
      audience: 'admin',
      severity: 'info',
      title: 'MCP API key revoked: Laptop',
      meta: { key_id: 7, key_name: 'Laptop', actor_user_id: 'u1' },
    },
  ],
  [
    'cloudnode_disk_low',
    node.diskLowNotice(shed, disk),
    {
      audience: 'admin',
      severity: 'warning',
      title: 'CloudNode disk low: Shed',
      meta: {
        node_id: 'n1',
        percent_used: 92,
        disk_free_bytes: disk.freeBytes,
        disk_total_bytes: disk.totalBytes,
      },
    },
  ],
  [
    'member_added',
    member.memberAddedNotice(mia, admin),
    {
      audience: 'admin',
      severity: 'warning',
      title: 'Member added: mia@example.com',
      link: '/settings',
      meta: { user_id: 'u1', identifier: 'mia@example.com', role: 'admin' },
    },
  ],
  [
    'member_role_changed',
    member.memberRoleChangedNotice(mia, ordinary),
    {
      audience: 'admin',
      severity: 'info',
      title: 'Member role changed: mia@example.com',
      meta: { user_id: 'u1', identifier: 'mia@example.com', new_role: 'member' },
    },
  ],
  [
    'member_removed',
    member.memberRemovedNotice(mia, { accounts: local }),
    {
      audience: 'admin',
      severity: 'info',
      title: 'Member removed: mia@example.com',
      meta: { user_id: 'u1', identifier: 'mia@example.com' },
    },
  ],
  [
    'member_promotion_requested',
    member.promotionRequestedNotice({ orgId, userId: 'u1', email: '', label: 'Mia' }, { accounts: local }),
    {
      audience: 'admin',
      severity: 'info',
      title: 'Mia requested admin access',
      meta: { requester_user_id: 'u1', requester_email: '', requester_label: 'Mia' },
    },
  ],
  [
    'welcome',
    organization.welcomeNotice({ orgId, name: 'Corner Shop', createdBy: 'u1' }),
    {
      audience: 'admin',
      severity: 'info',
      title: 'Welcome to Sentinel, Corner Shop',
      link: '/dashboard',
      meta: { org_name: 'Corner Shop', created_by: 'u1' },
    },
  ],
  [
    'integration_key_created',
    key.integrationKeyCreatedNotice(made),
    { audience: 'admin', severity: 'warning', link: '/integrations' },
  ],
  [
    'plan_limit_reached',
    organization.planLimitNotice(limit),
    {
      audience: 'admin',
      severity: 'warning',
      body: 'The Free plan allows 5 cameras. Not added: a, b, c, d, e and 2 more.',
      meta: { plan: 'Free', max_cameras: 5, skipped: limit.skipped },
    },
  ],
  [
    'backup_failed',
    organization.backupFailedNotice({ orgId, message: 'The disk is full.', reason: 'other', what: 'backup' }),
    {
      audience: 'admin',
      severity: 'error',
      title: 'The daily backup failed',
      body: 'The disk is full. It is tried again every hour.',
      link: '/settings/backups',
      meta: { what: 'backup' },
    },
  ],
  [
    'computer_slept',
    organization.computerSleptNotice({ orgId, from: at, to: new Date(at.getTime() + 260 * 60_000) }),
    {
      audience: 'admin',
      severity: 'warning',
      title: 'This computer slept for 4 h 20 min',
      meta: { from: at.toISOString(), to: '2026-03-01T16:20:00.000Z' },
    },
  ],
];

describe('what each kind says', () => {
  it.each(cases)('%s: audience, severity, title, link and facts', (kind, notice, expected) => {
    expect({ ...notice, audience: kindRule(kind).audience }).toMatchObject({ kind, orgId, ...expected });
    expect(notice.body).not.toBe('');
    expect(notice.link).toMatch(/^\/[a-z]/);
  });

  it('one further event is told in the singular', () => {
    const { title, body } = camera.motionDigestNotice(door, { ...digest, events: 1 });
    expect(title).toBe('1 more motion event on Front Door');
    expect(body).toContain('1 more motion event within 15 minutes');
  });

  it('an incident of lower severity is a warning', () => {
    expect(organization.incidentNotice({ ...incident, severity: 'medium' }).severity).toBe('warning');
    expect(organization.incidentNotice({ ...incident, severity: 'critical' }).severity).toBe('critical');
  });

  it('a new role of an administrator is a warning', () => {
    expect(member.memberRoleChangedNotice(mia, admin)).toMatchObject({ severity: 'warning' });
    expect(member.memberAddedNotice(mia, ordinary)).toMatchObject({ severity: 'info' });
  });

  it('with own accounts the words name our page, with Clerk they name Clerk', () => {
    const words = (accounts: member.AccountsIn): string[] => [
      member.memberAddedNotice(mia, { role: 'member', accounts }).body,
      member.memberRoleChangedNotice(mia, { role: 'member', accounts }).body,
      member.memberRemovedNotice(mia, { accounts }).body,
      member.promotionRequestedNotice({ orgId, userId: 'u', email: 'e', label: 'l' }, { accounts }).body,
    ];
    for (const body of words('local')) expect(body).toMatch(/^(?!.*Clerk).*Settings › People/);
    for (const body of words('clerk')) expect(body).toMatch(/^(?!.*People).*Clerk/);
  });

  it('a long name leaves room for the other words of a title', () => {
    const name = 'n'.repeat(10_000);
    for (const { title } of [
      camera.cameraOfflineNotice({ ...door, name }),
      camera.motionDigestNotice({ ...door, name }, digest),
      node.nodeOfflineNotice({ ...shed, name }),
      member.memberRoleChangedNotice({ ...mia, identifier: name }, admin),
    ]) {
      expect(title.length).toBeLessThanOrEqual(200);
      expect(title).toMatch(/offline$|^\d+ more motion events on n+$|^Member role changed: n+$/);
    }
  });
});
