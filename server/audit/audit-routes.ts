import { audit } from '../contract/audit.ts';
import type { RouteBinder } from '../http/route-binder.ts';
import { accessStats, type AccessStatsDeps } from './access-stats-service.ts';
import { accessCsv, accessPage, auditCsv, auditPage, type AuditDeps } from './audit-service.ts';
import { auditStats } from './audit-stats-service.ts';
import { sendCsv } from './download.ts';
import { daysBefore } from './log-windows.ts';

export type AuditRoutesDeps = AuditDeps & AccessStatsDeps;

/** Binds the two logs, each as JSON pages or one CSV file, and their statistics. */
export function auditRoutes(binder: RouteBinder, deps: AuditRoutesDeps): void {
  const since = (days: number | undefined) => daysBefore(deps.clock.now(), days);
  const named = (prefix: string, orgId: string) => ({ prefix, orgId, now: deps.clock.now() });

  binder.bind(audit.logs, async ({ principal: { orgId }, query, response }) => {
    const { event, username, limit, offset } = query;
    const filter = { event, username, since: since(query.days) };
    if (query.format === 'json') return auditPage(deps, orgId, { ...filter, limit, offset });
    await sendCsv(response, named('audit-log', orgId), auditCsv(deps, orgId, filter));
    return alreadySent(query);
  });

  binder.bind(audit.stats, ({ principal, query }) => auditStats(deps, principal.orgId, query.days));

  binder.bind(audit.streamLogs, async ({ principal: { orgId }, query, response }) => {
    const { limit, offset } = query;
    const filter = { cameraId: query.camera_id, viewer: query.user_id, since: since(query.days) };
    if (query.format === 'json') return accessPage(deps, orgId, { ...filter, limit, offset });
    await sendCsv(response, named('stream-access-log', orgId), accessCsv(deps, orgId, filter));
    return alreadySent(query);
  });

  binder.bind(audit.streamStats, ({ principal, query }) => accessStats(deps, principal.orgId, query.days));
}

/** The declared answer of a call whose file is sent; the binder adds nothing to an ended response. */
function alreadySent({ limit, offset }: { readonly limit: number; readonly offset: number }) {
  return { total: 0, limit, offset, logs: [] };
}
