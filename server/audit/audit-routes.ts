import type { ServerResponse } from 'node:http';
import { audit } from '../contract/audit.ts';
import type { RouteBinder } from '../http/route-binder.ts';
import { accessStats, type AccessStatsDeps } from './access-stats-service.ts';
import { accessCsv, accessPage, auditCsv, auditPage, type AuditDeps } from './audit-service.ts';
import { downloadName, sendDownload } from './download.ts';

export type AuditRoutesDeps = AuditDeps & AccessStatsDeps;

/** Binds the two logs, each as JSON pages or one CSV file, and the access statistics. */
export function auditRoutes(binder: RouteBinder, deps: AuditRoutesDeps): void {
  binder.bind(audit.logs, async ({ principal: { orgId }, query, response }) => {
    if (query.format === 'json') return auditPage(deps, orgId, query);
    await sendCsv(response, nameFor('audit-log', orgId), auditCsv(deps, orgId, query));
    return alreadySent(query);
  });

  binder.bind(audit.streamLogs, async ({ principal: { orgId }, query, response }) => {
    const filter = { cameraId: query.camera_id, viewer: query.user_id };
    if (query.format === 'json') {
      return accessPage(deps, orgId, { ...filter, limit: query.limit, offset: query.offset });
    }
    await sendCsv(response, nameFor('stream-access-log', orgId), accessCsv(deps, orgId, filter));
    return alreadySent(query);
  });

  binder.bind(audit.streamStats, ({ principal, query }) => accessStats(deps, principal.orgId, query.days));

  function nameFor(prefix: string, orgId: string): string {
    return downloadName({ prefix, orgId, now: deps.clock.now(), extension: 'csv' });
  }
}

function sendCsv(response: ServerResponse, name: string, text: AsyncIterable<string>): Promise<void> {
  return sendDownload(response, { name, type: 'text/csv; charset=utf-8' }, text);
}

/** The declared answer of a call whose file is sent; the binder adds nothing to an ended response. */
function alreadySent({ limit, offset }: { readonly limit: number; readonly offset: number }) {
  return { total: 0, limit, offset, logs: [] };
}
