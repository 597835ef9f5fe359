import type { IncomingMessage } from 'node:http';
import { sendDownload } from '../audit/download.ts';
import { endedSessionCookie } from '../auth/session-cookie.ts';
import { danger } from '../contract/settings.ts';
import type { RouteBinder } from '../http/route-binder.ts';
import { beginExport, type ExportDeps } from './export-service.ts';
import { fullReset, type FullResetDeps } from './full-reset-service.ts';
import { wipeLogs, type LogWipeDeps } from './log-wipe-service.ts';

export type DangerRoutesDeps = ExportDeps &
  FullResetDeps &
  LogWipeDeps & {
    /** Whether the call arrived over https, by the trusted-proxy rule. */
    readonly isHttps: (request: IncomingMessage) => boolean;
  };

/** Binds what cannot be undone, and the export of everything there is. */
export function dangerRoutes(binder: RouteBinder, deps: DangerRoutesDeps): void {
  binder.bind(danger.wipeLogs, async (call) => {
    const { streamLogs, mcpLogs } = await wipeLogs(deps, call);
    return { success: true as const, deleted_logs: streamLogs, deleted_mcp_logs: mcpLogs };
  });

  binder.bind(danger.fullReset, async (call) => {
    const { nodesWiped, erased } = await fullReset(deps, call, call.body.confirm);
    if (deps.local !== undefined) {
      call.response.appendHeader('Set-Cookie', endedSessionCookie(deps.isHttps(call.request)));
    }
    return {
      success: true as const,
      nodes_wiped: nodesWiped,
      nodes_deleted: erased['camera_nodes'] ?? 0,
      cameras_deleted: erased['cameras'] ?? 0,
      logs_deleted: erased['stream_access_logs'] ?? 0,
      mcp_logs_deleted: erased['mcp_activity_logs'] ?? 0,
      settings_deleted: erased['settings'] ?? 0,
    };
  });

  binder.bind(danger.export, async (call) => {
    const { name, archive } = await beginExport(deps, call);
    await sendDownload(call.response, { name, type: 'application/zip' }, archive);
    return undefined;
  });
}
