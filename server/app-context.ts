import type { Logger } from 'pino';
import { SessionWatch } from './events/session-watch.ts';
import { DashboardSockets } from './events/dashboard-sockets.ts';
import { EventHub, type HubEvent } from './events/event-hub.ts';
import { heartbeatEvents, registrationEvents } from './events/state-events.ts';
import { DiskAlert } from './background/disk-alert.ts';
import { LoopHealth } from './background/loop-health.ts';
import { upkeepLoops } from './background/upkeep-loops.ts';
import { openRedisWindows } from './http/guard/redis-windows.ts';
import { ReleaseCache } from './install/release-cache.ts';
import { isPrivateAddress } from './nodes/archive/private-address.ts';
import type { HeartbeatEvent } from './nodes/reports/heartbeat-service.ts';
import { TransitionNotices } from './notifications/transition-notices.ts';
import type { DangerRoutesDeps } from './organization/danger-routes.ts';
import { publishedContact } from './settings/security-contact-service.ts';
import { startErrorTracking, trackErrors } from './system/error-tracking.ts';
import { diskFigures } from './system/health-service.ts';
import type { AppContext, AppContextOptions } from './app-parts.ts';
import { clerkOrigins } from './auth/clerk/clerk-origins.ts';
import { createIdentity, type Identity } from './auth/create-identity.ts';
import { isSetupRequired } from './auth/local/setup-service.ts';
import { runLoops, type Loop } from './background/loop-runner.ts';
import { CameraDirectory } from './cameras/camera-directory.ts';
import { Liveness } from './cameras/liveness.ts';
import { openDatabase } from './db/open-database.ts';
import type { Database } from './db/database.ts';
import { requireSameSite } from './http/guard/authorize.ts';
import { ClientAddresses } from './http/guard/client-address.ts';
import { HostNames, hostNameOf } from './http/guard/host-names.ts';
import { RateLimits } from './http/guard/rate-limits.ts';
import { NodeConnections } from './nodes/node-connections.ts';
import { NodeKeyRing } from './nodes/node-key-ring.ts';
import { channelHeartbeat } from './nodes/reports/channel-heartbeat.ts';
import { clerkBilling, clerkProbe } from './plans/clerk-billing.ts';
import { planLimits } from './plans/plan-limits.ts';
import { PlanService } from './plans/plan-service.ts';
import { requirePaid } from './plans/require-paid.ts';
import { createLiveVideo, type LiveVideo } from './streaming/create-live-video.ts';
import { HotPath } from './streaming/http/hot-path.ts';
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
  const db = await openDatabase({ file: config.databaseFile, log, clock, marksRunning: true });
  stack.defer(() => db.close());
  const core = { ...options, db, log };
  const installation = new Installation(core);
  const identity = await createIdentity({ ...core, ownOrigins: () => installation.ownOrigins() }, stack);
  const plans = new PlanService({
    ...core,
    localPlan: config.clerk === undefined ? config.localPlan : undefined,
    fetchBillingPlan: config.clerk === undefined ? async () => undefined : clerkBilling(config.clerk),
  });
  const video = await createLiveVideo(core, stack);
  const hub = new EventHub({ log });
  const sessions = new SessionWatch(identity.provider);
  const releases = new ReleaseCache({ clock, log, feedUrl: config.releases?.feedUrl });
  const notices = new TransitionNotices(core);
  const fleet = await fleetParts(core, { plans, hub, notices, releases, ...video });
  const addresses = new ClientAddresses(config.trustedProxies);
  const hostNames = new HostNames(config.allowedHosts, clock);
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
  });
  const loopHealth = new LoopHealth(clock);
  const loops = loopHealth.watch([
    ...identity.loops,
    ...video.loops,
    { name: 'session-watch', everyMs: 2_000, tick: () => sessions.sweep() },
    ...upkeepLoops({
      ...fleet,
      config,
      notices,
      releases,
      diskAlert: diskAlert(core),
      flushVideo: (cameraId) => video.segments.flush(cameraId),
    }),
  ]);
  startLoops(loops, stack, log);
  const windows =
    config.redisUrl === undefined ? undefined : await openRedisWindows(config.redisUrl, { clock, log });
  stack.defer(() => windows?.close());

  const hotPath = new HotPath({
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
  });
  return {
    config,
    log,
    http: {
      log,
      addresses,
      hostNames,
      corsOrigins: ownOrigins,
      hotPath: (request, response) => hotPath.handle(request, response),
    },
    binderServices: {
      identity: identity.provider,
      addresses,
      rateLimits: new RateLimits(windows),
      ownOrigins,
      nodeOfKey: (key) => fleet.keys.find(key),
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
              linkBase: () => installation.linkBase(),
              maxSeats: async (orgId) => planLimits(await plans.effective(orgId)).maxSeats,
            },
      clerkPublishableKey: config.clerk?.publishableKey,
      version: config.version,
      isHttps: (request) => addresses.isHttps(request),
      isLoopbackCall: (request) => addresses.isLoopback(request) && hostNames.isLoopback(hostNameOf(request)),
      requireOwnPage: (request) => requireSameSite(request, ownOrigins),
    },
    fleet: { ...fleet, hub, sessions },
    organization: {
      ...fleet,
      isHttps: (request) => addresses.isHttps(request),
      forgetUsage: (orgId) => video.usage.forget(orgId),
      rereadPlan: (orgId) => plans.nominal(orgId),
      local: localReset(core, identity),
    },
    install: { releases },
    securityTxt: { clock, contact: () => publishedContact(db), linkBase: () => installation.linkBase() },
    system: {
      version: config.version,
      installation,
      health: new HealthService({
        version: config.version,
        db,
        clock,
        dataDir: config.dataDir,
        diskCriticalPercent: config.diskCriticalPercent,
        cacheStats: () => video.segments.stats(),
        pendingViewerSeconds: () => video.usage.pendingSeconds(),
        subscribers: () => hub.stats(),
        loops: () => loopHealth.report(),
        probeClerk: config.clerk === undefined ? undefined : clerkProbe(config.clerk),
      }),
    },
    upgrades: new Map([
      ['/ws/node', (request, socket, head) => fleet.connections.handleUpgrade(request, socket, head)],
      ['/ws/dashboard', (request, socket, head) => tabs.handleUpgrade(request, socket, head)],
    ]),
    installation,
    clerkOrigins: clerkOrigins(config),
    closeChannels: async () => {
      hub.stop();
      await Promise.all([fleet.connections.dispose(), tabs.dispose()]);
    },
    setupCode: async () =>
      identity.accounts !== undefined && (await isSetupRequired(db))
        ? identity.accounts.setupCode.text
        : undefined,
  };
}

