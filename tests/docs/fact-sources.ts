import { z } from 'zod';
import type { FACTS } from '../../renderer/features/docs/text/facts.ts';
import { NEW_KEY } from '../../renderer/features/agents/keys/key-draft.ts';
import { BURST_MS } from '../../renderer/features/events/motion-bursts.ts';
import { REWIND_S } from '../../renderer/features/player/rewind/rewind.ts';
import { SESSION_SECONDS } from '../../server/auth/session-cookie.ts';
import { parseSchedule } from '../../server/backups/schedule/backup-schedule.ts';
import { OFFLINE_AFTER_MS } from '../../server/cameras/effective-status.ts';
import { JPEG_MAX_BYTES } from '../../server/cameras/snapshots/jpeg.ts';
import { SNAPSHOT_TIMEOUT_MS } from '../../server/cameras/snapshots/snapshot-service.ts';
import { environmentSchema } from '../../server/config/config-schema.ts';
import { sentinel } from '../../server/contract/agents/sentinel.ts';
import { READ_TOOLS, TOOL_NAMES, WRITE_TOOLS } from '../../server/contract/agents/tools.ts';
import { motion } from '../../server/contract/fleet/motion.ts';
import { recording } from '../../server/contract/fleet/recording.ts';
import { incidents } from '../../server/contract/incidents/incidents.ts';
import { integration } from '../../server/contract/integration/integration.ts';
import { MAX_WEBHOOK_ENDPOINTS } from '../../server/contract/notifications/webhooks.ts';
import { newPassword } from '../../server/contract/primitives.ts';
import { danger } from '../../server/contract/settings.ts';
import { sentinelConfig, sentinelModels } from '../../server/db/schema/organization.ts';
import { MAIL_GIVEN_UP_MS } from '../../server/email/queue/backoff.ts';
import { QUEUE_MAX } from '../../server/events/subscription.ts';
import { JSON_BODY_MAX_BYTES } from '../../server/http/request/json-body.ts';
import { EVIDENCE_MAX_BYTES } from '../../server/incidents/evidence/clip.ts';
import { RELAY_TIMING } from '../../server/nodes/archive/file-relay.ts';
import { GRACE_DAYS } from '../../server/plans/grace-period.ts';
import { planLimits } from '../../server/plans/plan-limits.ts';
import { readText } from './documentation.ts';
import { sourceNumber } from './source-constant.ts';

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const DAY_SECONDS = 86_400;
const MIB = 1024 ** 2;
const SIGN_IN = 'server/auth/passwords/sign-in-guard.ts';
const PLAYER = 'renderer/features/player/player-state.ts';
const REORDER = 'server/streaming/reorder-grace.ts';

const env = environmentSchema.parse({});
const { engines, devDependencies } = z
  .object({ engines: z.object({ node: z.string() }), devDependencies: z.object({ node: z.string() }) })
  .parse(JSON.parse(readText('package.json')));
const [free, pro, plus, selfHosted] = ['free_org', 'pro', 'pro_plus', 'self_hosted'].map(planLimits);

/** The first whole number in a text. */
function numberOf(text: string): number {
  return Number(/\d+/.exec(text)?.[0]);
}

/** The number that stands in a pattern's group in a file. Throws when the pattern does not fit any more. */
function written(path: string, pattern: RegExp): number {
  const found = pattern.exec(readText(path));
  if (found?.[1] === undefined) throw new Error(`${path} does not fit ${String(pattern)}`);
  return Number(found[1].replaceAll('_', ''));
}

/** The largest number up to 1000 that is accepted. */
function largest(accepts: (value: number) => boolean): number {
  return Array.from({ length: 1000 }, (_, index) => 1000 - index).find(accepts) ?? 0;
}

/** A default of a column; none of these is an expression. */
function valueOf(standard: unknown): number | string {
  return z.union([z.number(), z.string()]).parse(standard);
}

/** How many pauses a list of them has. */
function pausesOf(path: string): number {
  const list = /PAUSES_MS[^=]*= \[([^\]]*)\]/.exec(readText(path))?.[1] ?? '';
  return list.split(',').filter((pause) => pause.trim() !== '').length;
}

