import { t } from '@lingui/core/macro';
import { formats } from '../../hooks/format.ts';

/** Names of the server's parts. */
const PARTS: Readonly<Record<string, string>> = {
  database: t`Database`,
  discovery: t`Name in the network`,
  disk: t`Disk`,
  clerk: t`Sign-in service`,
  resend: t`E-mail service`,
  email_worker: t`E-mail sending`,
  hls_cache: t`Live video memory`,
  viewer_usage: t`Viewing hours`,
  sse: t`Live events`,
};

/** Names of the tasks the server does by itself. */
const TASKS: Readonly<Record<string, string>> = {
  'agent-activity': t`Store what agents did`,
  backups: t`Scheduled backups`,
  'disk-check': t`Check the disk`,
  'inactive-cameras': t`Free the memory of silent cameras`,
  'integration-keys': t`Check keys of Home Assistant`,
  'log-cleanup': t`Remove old log entries`,
  'mail-worker': t`Send mails`,
  'motion-digest': t`Summaries of motion`,
  'offline-sweep': t`Notice what went offline`,
  'release-refresh': t`Look for new node versions`,
  'sentinel-daily-report': t`Daily reports of Sentinel AI`,
  'sentinel-investigator': t`Investigations of Sentinel AI`,
  'sentinel-pictures': t`Remove old pictures of Sentinel AI`,
  'sentinel-reaper': t`End stuck investigations`,
  'session-refresh': t`Check who is signed in`,
  'session-upkeep': t`End old sign-ins`,
  'session-watch': t`End connections of people who were signed out`,
  'snooze-end': t`End quiet times that are over`,
  'viewer-usage': t`Store viewing hours`,
  'webhook-cleanup': t`Remove old deliveries of webhooks`,
  'webhook-worker': t`Send webhooks`,
};

/** `clean-logs` as `Clean logs`, for what this page does not know. */
function plainName(name: string): string {
  const plain = name.replaceAll(/[-_]/g, ' ');
  return plain.slice(0, 1).toUpperCase() + plain.slice(1);
}

export function partName(name: string): string {
  return PARTS[name] ?? plainName(name);
}

export function taskName(name: string): string {
  return TASKS[name] ?? plainName(name);
}

type FigureWords = (value: number) => string;

/** What a check tells, each figure in words of its own. */
const FIGURES: Readonly<Record<string, FigureWords>> = {
  latency_ms: (ms) => {
    const time = formats.number(ms, 2);
    return t`answers in ${time} ms`;
  },
  percent_used: (share) => {
    const percent = formats.percent(share);
    return t`${percent} used`;
  },
  bytes_free: (bytes) => {
    const size = formats.bytes(bytes);
    return t`${size} free`;
  },
  bytes_total: (bytes) => {
    const size = formats.bytes(bytes);
    return t`${size} in all`;
  },
  bytes_used: (bytes) => {
    const size = formats.bytes(bytes);
    return t`${size} taken`;
  },
  playlists_cached: (value) => {
    const count = formats.count(value);
    return t`playlists: ${count}`;
  },
  segment_cameras: (value) => {
    const count = formats.count(value);
    return t`cameras with video: ${count}`;
  },
  pending_writes: (value) => {
    const count = formats.count(value);
    return t`seconds not stored yet: ${count}`;
  },
  subscriber_total: (value) => {
    const count = formats.count(value);
    return t`open pages: ${count}`;
  },
  subscriber_orgs: (value) => {
    const count = formats.count(value);
    return t`organisations: ${count}`;
  },
  dropped: (value) => {
    const count = formats.count(value);
    return t`closed because too slow: ${count}`;
  },
  camera_followers: (value) => {
    const count = formats.count(value);
    return t`cameras followed: ${count}`;
  },
  notices_skipped: (value) => {
    const count = formats.count(value);
    return t`notices left out for slow pages: ${count}`;
  },
  playlists_held: (value) => {
    const count = formats.count(value);
    return t`players waiting for the next piece: ${count}`;
  },
  tick_age_seconds: (value) => {
    const length = formats.duration(value * 1000);
    return t`last run ${length} ago`;
  },
  queue_depth: (value) => {
    const count = formats.count(value);
    return t`waiting mails: ${count}`;
  },
};

function figureWords(name: string, value: unknown): string {
  const words = FIGURES[name];
  if (words !== undefined && typeof value === 'number') return words(value);
  const plain = name.replaceAll('_', ' ');
  return `${plain} ${typeof value === 'number' ? formats.count(value) : String(value)}`;
}

/** What neither files take nor new ones may: without it the sizes of a disk do not add up. */
function heldBack(check: Readonly<Record<string, unknown>>): readonly string[] {
  const { bytes_total: total, bytes_used: used, bytes_free: free } = check;
  if (typeof total !== 'number' || typeof used !== 'number' || typeof free !== 'number') return [];
  const rest = total - used - free;
  if (rest < total / 100) return [];
  const size = formats.bytes(rest);
  return [t`${size} held back by the operating system`];
}

/** The figures of a check as `answers in 2.00 ms, 40% used`; where its folder is says nothing. */
export function figuresOf(check: Readonly<Record<string, unknown>>): string {
  const told = Object.entries(check)
    .filter(([name]) => name !== 'status' && name !== 'path')
    .filter(([, value]) => ['number', 'string', 'boolean'].includes(typeof value))
    .map(([name, value]) => figureWords(name, value));
  return [...told, ...heldBack(check)].join(', ');
}
