import type { Identity } from './auth/create-identity.ts';
import type { Backups } from './backups/create-backups.ts';
import type { DangerRoutesDeps } from './organization/danger-routes.ts';
import type { Database } from './db/database.ts';
import { CameraDirectory } from './cameras/camera-directory.ts';
import { Liveness } from './cameras/liveness.ts';
import type { AppContextOptions } from './app-parts.ts';
import type { HubEvent } from './events/event-hub.ts';
import { heartbeatEvents, registrationEvents } from './events/state-events.ts';
import type { ReleaseCache } from './install/release-cache.ts';
import { deleteStoredCopies } from './organization/stored-copies.ts';
import { isPrivateAddress } from './nodes/archive/private-address.ts';
import { NodeConnections } from './nodes/node-connections.ts';
import { NodeKeyRing } from './nodes/node-key-ring.ts';
import { channelHeartbeat } from './nodes/reports/channel-heartbeat.ts';
import type { HeartbeatEvent } from './nodes/reports/heartbeat-service.ts';
import { noteDiskSpace } from './notifications/disk-low-notice.ts';
import type { Notifier } from './notifications/notifier.ts';
import type { TransitionNotices } from './notifications/transition-notices.ts';
import type { PlanService } from './plans/plan-service.ts';
import type { LiveVideo } from './streaming/create-live-video.ts';

/** What every part of the server is built with. */
export type Core = AppContextOptions & {
  readonly db: Database;
  readonly publish: (event: HubEvent) => void;
  readonly notifier: Notifier;
};

/** What nodes and cameras need of the other parts; cached video follows what happens to them. */
interface FleetNeeds extends LiveVideo {
  readonly plans: PlanService;
  readonly notices: TransitionNotices;
  readonly releases: ReleaseCache;
}

/** Builds the nodes, the cameras and their channels. */
export async function fleetParts(core: Core, needs: FleetNeeds) {
  const { config, db, clock, log, publish, notifier } = core;
  const { plans, segments, usage, notices, releases } = needs;
  const keys = new NodeKeyRing(core);
  const directory = new CameraDirectory(core);
  await keys.load();
  await directory.load();
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
    notifier,
    lanAddressRule: core.lanAddressRule ?? isPrivateAddress,
    nodeVersions: () => ({
      ...config.nodeVersions,
      latest: releases.latestVersion() ?? config.nodeVersions.latest,
    }),
    onHeartbeat: async (event: HeartbeatEvent) => {
      for (const told of heartbeatEvents(event, (cameraId) => liveness.lastErrorOf(cameraId))) publish(told);
      await notices.heartbeat(event);
      if (event.via === 'http') await noteDiskSpace(core, event);
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

/** What a full reset must also do where the accounts are ours. */
export function localReset(
  core: Core,
  identity: Identity,
  { keeper }: Pick<Backups, 'keeper'>,
): DangerRoutesDeps['local'] {
  const { accounts } = identity;
  if (accounts === undefined) return undefined;
  const { dataDir, databaseFile } = core.config;
  return {
    dataDir,
    databaseFile,
    forgetSessions: () => accounts.sessions.reload(),
    beginSetup: async () => {
      // A backup that was made while everything was erased holds what it found.
      await keeper.alone(() => deleteStoredCopies({ dataDir, databaseFile }));
      const code = accounts.setupCode.renew();
      core.onSetupCode?.(code);
    },
  };
}
