import { t } from '@lingui/core/macro';
import type { Severity } from '../../../../server/contract/notifications/kinds.ts';
import { KIND_GROUPS } from '../kind-look.ts';

export const PERIODS = [
  {
    value: 24,
    text: t`Last 24 hours`,
    empty: t`No notification in the last 24 hours`,
    allRead: t`Everything that matches is read in the last 24 hours.`,
    noMatch: t`Nothing of this kind came in the last 24 hours.`,
  },
  {
    value: 168,
    text: t`Last 7 days`,
    empty: t`No notification in the last 7 days`,
    allRead: t`Everything that matches is read in the last 7 days.`,
    noMatch: t`Nothing of this kind came in the last 7 days.`,
  },
  {
    value: 720,
    text: t`Last 30 days`,
    empty: t`No notification in the last 30 days`,
    allRead: t`Everything that matches is read in the last 30 days.`,
    noMatch: t`Nothing of this kind came in the last 30 days.`,
  },
] as const;

/** Severities one can ask for, each with all above it. */
export const LEAST: readonly { readonly value: Severity; readonly text: string }[] = [
  { value: 'info', text: t`Any severity` },
  { value: 'warning', text: t`Warnings and worse` },
  { value: 'error', text: t`Errors and worse` },
  { value: 'critical', text: t`Critical only` },
];

/** What the inbox page shows; kept in the address, so that it can be passed on and survives a reload. */
export interface InboxFilter {
  readonly hours: number;
  /** Id of a group of kinds; empty for all. */
  readonly group: string;
  /** Camera id; empty for all. */
  readonly camera: string;
  readonly severity: Severity;
  readonly unread: boolean;
}

const DEFAULTS: InboxFilter = { hours: 168, group: '', camera: '', severity: 'info', unread: false };

/** Reads a filter from an address; what makes no sense counts as not given. */
export function readFilter(params: URLSearchParams): InboxFilter {
  const hours = Number(params.get('hours'));
  const group = params.get('group') ?? '';
  const severity = LEAST.find(({ value }) => value === params.get('severity'))?.value;
  return {
    hours: PERIODS.some(({ value }) => value === hours) ? hours : DEFAULTS.hours,
    group: KIND_GROUPS.some(({ id }) => id === group) ? group : DEFAULTS.group,
    camera: params.get('camera') ?? DEFAULTS.camera,
    severity: severity ?? DEFAULTS.severity,
    unread: params.get('unread') === 'true',
  };
}

/** The address part of a filter; nothing for what is as usual. */
export function writeFilter(filter: InboxFilter): URLSearchParams {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(filter)) {
    if (value !== DEFAULTS[name as keyof InboxFilter]) params.set(name, String(value));
  }
  return params;
}

/** Whether a filter hides anything within its period. */
export function isNarrow({ group, camera, severity, unread }: InboxFilter): boolean {
  return group !== '' || camera !== '' || severity !== 'info' || unread;
}

/** The filter as the server is asked. */
export function filterQuery({ hours, group, camera, severity, unread }: InboxFilter) {
  const kinds = KIND_GROUPS.find(({ id }) => id === group)?.kinds;
  return {
    hours,
    ...(kinds === undefined ? {} : { kinds: kinds.join(',') }),
    ...(camera === '' ? {} : { camera_id: camera }),
    ...(severity === 'info' ? {} : { severity }),
    ...(unread ? { unread: 'true' as const } : {}),
  };
}
