import type { AccountsMode, MailInput } from '../../server/email/templates/mail-view.ts';
import * as camera from '../../server/notifications/notices/camera-notices.ts';
import * as key from '../../server/notifications/notices/key-notices.ts';
import * as member from '../../server/notifications/notices/member-notices.ts';
import * as node from '../../server/notifications/notices/node-notices.ts';
import * as organization from '../../server/notifications/notices/organization-notices.ts';
import type { Notice } from '../../server/notifications/notifier.ts';

const GIB = 1024 ** 3;
const ORG = { orgId: 'o1', name: 'Corner Bakery', createdBy: 'u1' };
const NODE = { orgId: 'o1', nodeId: 'a1b2c3d4', name: 'Back office' };
const CAMERA = { orgId: 'o1', nodeId: 'a1b2c3d4', cameraId: 'a1b2c3d4-video0', name: 'Front door' };
const KEY = { orgId: 'o1', keyId: 3, keyName: 'Night watch', actorUserId: 'u1', actorLabel: 'Ada Lovelace' };
const PERSON = { orgId: 'o1', userId: 'u2', identifier: 'grace@example.com' };
const NOTICED_AT = new Date('2026-05-30T12:34:56Z');
const SUMMED_UP_AT = new Date('2026-05-30T12:49:56Z');

/** One notice of every mailed kind, as the server words it. */
function notices(accounts: AccountsMode): readonly Notice[] {
  return [
    camera.motionNotice(CAMERA, { score: 42, segmentSeq: 1200, timestamp: NOTICED_AT }),
    camera.motionDigestNotice(CAMERA, {
      events: 5,
      from: NOTICED_AT,
      to: SUMMED_UP_AT,
      cooldownMinutes: 15,
    }),
    camera.cameraOfflineNotice(CAMERA),
    camera.cameraOnlineNotice(CAMERA),
    node.nodeOfflineNotice(NODE),
    node.nodeOnlineNotice(NODE),
    organization.incidentNotice({
      orgId: 'o1',
      id: 12,
      title: 'Person at the back door after closing',
      summary: 'Somebody tried the handle twice and left towards the car park.',
      severity: 'high',
      cameraId: CAMERA.cameraId,
    }),
    key.mcpKeyCreatedNotice(KEY, { scopeMode: 'readonly', scope: 'looking, but no changes' }),
    key.mcpKeyRevokedNotice(KEY),
    node.diskLowNotice(NODE, { freeBytes: 18.1 * GIB, totalBytes: 238.5 * GIB, percentUsed: 92.4 }),
    member.memberAddedNotice(PERSON, { role: 'member', accounts }),
    member.memberRoleChangedNotice(PERSON, { role: 'admin', accounts }),
    member.memberRemovedNotice(PERSON, { accounts }),
    member.promotionRequestedNotice(
      { orgId: 'o1', userId: 'u2', email: 'grace@example.com', label: 'Grace Hopper' },
      { accounts },
    ),
    organization.welcomeNotice(ORG),
  ];
}

/** One plausible mail of every mailed kind. */
export function sampleMails(accounts: AccountsMode): readonly MailInput[] {
  return notices(accounts).map(({ kind, title, body, severity, cameraId, nodeId, link, meta }) => ({
    kind,
    title,
    body,
    severity,
    cameraId: cameraId ?? null,
    nodeId: nodeId ?? null,
    link: link ?? null,
    meta,
    dashboardUrl: 'http://192.168.1.20:8000',
    unsubscribeUrl: `http://192.168.1.20:8000/api/notifications/email/unsubscribe?t=c2FtcGxl.${kind}.c2lnbmF0dXJl`,
    createdAt: NOTICED_AT,
    timeZone: 'Europe/Berlin',
    organization: ORG.name,
  }));
}