/** Every number the help names, from where the program has it. */
export const FACT_SOURCES: Readonly<Record<keyof typeof FACTS, number | string | null | undefined>> = {
  port: env.PORT,
  nodePort: sourceNumber('server/nodes/reports/register-service.ts', 'DEFAULT_HTTP_PORT'),
  nodeJsLeast: numberOf(engines.node),
  nodeJsOwn: numberOf(devDependencies.node),
  passwordLeast: 1 + largest((length) => !newPassword.safeParse('x'.repeat(length)).success && length < 100),
  inviteDays: sourceNumber('server/auth/local/invite-service.ts', 'INVITE_MS') / DAY_MS,
  sessionDays: SESSION_SECONDS / DAY_SECONDS,
  sessionsMost: sourceNumber('server/auth/local/session-service.ts', 'MAX_SESSIONS_PER_PERSON'),
  freeFailures: sourceNumber(SIGN_IN, 'FREE_FAILURES'),
  longestWaitMinutes: sourceNumber(SIGN_IN, 'LONGEST_WAIT_SECONDS') / 60,
  addressFailures: sourceNumber(SIGN_IN, 'ADDRESS_FAILURES'),
  addressMinutes: sourceNumber(SIGN_IN, 'ADDRESS_WINDOW_SECONDS') / 60,
  offlineSeconds: OFFLINE_AFTER_MS / SECOND_MS,
  // What a node does by itself; the simulator keeps to the same.
  reportSeconds: sourceNumber('scripts/simulator/node-options.ts', 'heartbeatMs') / SECOND_MS,
  segmentsKept: env.SEGMENT_CACHE_MAX_PER_CAMERA,
  cacheGib: env.SEGMENT_CACHE_MAX_TOTAL_BYTES / 1024 ** 3,
  playlistSegments: sourceNumber('server/streaming/published-window.ts', 'WINDOW_LENGTH'),
  reorderSeconds: sourceNumber(REORDER, 'REORDER_GRACE_MS') / SECOND_MS,
  pictureSeconds: sourceNumber(PLAYER, 'FRAME_FRESH_MS') / SECOND_MS,
  growthSeconds: written(PLAYER, /Math\.max\(([\d_]+), 2 \* segmentMs \+ 800\)/) / SECOND_MS,
  delaySeconds: written(PLAYER, /Math\.max\(([\d_]+), 3 \* segmentMs \+ 4000\)/) / SECOND_MS,
  frozenSeconds: sourceNumber(PLAYER, 'FROZEN_AFTER_MS') / SECOND_MS,
  noPictureSeconds: sourceNumber(PLAYER, 'NO_PICTURE_AFTER_MS') / SECOND_MS,
  rewindSeconds: REWIND_S,
  stepSeconds: sourceNumber('renderer/features/wall/focus/focus-page.tsx', 'STEP_S'),
  snapshotSeconds: SNAPSHOT_TIMEOUT_MS / SECOND_MS,
  snapshotsPerMinute: recording.snapshot.limit?.max,
  archiveRows: sourceNumber('server/nodes/archive/stored-rows.ts', 'ROWS_MAX'),
  relayConnectSeconds: RELAY_TIMING.connectMs / SECOND_MS,
  relayTotalSeconds: RELAY_TIMING.totalMs / SECOND_MS,
  pictureMib: JPEG_MAX_BYTES / MIB,
  segmentMib: sourceNumber('server/nodes/archive/archive-routes.ts', 'SEGMENT_MAX_BYTES') / MIB,
  burstSeconds: BURST_MS / SECOND_MS,
  motionPerMinute: motion.report.limit?.max,
  motionRows: largest((limit) => motion.events.query?.safeParse({ limit }).success === true),
  transitionSeconds: sourceNumber('server/notifications/transition-notices.ts', 'QUIET_MS') / SECOND_MS,
  diskPercent: sourceNumber('server/notifications/disk-low-notice.ts', 'LOW_PERCENT'),
  diskRepeatHours: sourceNumber('server/notifications/disk-low-notice.ts', 'REPEAT_MS') / HOUR_MS,
  snoozeMinutes: written('renderer/features/inbox/snooze/spans.ts', /For (\d+) minutes/),
  snoozeMorning: `0${sourceNumber('server/notifications/snooze/snooze-end.ts', 'MORNING_HOUR')}:00`,
  motionPauseMinutes: sourceNumber('server/email/digest/motion-windows.ts', 'DEFAULT_MINUTES'),
  mailDays: MAIL_GIVEN_UP_MS / DAY_MS,
  mailAttempts: env.EMAIL_MAX_ATTEMPTS,
  webhooksMost: MAX_WEBHOOK_ENDPOINTS,
  webhookSeconds: sourceNumber('server/webhooks/create-webhooks.ts', 'TIMEOUT_MS') / SECOND_MS,
  webhookAttempts: 1 + pausesOf('server/webhooks/outgoing/sending/retry-plan.ts'),
  webhookDays: sourceNumber('server/webhooks/outgoing/delivery-cleanup.ts', 'KEPT_MS') / DAY_MS,
  clipSeconds: sourceNumber('renderer/features/incidents/filing/first-evidence.ts', 'CLIP_S'),
  clipMostSeconds: largest(
    (seconds) =>
      incidents.addEvidence.body?.safeParse({ kind: 'clip', camera_id: 'a', duration_seconds: seconds })
        .success === true,
  ),
  evidenceMib: EVIDENCE_MAX_BYTES / MIB,
  exportsPerHour: incidents.export.limit?.max,
  tools: TOOL_NAMES.length,
  readTools: READ_TOOLS.length,
  writeTools: WRITE_TOOLS.length,
  keyDays: NEW_KEY.days,
  mcpPerMinute: selfHosted?.mcp?.perMinute,
  mcpPerDay: selfHosted?.mcp?.perDay,
  watchMost: written('server/mcp/tools/watch-tool.ts', /count: z\.int\(\)\.min\(\d+\)\.max\((\d+)\)/),
  watchSeconds: written(
    'server/mcp/tools/watch-tool.ts',
    /interval_seconds: z\.int\(\)\.min\(\d+\)\.max\((\d+)\)/,
  ),
  sentinelRuns: selfHosted?.sentinelRunsPerMonth,
  cooldownMinutes: valueOf(sentinelConfig.motionCooldownMin.default),
  cooldownMost: largest(
    (minutes) => sentinel.change.body?.safeParse({ motion_cooldown_min: minutes }).success === true,
  ),
  toolCalls: valueOf(sentinelModels.maxToolCalls.default),
  runMinutes: valueOf(sentinelModels.maxMinutes.default),
  imagePixels: valueOf(sentinelModels.imagePixels.default),
  tracePictures: sourceNumber('server/sentinel/investigator/case-file.ts', 'KEPT_PICTURES_MAX'),
  tracePixels: sourceNumber('server/sentinel/investigator/tool-use.ts', 'KEPT_EDGE'),
  traceDays: sourceNumber('server/sentinel/investigator/pictures/picture-cleanup.ts', 'KEPT_MS') / DAY_MS,
  reportTime: valueOf(sentinelConfig.dailyReportTime.default),
  reportCatchUpHours: sourceNumber('server/sentinel/rules/report-day.ts', 'CATCH_UP_MINUTES') / 60,
  strandedMinutes: sourceNumber('server/sentinel/runs/reaper.ts', 'STRANDED_AFTER_MS') / MINUTE_MS,
  expiredMinutes: sourceNumber('server/sentinel/runs/reaper.ts', 'EXPIRED_AFTER_MS') / MINUTE_MS,
  stillsPerMinute: integration.snapshot.limit?.max,
  integrationStreams: sourceNumber('server/integration/integration-routes.ts', 'STREAMS_MAX'),
  freeCameras: free?.maxCameras,
  freeNodes: free?.maxNodes,
  freePeople: free?.maxSeats,
  freeHours: free?.maxViewerHoursPerMonth,
  freeDays: free?.logRetentionDays,
  proCameras: pro?.maxCameras,
  proNodes: pro?.maxNodes,
  proPeople: pro?.maxSeats,
  proHours: pro?.maxViewerHoursPerMonth,
  proDays: pro?.logRetentionDays,
  proRuns: pro?.sentinelRunsPerMonth,
  plusCameras: plus?.maxCameras,
  plusNodes: plus?.maxNodes,
  plusPeople: plus?.maxSeats,
  plusHours: plus?.maxViewerHoursPerMonth,
  plusDays: plus?.logRetentionDays,
  plusRuns: plus?.sentinelRunsPerMonth,
  selfPeople: selfHosted?.maxSeats,
  graceDays: GRACE_DAYS,
  watchNoteMinutes: sourceNumber('server/streaming/access-log.ts', 'REPEAT_MS') / MINUTE_MS,
  csvRows: sourceNumber('server/audit/csv.ts', 'MAX_ROWS'),
  dataExportsPerHour: danger.export.limit?.max,
  resetSeconds: sourceNumber('server/organization/full-reset-service.ts', 'WIPE_TIMEOUT_MS') / SECOND_MS,
  backupTime: `0${parseSchedule(undefined).hour}:00`,
  backupDays: sourceNumber('server/backups/schedule/rotation.ts', 'DAYS_KEPT'),
  backupWeeks: sourceNumber('server/backups/schedule/rotation.ts', 'WEEKS_KEPT'),
  diskWarnPercent: sourceNumber('server/system/health-service.ts', 'DISK_WARN_PERCENT'),
  diskCriticalPercent: env.DISK_CRITICAL_THRESHOLD_PERCENT,
  stopSeconds: sourceNumber('server/command-line/serve.ts', 'FORCE_EXIT_MS') / SECOND_MS,
  releaseMinutes: env.RELEASE_CACHE_REFRESH_INTERVAL_SECONDS / 60,
  readySeconds: sourceNumber('server/system/health-service.ts', 'READY_CACHE_MS') / SECOND_MS,
  argonMib: Math.round(sourceNumber('server/auth/passwords/password-worker.ts', 'memorySize') / 1024),
  argonPasses: sourceNumber('server/auth/passwords/password-worker.ts', 'iterations'),
  bodyMib: JSON_BODY_MAX_BYTES / MIB,
  requestSeconds: sourceNumber('server/http/http-server.ts', 'requestTimeout') / SECOND_MS,
  socketsMost: sourceNumber('server/events/dashboard-sockets.ts', 'SOCKETS_PER_PERSON'),
  sweepSeconds: written('server/app-context.ts', /name: 'session-watch', everyMs: ([\d_]+)/) / SECOND_MS,
  keepAliveSeconds: sourceNumber('server/events/event-stream.ts', 'KEEP_ALIVE_MS') / SECOND_MS,
  keepAliveQueue: QUEUE_MAX,
};
