import type { Logger } from 'pino';
import type { Liveness } from '../cameras/liveness.ts';
import type { Clock } from '../clock.ts';
import type { Config } from '../config/config.ts';
import type { Database } from '../db/database.ts';
import type { Publish } from '../events/event-hub.ts';
import type { ReleaseCache } from '../install/release-cache.ts';
import type { TransitionNotices } from '../notifications/transition-notices.ts';
import type { PlanService } from '../plans/plan-service.ts';
import type { DiskAlert } from './disk-alert.ts';
import { flushInactiveCameras } from './inactive-cameras.ts';
import { cleanUpLogs } from './log-cleanup.ts';
import type { Loop } from './loop-runner.ts';
import { hearingSince } from './hearing.ts';
import { sweepOffline } from './offline-sweep.ts';

export interface UpkeepDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Logger;
  readonly config: Pick<Config, 'upkeep' | 'releases'>;
  readonly plans: PlanService;
  readonly liveness: Liveness;
  readonly notices: TransitionNotices;
  readonly releases: ReleaseCache;
  readonly diskAlert: DiskAlert;
  readonly publish: Publish;
  /** Frees a camera's cached video. */
  readonly flushVideo: (cameraId: string) => void;
}

const DAY_MS = 86_400_000;
/** Servers that are switched off every night would otherwise never get to it. */
const SHORTLY_AFTER_START_MS = 60_000;

/** The tasks that keep the installation in order. */
export function upkeepLoops(deps: UpkeepDeps): readonly Loop[] {
  const { config, clock, plans, notices, releases } = deps;
  const { upkeep } = config;
  const retentionDays = (orgId: string) => plans.retentionDays(orgId, upkeep.logRetentionDays);
  const inactive = { ...deps, inactiveAfterMs: upkeep.inactiveCameraMs, flush: deps.flushVideo };
  const sweep = {
    ...deps,
    announce: notices.announce.bind(notices),
  };
  const since = hearingSince(clock, upkeep.offlineSweepMs);
  return [
    {
      name: 'log-cleanup',
      everyMs: DAY_MS,
      firstAfterMs: SHORTLY_AFTER_START_MS,
      tick: async (signal) => {
        const summary = await cleanUpLogs({ ...deps, retentionDays }, signal);
        if (summary.total_deleted > 0) deps.log.info(summary, 'Old log rows were deleted');
      },
    },
    {
      name: 'inactive-cameras',
      everyMs: DAY_MS,
      firstAfterMs: SHORTLY_AFTER_START_MS,
      tick: async () => void (await flushInactiveCameras(inactive)),
    },
    {
      name: 'offline-sweep',
      everyMs: upkeep.offlineSweepMs,
      tick: async () => void (await sweepOffline({ ...sweep, listeningSinceMs: since() })),
    },
    {
      name: 'release-refresh',
      everyMs: config.releases?.refreshMs ?? DAY_MS,
      firstAfterMs: 0,
      tick: (signal) => releases.refresh(signal),
    },
    { name: 'disk-check', everyMs: upkeep.diskCheckMs, tick: () => deps.diskAlert.check() },
  ];
}