type Core = AppContextOptions & { readonly db: Database };

function diskAlert({ config, clock, log }: Core): DiskAlert {
  return new DiskAlert({
    clock,
    log,
    measure: () => diskFigures(config.dataDir),
    criticalPercent: config.diskCriticalPercent,
    repeatAfterMs: config.upkeep.diskRepeatMs,
  });
}

/** What a full reset must also do where the accounts are ours. */
function localReset(core: Core, identity: Identity): DangerRoutesDeps['local'] {
  const { accounts } = identity;
  if (accounts === undefined) return undefined;
  const { dataDir, databaseFile } = core.config;
  return {
    dataDir,
    databaseFile,
    forgetSessions: () => accounts.sessions.reload(),
    beginSetup: async () => {
      const code = accounts.setupCode.renew();
      core.onSetupCode?.(code);
    },
  };
}

/** Nodes, cameras and their channels; cached video follows what happens to them. */
interface FleetNeeds extends LiveVideo {
  readonly plans: PlanService;
  readonly hub: EventHub;
  readonly notices: TransitionNotices;
  readonly releases: ReleaseCache;
}

async function fleetParts(core: Core, needs: FleetNeeds) {
  const { config, db, clock, log } = core;
  const { plans, segments, usage, hub, notices, releases } = needs;
  const keys = new NodeKeyRing(core);
  const directory = new CameraDirectory(core);
  await keys.load();
  await directory.load();
  const publish = (event: HubEvent): void => hub.publish(event);
  const liveness = new Liveness();
  const heartbeats = {
    db,
    clock,
    log,
    keys,
    directory,
    liveness,
    plans,
    publish,
    lanAddressRule: core.lanAddressRule ?? isPrivateAddress,
    nodeVersions: () => ({
      ...config.nodeVersions,
      latest: releases.latestVersion() ?? config.nodeVersions.latest,
    }),
    onHeartbeat: async (event: HeartbeatEvent) => {
      for (const told of heartbeatEvents(event, (cameraId) => liveness.lastErrorOf(cameraId))) publish(told);
      await notices.heartbeat(event);
    },
  };
  const connections = new NodeConnections({
    ...heartbeats,
    onHeartbeat: (owner, report) => channelHeartbeat(heartbeats, owner, report),
  });
  return {
    ...heartbeats,
    connections,
    viewerSecondsUsed: async (orgId: string) => usage.secondsThisMonth(orgId),
    onRegistered: (cameraIds: readonly string[]) => {
      for (const cameraId of cameraIds) segments.startEpoch(cameraId);
      const camera = cameraIds
        .map((cameraId) => directory.get(cameraId))
        .find((found) => found !== undefined);
      if (camera === undefined || camera.nodeId === null) return;
      for (const told of registrationEvents({ orgId: camera.orgId, nodeId: camera.nodeId })) publish(told);
    },
    onCamerasMissing: (cameraIds: readonly string[]) => {
      for (const cameraId of cameraIds) segments.flush(cameraId);
    },
    onCamerasDeleted: (cameraIds: readonly string[]) => {
      for (const cameraId of cameraIds) segments.close(cameraId);
    },
  };
}

function startLoops(loops: readonly Loop[], stack: AsyncDisposableStack, log: Logger): void {
  const abort = new AbortController();
  const ended = runLoops(loops, abort.signal, log);
  stack.defer(async () => {
    abort.abort();
    await ended;
  });
}
