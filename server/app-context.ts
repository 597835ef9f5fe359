import { SessionWatch } from './events/session-watch.ts';
import { DashboardSockets } from './events/dashboard-sockets.ts';
import { EventHub, type HubEvent } from './events/event-hub.ts';
import { LoopHealth } from './background/loop-health.ts';
import { upkeepLoops } from './background/upkeep-loops.ts';
import { openRedisWindows } from './http/guard/redis-windows.ts';
import { ReleaseCache } from './install/release-cache.ts';
import { Notifier } from './notifications/notifier.ts';
import { endExpiredSnoozes } from './notifications/snooze/snooze-service.ts';
import { TransitionNotices } from './notifications/transition-notices.ts';
import { publishedContact } from './settings/security-contact-service.ts';
import { startErrorTracking, trackErrors } from './system/error-tracking.ts';
import type { AppContext, AppContextOptions } from './app-parts.ts';
import { clerkOrigins } from './auth/clerk/clerk-origins.ts';
import { createIdentity } from './auth/create-identity.ts';
import { isSetupRequired } from './auth/local/setup-service.ts';
import { createMail } from './email/create-mail.ts';
import { eraseOrganization } from './organization/erasure-service.ts';
import { loadInstallationSecret } from './secrets/installation-secret.ts';
import { verifyPage } from './incidents/export/verify-page.ts';
import { IntegrationKeys } from './integration/integration-keys.ts';
import { createSentinel } from './sentinel/create-sentinel.ts';
import { createInvestigator, MODEL_ACCESS } from './sentinel/investigator/create-investigator.ts';
import { RunKeys } from './sentinel/investigator/run-keys.ts';
import { createMcp } from './mcp/create-mcp.ts';
import { loadSigningKey } from './secrets/signing-key.ts';
import { createWebhooks } from './webhooks/create-webhooks.ts';
import { fleetParts, localReset } from './app-fleet.ts';
import { diskAlert, upkeepParts } from './composition/upkeep-parts.ts';
import { startLoops } from './background/loop-runner.ts';
import { createBackups } from './backups/create-backups.ts';
import { openData } from './backups/open-data.ts';
import { createDiscovery } from './discovery/create-discovery.ts';
import { requireSameSite } from './http/guard/authorize.ts';
import { ClientAddresses } from './http/guard/client-address.ts';
import { HostNames, hostNameOf } from './http/guard/host-names.ts';
import { RateLimits } from './http/guard/rate-limits.ts';
import { clerkBilling, clerkMemberLimit, clerkProbe } from './plans/clerk-billing.ts';
import { planLimits } from './plans/plan-limits.ts';
import { noteSleep } from './notifications/sleep-note.ts';
import { PlanService } from './plans/plan-service.ts';
import { requirePaid } from './plans/require-paid.ts';
import { createLiveVideo } from './streaming/create-live-video.ts';
import { HotPath } from './streaming/http/hot-path.ts';
import { KnownViewers } from './streaming/http/known-viewers.ts';
import type { LiveServices } from './streaming/http/live-services.ts';
import { HealthService } from './system/health-service.ts';
import { Installation } from './system/installation.ts';

/**
 * Builds and connects all long-lived parts, in order of need. What must end is put on `stack`, which ends it in
 * reverse order: the database, opened first, is closed last.
 */
