import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import type { AppContext } from './app-parts.ts';
import { authRoutes } from './auth/auth-routes.ts';
import { cameraRoutes } from './cameras/camera-routes.ts';
import { routeTable } from './contract/route-table.ts';
import { dashboardFiles } from './http/dashboard-files.ts';
import { allowedMethods } from './http/allowed-methods.ts';
import { expressBinder } from './http/express-binder.ts';
import { AppError } from './http/app-error.ts';
import { sendError } from './http/send.ts';
import { auditRoutes } from './audit/audit-routes.ts';
import { backupRoutes } from './backups/backup-routes.ts';
import { doctorRoutes } from './doctor/doctor-routes.ts';
import { metricsRoutes } from './metrics/metrics-routes.ts';
import { groupRoutes } from './cameras/groups/group-routes.ts';
import { recordingRoutes } from './cameras/recording/recording-routes.ts';
import { installRoutes } from './install/install-routes.ts';
import { deliveryLogRoutes } from './email/log/delivery-log-routes.ts';
import { mailPreferencesRoutes } from './email/setup/mail-preferences-routes.ts';
import { mailSettingsRoutes } from './email/setup/mail-settings-routes.ts';
import { unsubscribeRoutes } from './email/unsubscribe/unsubscribe-routes.ts';
import { incidentExportRoutes } from './incidents/export/export-routes.ts';
import { integrationKeyRoutes, integrationRoutes } from './integration/integration-routes.ts';
import { modelRoutes } from './sentinel/model/model-routes.ts';
import { sentinelRoutes } from './sentinel/sentinel-routes.ts';
import { activityRoutes } from './mcp/activity/activity-routes.ts';
import { agentKeyRoutes } from './mcp/keys/agent-key-routes.ts';
import { incidentRoutes } from './incidents/incident-routes.ts';
import { motionRoutes } from './motion/motion-routes.ts';
import { archiveRoutes } from './nodes/archive/archive-routes.ts';
import { inboxRoutes } from './notifications/inbox/inbox-routes.ts';
import { snoozeRoutes } from './notifications/snooze/snooze-routes.ts';
import { dangerRoutes } from './organization/danger-routes.ts';
import { settingsRoutes } from './settings/settings-routes.ts';
import { securityTxtRoutes } from './system/security-txt-routes.ts';
import { nodeRoutes } from './nodes/node-routes.ts';
import { incomingWebhookRoutes } from './webhooks/incoming/incoming-webhook-routes.ts';
import { webhookRoutes } from './webhooks/outgoing/webhook-routes.ts';
import { apiDocs } from './system/api-docs.ts';
import { openApiDocument } from './system/openapi.ts';
import { systemRoutes } from './system/system-routes.ts';

/** The Express application: every declared route but the video ones, the API document and the dashboard's files. */
export function createApplication(context: AppContext): Express {
  const application = express();
  application.disable('x-powered-by');
  application.disable('etag');
  application.set('case sensitive routing', true);
  const router = express.Router({ caseSensitive: true, strict: false });
  const binder = expressBinder(router, context.binderServices);
  authRoutes(binder, context.auth);
  nodeRoutes(binder, context.fleet);
  archiveRoutes(binder, context.fleet);
  cameraRoutes(binder, context.fleet);
  recordingRoutes(binder, context.fleet);
  groupRoutes(binder, context.fleet);
  motionRoutes(binder, context.fleet);
  inboxRoutes(binder, context.inbox);
  snoozeRoutes(binder, context.inbox);
  mailPreferencesRoutes(binder, context.mail);
  mailSettingsRoutes(binder, context.mail);
  unsubscribeRoutes(binder, context.mail);
  deliveryLogRoutes(binder, context.mail);
  webhookRoutes(binder, context.webhooks);
  incidentExportRoutes(binder, context.incidents);
  incidentRoutes(binder, context.incidents);
  sentinelRoutes(binder, context.sentinel);
  modelRoutes(binder, context.sentinel);
  integrationKeyRoutes(binder, context.integration);
  integrationRoutes(binder, context.integration);
  agentKeyRoutes(binder, context.agents);
  activityRoutes(binder, context.agents);
  incomingWebhookRoutes(binder, context.incomingWebhooks);
  settingsRoutes(binder, context.organization);
  auditRoutes(binder, context.organization);
  dangerRoutes(binder, context.organization);
  backupRoutes(binder, context.backups.routes);
  doctorRoutes(binder, context.doctor);
  metricsRoutes(binder, context.metrics);
  installRoutes(binder, context.install);
  securityTxtRoutes(binder, context.securityTxt);
  systemRoutes(binder, context.system);
  apiDocs(router, () => openApiDocument(routeTable, context.config.version), context.config.apiDocsDir);
  application.use(router);
  application.use(allowedMethods(routeTable));
  application.use(...dashboardFiles(context.config.staticDir, context.clerkOrigins));
  application.use((error: unknown, _request: Request, response: Response, _next: NextFunction) => {
    sendError(response, asRefusal(error), context.log);
  });
  return application;
}

/** Express itself refuses paths with broken percent-encoding, and parts that a file does not have. */
function asRefusal(error: unknown): unknown {
  if (error instanceof URIError) return AppError.plain(400, 'The address is not correctly encoded.');
  const status = error instanceof Error && 'status' in error ? error.status : undefined;
  if (status === 416) return AppError.plain(416, 'The file has no such part.');
  return error;
}
