import type { Logger } from 'pino';
import type { AuditRoutesDeps } from './audit/audit-routes.ts';
import type { Backups } from './backups/create-backups.ts';
import type { GroupDeps } from './cameras/groups/group-service.ts';
import type { RecordingRoutesDeps } from './cameras/recording/recording-routes.ts';
import type { InstallRoutesDeps } from './install/install-routes.ts';
import type { MailPreferencesDeps } from './email/setup/mail-preferences-service.ts';
import type { MailSettingsRoutesDeps } from './email/setup/mail-settings-routes.ts';
import type { UnsubscribeRoutesDeps } from './email/unsubscribe/unsubscribe-routes.ts';
import type { IncidentExportDeps } from './incidents/export/export-service.ts';
import type { IntegrationRoutesDeps } from './integration/integration-routes.ts';
import type { ModelRoutesDeps } from './sentinel/model/model-routes.ts';
import type { SentinelRoutesDeps } from './sentinel/sentinel-routes.ts';
import type { ActivityRoutesDeps } from './mcp/activity/activity-routes.ts';
import type { AgentKeyRoutesDeps } from './mcp/keys/agent-key-routes.ts';
import type { IncidentRoutesDeps } from './incidents/incident-routes.ts';
import type { MotionRoutesDeps } from './motion/motion-routes.ts';
import type { ArchiveRoutesDeps } from './nodes/archive/archive-routes.ts';
import type { isPrivateAddress } from './nodes/archive/private-address.ts';
import type { InboxRoutesDeps } from './notifications/inbox/inbox-routes.ts';
import type { SnoozeDeps } from './notifications/snooze/snooze-service.ts';
import type { DangerRoutesDeps } from './organization/danger-routes.ts';
import type { SettingsDeps } from './settings/settings-service.ts';
import type { SecurityTxtDeps } from './system/security-txt-routes.ts';
import type { IncomingWebhookRoutesDeps } from './webhooks/incoming/incoming-webhook-routes.ts';
import type { WebhookDeps } from './webhooks/outgoing/webhook-service.ts';
import type { AuthRoutesDeps } from './auth/auth-routes.ts';
import type { CameraRoutesDeps } from './cameras/camera-routes.ts';
import type { Clock } from './clock.ts';
import type { Config } from './config/config.ts';
import type { DataLock } from './config/data-lock.ts';
import type { Discovery } from './discovery/create-discovery.ts';
import type { DoctorRoutesDeps } from './doctor/doctor-routes.ts';
import type { DoctorProbes } from './doctor/probes.ts';
import type { BinderServices } from './http/express-binder.ts';
import type { HttpServerServices } from './http/http-server.ts';
import type { MetricsRoutesDeps } from './metrics/metrics-routes.ts';
import type { NodeConnections } from './nodes/node-connections.ts';
import type { NodeRoutesDeps } from './nodes/node-routes.ts';
import type { Installation } from './system/installation.ts';
import type { SystemRouteServices } from './system/system-routes.ts';

export interface AppContextOptions {
  /** Shows a setup code made after the start, when a full reset began the setup anew. */
  readonly onSetupCode?: (code: string) => void;
  /**
   * Stops this server and starts it anew, to put a backup in place; called when the answer to who asked has left. Without
   * it the dashboard cannot restore.
   */
  readonly onRestart?: () => void;
  /** Which addresses of nodes may be fetched from; tests allow loopback. */
  readonly lanAddressRule?: typeof isPrivateAddress;
  /** What the doctor is told of the computer instead of what it finds; for tests. */
  readonly probes?: Partial<DoctorProbes>;
  readonly config: Config;
  readonly log: Logger;
  readonly clock: Clock;
}

/** Everything that lives as long as the server, ready for the routes. */
export interface AppContext {
  readonly config: Config;
  readonly log: Logger;
  readonly http: Omit<HttpServerServices, 'application'>;
  readonly binderServices: BinderServices;
  readonly auth: AuthRoutesDeps;
  readonly fleet: FleetRoutesDeps;
  readonly inbox: InboxRoutesDeps & SnoozeDeps;
  readonly mail: MailSettingsRoutesDeps & MailPreferencesDeps & UnsubscribeRoutesDeps;
  readonly webhooks: WebhookDeps;
  readonly agents: AgentKeyRoutesDeps & ActivityRoutesDeps;
  readonly sentinel: SentinelRoutesDeps & ModelRoutesDeps;
  readonly integration: IntegrationRoutesDeps;
  readonly incidents: IncidentRoutesDeps & IncidentExportDeps;
  readonly incomingWebhooks: IncomingWebhookRoutesDeps;
  readonly organization: DangerRoutesDeps & AuditRoutesDeps & SettingsDeps;
  readonly backups: Backups;
  readonly doctor: DoctorRoutesDeps;
  readonly metrics: MetricsRoutesDeps;
  readonly install: InstallRoutesDeps;
  readonly securityTxt: SecurityTxtDeps;
  readonly system: SystemRouteServices;
  /** Who takes a WebSocket upgrade, by path. */
  readonly upgrades: ReadonlyMap<string, NodeConnections['handleUpgrade']>;
  readonly installation: Installation;
  readonly discovery: Discovery;
  readonly lock: DataLock;
  /** Explains a gap in everything received. */
  noteSleep(gap: { readonly from: Date; readonly to: Date }): Promise<void>;
  /** Hosts the sign-in page of Clerk needs; empty in local mode. */
  readonly clerkOrigins: readonly string[];
  readonly closeChannels: () => Promise<void>;
  /** The one-time setup code while the owner is still to be created. */
  readonly setupCode: () => Promise<string | undefined>;
}

/** What the routes of nodes and cameras need together. */
export type FleetRoutesDeps = NodeRoutesDeps &
  CameraRoutesDeps &
  RecordingRoutesDeps &
  GroupDeps &
  ArchiveRoutesDeps &
  MotionRoutesDeps;
