import type { IncomingMessage } from 'node:http';
import type { Logger } from 'pino';
import type { Loop } from '../background/loop-runner.ts';
import type { Clock } from '../clock.ts';
import type { Config } from '../config/config.ts';
import type { Database } from '../db/database.ts';
import type { Publish } from '../events/event-hub.ts';
import type { Authenticator } from '../mcp/endpoint/authenticator.ts';
import type { FollowUp } from '../notifications/notifier.ts';
import type { PlanService } from '../plans/plan-service.ts';
import { isAgentService } from './agent/agent-service.ts';
import { SentinelAgentAuth } from './agent/sentinel-agent-auth.ts';
import { dispatchRuns } from './dispatch/automatic-dispatch.ts';
import { startDailyReports } from './dispatch/daily-report.ts';
import { AgentWakeUp } from './dispatch/wake-up.ts';
import { reapRuns } from './runs/reaper.ts';
import type { SentinelRoutesDeps } from './sentinel-routes.ts';

export interface SentinelCore {
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Logger;
  readonly publish: Publish;
  readonly plans: PlanService;
  readonly config: Pick<Config, 'sentinel'>;
}

/** Everything that starts runs of Sentinel AI and keeps account of them. */
export interface SentinelParts {
  /** Starts runs for stored notifications; snoozed ones count too. */
  readonly followUp: FollowUp;
  readonly routes: SentinelRoutesDeps;
  readonly loops: readonly Loop[];
  readonly isAgentService: (request: IncomingMessage) => boolean;
  /** The agent service as a caller of tools. */
  readonly authenticator: Authenticator;
  /** Resolves when nobody is being told of runs any more. */
  readonly stop: () => Promise<void>;
}

const REPORT_EVERY_MS = 30_000;
/** What died with the server of before is taken up again soon. */
const FIRST_REAPING_MS = 2_000;

/** Builds Sentinel AI but for the built-in investigator. */
export function createSentinel(core: SentinelCore): SentinelParts {
  const wakeUp = new AgentWakeUp(core);
  const deps = { ...core, wakeUp };
  const reaper = { ...core, serverStartedAt: core.clock.now() };
  return {
    followUp: dispatchRuns(deps),
    routes: deps,
    loops: [
      {
        name: 'sentinel-reaper',
        everyMs: core.config.sentinel.reaperEveryMs,
        firstAfterMs: FIRST_REAPING_MS,
        tick: async () => {
          const { reaped, requeued } = await reapRuns(reaper);
          if (reaped > 0 || requeued.length > 0)
            core.log.warn(
              { ended: reaped, requeued: requeued.length },
              'Stranded Sentinel runs were taken care of',
            );
        },
      },
      {
        name: 'sentinel-daily-report',
        everyMs: REPORT_EVERY_MS,
        tick: (signal) => startDailyReports(deps, signal),
      },
    ],
    isAgentService: (request) => isAgentService(core, request),
    authenticator: new SentinelAgentAuth(core),
    stop: () => wakeUp.stop(),
  };
}
