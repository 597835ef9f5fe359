import type { Notice } from '../notifier.ts';
import { shortName } from './camera-notices.ts';

/** A new organization; `createdBy` is the id of the person who made it, empty when not known. */
export function welcomeNotice(organization: {
  readonly orgId: string;
  readonly name: string;
  readonly createdBy: string;
}): Notice {
  const { orgId, name, createdBy } = organization;
  return {
    orgId,
    kind: 'welcome',
    title: `Welcome to Sentinel, ${shortName(name)}`,
    body:
      '1. Add a node under Settings and install CloudNode on the computer that has the cameras. ' +
      '2. Start it: its cameras appear on the dashboard by themselves. ' +
      '3. Invite the people who shall watch. The documentation explains each step.',
    severity: 'info',
    link: '/dashboard',
    meta: { org_name: name, created_by: createdBy },
  };
}

const NAMES_SHOWN = 5;

/** A node has more cameras than the plan allows. */
export function planLimitNotice(facts: {
  readonly orgId: string;
  /** Display name. */
  readonly plan: string;
  readonly maxCameras: number;
  /** Names of the cameras that were not added. */
  readonly skipped: readonly string[];
}): Notice {
  const { orgId, plan, maxCameras, skipped } = facts;
  const names = skipped.slice(0, NAMES_SHOWN).join(', ');
  const rest = skipped.length - NAMES_SHOWN;
  const list = rest > 0 ? `${names} and ${rest} more` : names;
  return {
    orgId,
    kind: 'plan_limit_reached',
    title: 'Camera limit reached',
    body: `The ${plan} plan allows ${maxCameras} cameras. Not added: ${list}.`,
    severity: 'warning',
    link: '/settings',
    meta: { plan, max_cameras: maxCameras, skipped },
  };
}

/** A backup that should have been made, or a restore that should have happened, failed. */
export function backupFailedNotice(facts: {
  readonly orgId: string;
  /** Why, and what to do. */
  readonly message: string;
  /** The same as a word for programs. */
  readonly reason: string;
  readonly what: 'backup' | 'restore';
}): Notice {
  const { orgId, message, reason, what } = facts;
  return {
    orgId,
    kind: 'backup_failed',
    title: what === 'backup' ? 'The daily backup failed' : 'The backup was not restored',
    body:
      what === 'backup'
        ? `${message} It is tried again every hour.`
        : `${message} Everything is as it was before.`,
    severity: 'error',
    link: '/settings/backups',
    meta: { what, reason },
  };
}

/** The computer slept, so that nothing was received for a while. */
export function computerSleptNotice(facts: {
  readonly orgId: string;
  readonly from: Date;
  readonly to: Date;
}): Notice {
  const { orgId, from, to } = facts;
  const minutes = Math.max(1, Math.round((to.getTime() - from.getTime()) / 60_000));
  const hours = Math.floor(minutes / 60);
  const length = hours === 0 ? `${minutes} min` : `${hours} h ${minutes % 60} min`;
  return {
    orgId,
    kind: 'computer_slept',
    title: `This computer slept for ${length}`,
    body: 'No pictures arrived meanwhile; what nodes recorded themselves is still on them. Keep the computer awake: in the menu of the desktop program, or in its power settings.',
    severity: 'warning',
    link: '/admin',
    meta: { from: from.toISOString(), to: to.toISOString() },
  };
}

/** Somebody or something reported an incident. */
export function incidentNotice(incident: {
  readonly orgId: string;
  readonly id: number;
  readonly title: string;
  readonly summary: string;
  /** `low`, `medium`, `high` or `critical`. */
  readonly severity: string;
  readonly cameraId: string | null;
}): Notice {
  const { orgId, id, title, summary, severity, cameraId } = incident;
  return {
    orgId,
    kind: 'incident_created',
    title: `Incident #${id}: ${title}`,
    body: `[${severity.toUpperCase()}] ${summary}`,
    severity: severity === 'high' || severity === 'critical' ? 'critical' : 'warning',
    link: `/incidents/${id}`,
    cameraId: cameraId ?? undefined,
    meta: { incident_id: id, severity },
  };
}
