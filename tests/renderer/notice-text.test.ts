import { describe, expect, it } from 'vitest';
import { noticeText } from '../../renderer/features/inbox/text/notice-text.ts';
import { CAMERA_TEXTS } from '../../renderer/features/inbox/text/camera-texts.ts';
import { PEOPLE_TEXTS } from '../../renderer/features/inbox/text/people-texts.ts';
import { PLACE_TEXTS } from '../../renderer/features/inbox/text/place-texts.ts';
import * as cameras from '../../server/notifications/notices/camera-notices.ts';
import * as keys from '../../server/notifications/notices/key-notices.ts';
import * as members from '../../server/notifications/notices/member-notices.ts';
import * as nodes from '../../server/notifications/notices/node-notices.ts';
import * as places from '../../server/notifications/notices/organization-notices.ts';
import type { Notice } from '../../server/notifications/notifier.ts';

const AT = new Date('2026-05-04T12:00:00Z');
const camera = { orgId: 'o', cameraId: 'c', nodeId: 'n', name: 'Front door' };
const node = { orgId: 'o', nodeId: 'n', name: 'Shop PC' };
const key = { orgId: 'o', keyId: 1, keyName: 'Night watch', actorUserId: 'u', actorLabel: 'Mia' };
const member = { orgId: 'o', userId: 'u', identifier: 'mia@shop.example' };
const local = { accounts: 'local' } as const;

/** One of each kind, as the server words it. */
const NOTICES: readonly Notice[] = [
  cameras.motionNotice(camera, { score: 51, segmentSeq: 1, timestamp: AT }),
  cameras.motionDigestNotice(camera, { events: 1, from: AT, to: AT, cooldownMinutes: 15 }),
  cameras.cameraOfflineNotice(camera),
  cameras.cameraOnlineNotice(camera),
  nodes.nodeOfflineNotice(node),
  nodes.nodeOnlineNotice(node),
  nodes.diskLowNotice(node, { freeBytes: 2 ** 30, totalBytes: 2 ** 34, percentUsed: 93.75 }),
  keys.mcpKeyCreatedNotice(key, { scopeMode: 'readonly', scope: 'looking' }),
  keys.mcpKeyRevokedNotice(key),
  keys.integrationKeyCreatedNotice(key),
  members.memberAddedNotice(member, { role: 'admin', ...local }),
  members.memberRoleChangedNotice(member, { role: 'member', ...local }),
  members.memberRemovedNotice(member, local),
  members.promotionRequestedNotice({ orgId: 'o', userId: 'u', email: '', label: 'Mia' }, local),
  places.welcomeNotice({ orgId: 'o', name: 'Harbour Bakery', createdBy: '' }),
  places.planLimitNotice({ orgId: 'o', plan: 'Free', maxCameras: 5, skipped: ['a', 'b'] }),
  places.backupFailedNotice({ orgId: 'o', what: 'backup', reason: 'disk_full', message: 'Full.' }),
  places.computerSleptNotice({ orgId: 'o', from: AT, to: new Date(AT.getTime() + 5_400_000) }),
  places.incidentNotice({
    orgId: 'o',
    id: 3,
    title: 'Open door',
    summary: 'All night.',
    severity: 'high',
    cameraId: null,
  }),
];

function told({ kind, title, body, meta }: Notice) {
  return noticeText({ kind, title, body, meta: meta ?? null });
}

function toldOf(kind: string) {
  const notice = NOTICES.find((one) => one.kind === kind);
  if (notice === undefined) throw new Error(`No notice of ${kind}.`);
  return told(notice);
}

describe('notifications in the language of the dashboard', () => {
  it.each(NOTICES.map((notice) => [notice.kind, notice] as const))(
    'knows how the server words %s',
    (kind, notice) => {
      const tellings: Readonly<Record<string, { readonly title: RegExp }>> = {
        ...CAMERA_TEXTS,
        ...PEOPLE_TEXTS,
        ...PLACE_TEXTS,
      };
      expect(notice.title).toMatch(tellings[kind]?.title ?? /^never$/);
      expect(told(notice).title).toBe(notice.title.replace("'Shop PC'", '“Shop PC”'));
    },
  );

  it('has a notice here for each kind it can tell', () => {
    const tellable = [CAMERA_TEXTS, PEOPLE_TEXTS, PLACE_TEXTS].flatMap((texts) => Object.keys(texts));
    expect(NOTICES.map(({ kind }) => kind).toSorted()).toEqual(tellable.toSorted());
  });

  it('writes figures as everywhere else, and leaves out what the list shows beside', () => {
    expect(toldOf('motion').body).toBe('The picture changed by 51%.');
    expect(toldOf('motion_digest').body).toBe('Within 15 minutes of the first.');
    expect(toldOf('incident_created').body).toBe('All night.');
    expect(toldOf('cloudnode_disk_low').body).toContain('94% full: 1.0 GiB of 16.0 GiB are free.');
    expect(toldOf('member_added').body).toContain('joined as an administrator');
    expect(toldOf('mcp_key_revoked').body).toContain('Mia revoked the key “Night watch”.');
  });

  it('says why a backup failed and which cameras were not added, or leaves that to the server', () => {
    expect(toldOf('backup_failed').body).toBe(
      'The disk of this server has too little room. Free some space or delete old backups. It is tried again every hour.',
    );
    const failed = { orgId: 'o', message: 'There is no database at x.' } as const;
    expect(told(places.backupFailedNotice({ ...failed, what: 'backup', reason: 'other' })).body).toBe(
      'There is no database at x. It is tried again every hour.',
    );
    expect(told(places.backupFailedNotice({ ...failed, what: 'restore', reason: 'other' }))).toEqual({
      title: 'The backup was not restored',
      body: expect.stringContaining('Everything is as it was before.'),
    });
    const skipped = Array.from({ length: 7 }, (_, index) => `c${index}`);
    for (const cameras of [skipped, skipped.slice(0, 5), ['c0']]) {
      const notice = places.planLimitNotice({ orgId: 'o', plan: 'Free', maxCameras: 5, skipped: cameras });
      expect(told(notice)).toEqual({ title: notice.title, body: notice.body });
    }
  });

  it('keeps the words of the server where it does not know them', () => {
    const own = { title: 'Something else', body: 'As it is.' };
    expect(noticeText({ kind: 'motion', ...own, meta: null })).toEqual(own);
    expect(noticeText({ kind: 'backup_failed', ...own, meta: null })).toEqual(own);
    expect(noticeText({ kind: 'constructor', ...own, meta: null })).toEqual(own);
  });
});
