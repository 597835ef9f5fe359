import { sentinel } from '../contract/agents/sentinel.ts';
import type { BodyOf } from '../contract/endpoint.ts';
import type { RouteBinder } from '../http/route-binder.ts';
import { startManualRun, type ManualRunDeps } from './dispatch/manual-run.ts';
import { changeSettings, sentinelSettings, type ConfigDeps } from './rules/config-service.ts';
import type { BlockedRunsDeps } from './runs/blocked-runs.ts';
import { claimForService, runsForService } from './runs/run-claim.ts';
import { completeRun, type RunReport } from './runs/run-completion.ts';
import { runDetail, runPage, runPicture } from './runs/run-history.ts';
import { pendingRunOf, runDetailOf, runOf } from './runs/run-views.ts';

export type SentinelRoutesDeps = ConfigDeps & ManualRunDeps & BlockedRunsDeps;

/** Rules and runs of Sentinel AI, for people and for the agent service. */
export function sentinelRoutes(binder: RouteBinder, deps: SentinelRoutesDeps): void {
  binder.bind(sentinel.config, ({ principal }) => sentinelSettings(deps, principal.orgId));
  binder.bind(sentinel.change, async (call) => ({ config: await changeSettings(deps, call, call.body) }));
  agentServiceRoutes(binder, deps);
  binder.bind(sentinel.manual, (call) => startManualRun(deps, call, call.body));
  binder.bind(sentinel.runs, ({ principal, query }) => runPage(deps, principal.orgId, query));
  binder.bind(sentinel.run, ({ principal, params }) => runDetail(deps, principal.orgId, params.run_id));
  binder.bind(sentinel.picture, async ({ principal, params, response }) => {
    const { run_id: runId, number } = params;
    const { mime, data } = await runPicture(deps, { orgId: principal.orgId, runId, number });
    response.setHeader('Content-Type', mime);
    response.setHeader('Content-Length', data.length);
    response.setHeader('Cache-Control', 'private, max-age=300');
    response.end(data);
    return undefined;
  });
}

/** Bound before `runs/{run_id}`, which would take `runs/pending` for a run. */
function agentServiceRoutes(binder: RouteBinder, deps: SentinelRoutesDeps): void {
  binder.bind(sentinel.pending, async ({ query }) => {
    const rows = await runsForService(deps, query.limit);
    return { runs: rows.map(pendingRunOf) };
  });
  binder.bind(sentinel.start, async ({ params }) => {
    const { row, claimed } = await claimForService(deps, params.run_id);
    return { ...runOf(row), claimed };
  });
  binder.bind(sentinel.complete, async ({ params, body }) =>
    runDetailOf(await completeRun(deps, params.run_id, reportOf(body))),
  );
}

function reportOf(body: BodyOf<typeof sentinel.complete>): RunReport {
  const trace = body.tool_trace?.map((step) => ({
    tool: step['tool'],
    args: step['args'],
    result: step['result'],
  }));
  return {
    runner: 'service',
    outcome: body.outcome,
    severity: body.severity,
    incidentId: body.incident_id,
    summary: body.summary,
    toolCallCount: body.tool_call_count,
    trace,
  };
}