export async function createAppContext(
  options: AppContextOptions,
  stack: AsyncDisposableStack,
): Promise<AppContext> {
  const { config, clock } = options;
  const tracking = await startErrorTracking(config.errorTracking);
  stack.defer(() => tracking.close());
  const log = trackErrors(options.log, tracking);
  const { db, lock, staged } = await openData({ config, clock, log }, stack);
  const hub = new EventHub({ log });
  const publish = (event: HubEvent): void => hub.publish(event);
  const base = { ...options, db, log, publish, secret: loadInstallationSecret(config.dataDir) };
  const installation = new Installation(base);
  await installation.loadLinkAddresses();
  const discovery = createDiscovery({ ...base, installation });
  const linkBase = (orgId?: string): string => installation.linkBase(orgId);
  const mail = createMail({ ...base, linkBase });
  const webhooks = createWebhooks({ ...base, linkBase, ownPort: () => installation.port });
  stack.defer(() => webhooks.idle());
  const plans = new PlanService({
    ...base,
    localPlan: config.clerk === undefined ? config.localPlan : undefined,
    fetchBillingPlan: config.clerk === undefined ? async () => undefined : clerkBilling(config.clerk),
  });
  const sentinel = createSentinel({ ...base, plans });
  stack.defer(() => sentinel.stop());
  const notifier = new Notifier({
    ...base,
    followUps: [mail.followUp, webhooks.followUp],
    alwaysFollowUps: [sentinel.followUp],
  });
  const core = { ...base, notifier };
  const backups = await createBackups(core, staged, stack);
  const identity = await createIdentity({ ...core, ownOrigins: () => installation.ownOrigins() }, stack);
  const video = await createLiveVideo(core, stack);
  const sessions = new SessionWatch(identity.provider);
  const releases = new ReleaseCache({ clock, log, feedUrl: config.releases?.feedUrl });
  const notices = new TransitionNotices(core);
  await notices.load();
  const fleet = await fleetParts(core, { plans, notices, releases, ...video });
  const addresses = new ClientAddresses(config.trustedProxies);
  const hostNames = new HostNames(config.allowedHosts, clock, discovery.names);
  const ownOrigins = new Set(config.corsOrigins);
  const tabs = new DashboardSockets({
    hub,
    sessions,
    log,
    version: config.version,
    identity: identity.provider,
    addresses,
    hostNames,
    ownOrigins,
    live: { feed: video.feed, mayWatch: (orgId, id) => fleet.directory.get(id)?.orgId === orgId },
  });
  const runKeys = new RunKeys(core);
  const mcp = createMcp(
    {
      ...core,
      ...fleet,
      segments: video.segments,
      addresses,
      version: config.version,
      authenticators: [sentinel.authenticator, runKeys],
    },
    stack,
  );
  const investigator = createInvestigator({ ...core, plans, desk: mcp.endpoint.desk, keys: runKeys });
  stack.defer(() => investigator.idle());
  const programs = new IntegrationKeys(core);
  const loopHealth = new LoopHealth(clock);
  const watched = { video, fleet, hub, mail, backups, discovery, installation, loopHealth };
  const callers = { addresses, identity: identity.provider };
  const upkeep = upkeepParts(core, { ...watched, ...callers }, stack);
  const loops = loopHealth.watch([
    ...identity.loops,
    ...video.loops,
    ...mail.loops(notifier),
    ...webhooks.loops,
    ...mcp.loops,
    ...sentinel.loops,
    ...investigator.loops,
    ...backups.loops,
    { name: 'snooze-end', everyMs: 5_000, tick: () => endExpiredSnoozes(core) },
    { name: 'integration-keys', everyMs: 2_000, tick: () => programs.sweep() },
    { name: 'session-watch', everyMs: 2_000, tick: () => sessions.sweep() },
    ...upkeepLoops({
      ...fleet,
      config,
      notices,
      releases,
      diskAlert: diskAlert(core, upkeep.noteDisk),
      flushVideo: (cameraId) => video.segments.flush(cameraId),
    }),
  ]);
  startLoops(loops, stack, log);
  const windows =
    config.redisUrl === undefined ? undefined : await openRedisWindows(config.redisUrl, { clock, log });
  stack.defer(() => windows?.close());

  const live: LiveServices & Pick<typeof video, 'accessLog'> = {
    clock,
    log,
    limits: config.segments,
    ...video,
    identity: identity.provider,
    addresses,
    nodeOfKey: (key) => fleet.keys.find(key),
    camera: (cameraId) => fleet.directory.get(cameraId),
    planInForce: (orgId) => plans.effectiveNow(orgId),
    onOversized: (camera) => installation.segmentTooLarge(camera.name),
    onSequence: (cameraId, next) => fleet.directory.extendReservation(cameraId, next),
  };
  const hotPath = new HotPath(live);
  const knownViewers = new KnownViewers({ ...live, hostNames });
  const forgetUsage = (orgId: string): void => {
    video.usage.forget(orgId);
    installation.setLinkAddress(orgId, '');
    mcp.activity.forget(orgId);
  };
  return {
    config,
    log,
    http: {
      log,
      addresses,
      hostNames,
      corsOrigins: ownOrigins,
      knownViewers: (request, response, ids) => knownViewers.answer(request, response, ids),
      hotPath: (request, response) =>
        upkeep.rehearsal.handle(request, response) || hotPath.handle(request, response),
      mcp: (request, response) => mcp.endpoint.handle(request, response),
    },
    binderServices: {
      identity: identity.provider,
      addresses,
      rateLimits: new RateLimits(windows),
      ownOrigins,
      nodeOfKey: (key) => fleet.keys.find(key),
      integrationOfKey: (key) => programs.find(key),
      isAgentService: sentinel.isAgentService,
      requireBilling: (principal) => requirePaid(plans, principal.orgId),
    },
    auth: {
      mode: identity.provider.mode,
      local:
        identity.accounts === undefined
          ? undefined
          : {
              ...core,
              ...identity.accounts,
              linkBase,
              maxSeats: async (orgId) => planLimits(await plans.effective(orgId)).maxSeats,
            },
      clerkPublishableKey: config.clerk?.publishableKey,
      version: config.version,
      isHttps: (request) => addresses.isHttps(request),
      isLoopbackCall: (request) => addresses.isLoopback(request) && hostNames.isLoopback(hostNameOf(request)),
      requireOwnPage: (request) => requireSameSite(request, ownOrigins),
    },
    fleet: { ...fleet, hub, sessions },
    inbox: { ...core, hub, sessions, accountsIn: identity.provider.mode },
    mail: { ...core, ...mail, installation },
    webhooks: webhooks.routes,
    agents: { ...core, hub, sessions, activity: mcp.activity, tools: mcp.tools },
    sentinel: { ...core, ...sentinel.routes, model: MODEL_ACCESS },
    integration: { ...core, ...fleet, hub, integrationKeys: programs },
    incidents: {
      ...core,
      ...fleet,
      segments: video.segments,
      version: config.version,
      signingKey: loadSigningKey(config.dataDir),
      ffmpeg: 'ffmpeg',
      verifyPage: verifyPage(),
    },
    incomingWebhooks: {
      ...core,
      ...fleet,
      mode: identity.provider.mode,
      webhooks: config.webhooks,
      isLoopbackCall: (request) => addresses.isLoopback(request),
      recipients: mail.recipients,
      limitMembers: config.clerk === undefined ? async () => undefined : clerkMemberLimit(config.clerk),
      erase: (orgId) => eraseOrganization({ ...fleet, forgetUsage }, orgId),
    },
    organization: {
      ...fleet,
      isHttps: (request) => addresses.isHttps(request),
      forgetUsage,
      rereadPlan: (orgId) => plans.nominal(orgId),
      local: localReset(core, identity, backups),
    },
    backups,
    doctor: upkeep.doctor,
    metrics: upkeep.metrics,
    noteSleep: (gap) => noteSleep(core, gap),
    install: { releases },
    securityTxt: { clock, contact: () => publishedContact(db), linkBase: () => installation.linkBase() },
    system: {
      version: config.version,
      installation,
      discovery,
      backupWarnings: () => backups.keeper.warnings(),
      health: new HealthService({
        version: config.version,
        db,
        clock,
        dataDir: config.dataDir,
        diskCriticalPercent: config.diskCriticalPercent,
        cacheStats: () => video.segments.stats(),
        pendingViewerSeconds: () => video.usage.pendingSeconds(),
        subscribers: () => ({
          ...hub.stats(),
          ...video.feed.stats(),
          playlists_held: video.holds.count,
        }),
        loops: () => loopHealth.report(),
        probeClerk: config.clerk === undefined ? undefined : clerkProbe(config.clerk),
        mail: mail.health,
        discovery: discovery.health,
      }),
    },
    upgrades: new Map([
      ['/ws/node', (request, socket, head) => fleet.connections.handleUpgrade(request, socket, head)],
      ['/ws/dashboard', (request, socket, head) => tabs.handleUpgrade(request, socket, head)],
    ]),
    installation,
    discovery,
    lock,
    clerkOrigins: clerkOrigins(config),
    closeChannels: async () => {
      hub.stop();
      video.holds.stop();
      mcp.endpoint.stop();
      await Promise.all([fleet.connections.dispose(), tabs.dispose(), discovery.stop()]);
    },
    setupCode: async () =>
      identity.accounts !== undefined && (await isSetupRequired(db))
        ? identity.accounts.setupCode.text
        : undefined,
  };
}
