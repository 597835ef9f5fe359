import type { Logger } from 'pino';
import type { AuthRoutesDeps } from './auth/auth-routes.ts';
import { clerkOrigins } from './auth/clerk/clerk-origins.ts';
import { createIdentity } from './auth/create-identity.ts';
import { isSetupRequired } from './auth/local/setup-service.ts';
import { runLoops, type Loop } from './background/loop-runner.ts';
import { CameraDirectory } from './cameras/camera-directory.ts';
import type { CameraRoutesDeps } from './cameras/camera-routes.ts';
import { Liveness } from './cameras/liveness.ts';
import type { Clock } from './clock.ts';
import type { Config } from './config/config.ts';
import { openDatabase } from './db/open-database.ts';
import type { Database } from './db/database.ts';
import type { BinderServices } from './http/express-binder.ts';
import { requireSameSite } from './http/guard/authorize.ts';
import { ClientAddresses } from './http/guard/client-address.ts';
import { HostNames, hostNameOf } from './http/guard/host-names.ts';
import { RateLimits } from './http/guard/rate-limits.ts';
import type { HttpServerServices } from './http/http-server.ts';
import { NodeConnections } from './nodes/node-connections.ts';
import { NodeKeyRing } from './nodes/node-key-ring.ts';
import type { NodeRoutesDeps } from './nodes/node-routes.ts';
import { channelHeartbeat } from './nodes/reports/channel-heartbeat.ts';
import { clerkBilling, clerkProbe } from './plans/clerk-billing.ts';
import { planLimits } from './plans/plan-limits.ts';
import { PlanService } from './plans/plan-service.ts';
import { requirePaid } from './plans/require-paid.ts';
import { createLiveVideo, type LiveVideo } from './streaming/create-live-video.ts';
import { HotPath } from './streaming/http/hot-path.ts';
import { HealthService } from './system/health-service.ts';
import { Installation } from './system/installation.ts';
import type { SystemRouteServices } from './system/system-routes.ts';

export interface AppContextOptions {
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
  readonly nodes: NodeRoutesDeps;
  readonly cameras: CameraRoutesDeps;
  readonly system: SystemRouteServices;
  readonly onNodeUpgrade: NodeConnections['handleUpgrade'];
  readonly installation: Installation;
  /** Hosts the sign-in page of Clerk needs; empty in local mode. */
  readonly clerkOrigins: readonly string[];
  readonly closeChannels: () => Promise<void>;
  /** The one-time setup code while the owner is still to be created. */
  readonly setupCode: () => Promise<string | undefined>;
}

/**
 * Builds and connects all long-lived parts, in order of need. What must end is put on `stack`, which ends it in
 * reverse order: the database, opened first, is closed last.
 */
export async function createAppContext(
  options: AppContextOptions,
  stack: AsyncDisposableStack,
): Promise<AppContext> {
  const { config, log, clock } = options;
  const db = await openDatabase({ file: config.databaseFile, log, clock, marksRunning: true });
  stack.defer(() => db.close());
  const core = { db, clock, log, config };
  const installation = new Installation(core);
  const identity = await createIdentity({ ...core, ownOrigins: () => installation.ownOrigins() }, stack);
  const plans = new PlanService({
    ...core,
    localPlan: config.clerk === undefined ? config.localPlan : undefined,
    fetchBillingPlan: config.clerk === undefined ? async () => undefined : clerkBilling(config.clerk),
  });
  const video = await createLiveVideo(core, stack);
  const fleet = await fleetParts(core, { plans, ...video });
  const addresses = new ClientAddresses(config.trustedProxies);
  const hostNames = new HostNames(config.allowedHosts, clock);
  const ownOrigins = new Set(config.corsOrigins);
  startLoops([...identity.loops, ...video.loops], stack, log);

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
      rateLimits: new RateLimits(),
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
    nodes: fleet,
    cameras: fleet,
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
        probeClerk: config.clerk === undefined ? undefined : clerkProbe(config.clerk),
      }),
    },
    onNodeUpgrade: (request, socket, head) => fleet.connections.handleUpgrade(request, socket, head),
    installation,
    clerkOrigins: clerkOrigins(config),
    closeChannels: () => fleet.connections.dispose(),
    setupCode: async () =>
      identity.accounts !== undefined && (await isSetupRequired(db))
        ? identity.accounts.setupCode.text
        : undefined,
  };
}

type Core = AppContextOptions & { readonly db: Database };

/** Nodes, cameras and their channels; cached video follows what happens to them. */
async function fleetParts(core: Core, parts: LiveVideo & { readonly plans: PlanService }) {
  const { config, db, clock, log } = core;
  const { plans, segments, usage } = parts;
  const keys = new NodeKeyRing(core);
  const directory = new CameraDirectory(core);
  await keys.load();
  await directory.load();
  const heartbeats = {
    db,
    clock,
    log,
    keys,
    directory,
    liveness: new Liveness(),
    plans,
    nodeVersions: () => config.nodeVersions,
    onHeartbeat: async () => undefined,
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
