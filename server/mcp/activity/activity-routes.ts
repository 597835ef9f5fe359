import { sendCsv } from '../../audit/download.ts';
import { daysBefore } from '../../audit/log-windows.ts';
import { agentActivity } from '../../contract/agents/activity.ts';
import { openEventStream, type EventStreamDeps } from '../../events/event-stream.ts';
import type { RouteBinder } from '../../http/route-binder.ts';
import { planLimits } from '../../plans/plan-limits.ts';
import { activityCsv, activityPage, activityStats, type ActivityLogDeps } from './activity-log-service.ts';
import type { AgentActivity } from './agent-activity.ts';

export interface ActivityRoutesDeps extends ActivityLogDeps, EventStreamDeps {
  readonly activity: Pick<AgentActivity, 'recent' | 'sessions' | 'stats' | 'flush'>;
}

/** What AI agents do, live and stored. */
export function activityRoutes(binder: RouteBinder, deps: ActivityRoutesDeps): void {
  const { activity } = deps;
  binder.bind(agentActivity.stream, ({ principal, request, response }) => {
    const max = planLimits(principal.plan).maxSseSubscribers;
    openEventStream(deps, { request, response, principal, channel: 'mcp', max });
    return undefined;
  });
  binder.bind(agentActivity.recent, ({ principal, query }) => [
    ...activity.recent(principal.orgId, query.limit),
  ]);
  binder.bind(agentActivity.sessions, ({ principal }) => activity.sessions(principal.orgId));
  binder.bind(agentActivity.stats, ({ principal }) => activity.stats(principal.orgId));
  binder.bind(agentActivity.logs, async ({ principal: { orgId }, query, response }) => {
    const { limit, offset } = query;
    // A call that was told already is in the log of whoever asks now.
    await activity.flush();
    const now = deps.clock.now();
    const filter = {
      toolName: query.tool_name,
      keyName: query.key_name,
      status: query.status,
      since: daysBefore(now, query.days),
    };
    if (query.format === 'json') return activityPage(deps, orgId, { ...filter, limit, offset });
    await sendCsv(response, { prefix: 'mcp-activity-log', orgId, now }, activityCsv(deps, orgId, filter));
    // The file is the answer; the binder adds nothing to an ended response.
    return { total: 0, limit, offset, logs: [] };
  });
  binder.bind(agentActivity.logStats, ({ principal, query }) =>
    activityStats(deps, principal.orgId, query.days),
  );
}
