import type { CameraDirectory } from '../../cameras/camera-directory.ts';
import { effectiveCameraStatus, effectiveNodeStatus, isFaulty } from '../../cameras/effective-status.ts';
import type { Liveness } from '../../cameras/liveness.ts';
import { publishChanged } from '../../cameras/publish-change.ts';
import { organizationMinute } from '../../cameras/recording/organization-minute.ts';
import { shouldRecord } from '../../cameras/recording-schedule.ts';
import type { ResponseOf } from '../../contract/endpoint.ts';
import type { CameraReport, HeartbeatBody, nodeProtocol } from '../../contract/fleet/nodes.ts';
import { isStorageUnavailable } from '../../db/sqlite-database.ts';
import type { Publish } from '../../events/event-hub.ts';
import { AppError } from '../../http/app-error.ts';
import { enforceCameraCap } from '../../plans/camera-cap.ts';
import { wireSlug } from '../../plans/plan-limits.ts';
import type { PlanService } from '../../plans/plan-service.ts';
import { requireNode, requireSupportedVersion, type NodeAuthDeps } from '../node-auth.ts';
import type { KeyOwner } from '../node-key-ring.ts';
import {
  readCamerasOfNode,
  saveHeartbeat,
  type CameraState,
  type HeartbeatReport,
  type RowsBefore,
} from './heartbeat-repository.ts';

/** A camera's effective status before and after a heartbeat. */
export interface CameraChange {
  readonly cameraId: string;
  readonly name: string;
  readonly former: string;
  readonly status: string;
}

/** A stored heartbeat, told after the commit. Nothing is told while the disk refuses writes. */
export interface HeartbeatEvent {
  readonly orgId: string;
  readonly nodeId: string;
  readonly nodeName: string;
  readonly via: 'http' | 'websocket';
  /** True when the node did not count as online before. */
  readonly cameOnline: boolean;
  /** Cameras whose effective status differs from before. */
  readonly changed: readonly CameraChange[];
  readonly storage: HeartbeatReport['storage_stats'];
  /** What the node said of its disk before, bytes. */
  readonly formerDisk: { readonly freeBytes: number | null; readonly totalBytes: number | null };
}

export interface HeartbeatDeps extends NodeAuthDeps {
  readonly directory: CameraDirectory;
  readonly liveness: Liveness;
  readonly plans: PlanService;
  /** Follow-up work such as notifications; may not throw into the heartbeat, so failures are logged here. */
  readonly onHeartbeat: (event: HeartbeatEvent) => Promise<void>;
  /** Tells dashboards when a node learns that it shall record something else. */
  readonly publish: Publish;
}

type HeartbeatAnswer = ResponseOf<typeof nodeProtocol.heartbeat>;

/** A heartbeat over HTTP. Refusals: 404 unknown id, 403 wrong key, 426 version too old. */
export async function heartbeat(
  deps: HeartbeatDeps,
  rawKey: string,
  body: HeartbeatBody,
): Promise<HeartbeatAnswer> {
  const owner = await requireNode(deps, body.node_id, rawKey);
  const version = await requireSupportedVersion(deps, owner, body.node_version);
  await applyHeartbeat(deps, owner, body, { via: 'http', nodeVersion: version.canonical });
  await tryEnforceCap(deps, owner);
  const cameras = await readCamerasOfNode(deps.db.read, owner.rowId);
  const minute = await organizationMinute(deps, owner.orgId);
  const recordingState = Object.fromEntries(
    cameras.map((camera) => [camera.cameraId, shouldRecord(camera, minute)]),
  );
  const isNews = deps.liveness.recordingTold(recordingState);
  if (isNews) publishChanged(deps.publish, owner.orgId, ['cameras']);
  return {
    success: true,
    timestamp: deps.clock.now().toISOString(),
    plan: wireSlug(await deps.plans.recorded(owner.orgId)),
    disabled_cameras: cameras.filter((camera) => camera.disabledByPlan).map((camera) => camera.cameraId),
    recording_state: recordingState,
    ...(version.updateAvailable === undefined ? {} : { update_available: version.updateAvailable }),
  };
}

/**
 * Takes over what a node reports about itself and its own cameras, in memory first. A disk that refuses writes does not
 * fail the heartbeat: it would stop neither the node nor its cameras. 404 when the node is gone.
 */
export async function applyHeartbeat(
  deps: HeartbeatDeps,
  owner: KeyOwner,
  report: HeartbeatReport,
  origin: { readonly via: 'http' | 'websocket'; readonly nodeVersion: string | null },
): Promise<void> {
  const now = deps.clock.now();
  const states = ownCameras(deps, owner, report.cameras ?? []);
  const before = await storeIfPossible(deps, {
    owner,
    report,
    cameras: states,
    nodeVersion: origin.nodeVersion,
    now,
  });
  const event = before === 'not-stored' ? undefined : eventOf(deps, before, states, now);
  deps.liveness.nodeSeen(owner.rowId, now);
  for (const { cameraId, ...state } of states) {
    deps.liveness.cameraSeen(cameraId, { ...state, lastSeen: now });
  }
  if (event !== undefined) await tell(deps, { ...event, via: origin.via, storage: report.storage_stats });
}

async function storeIfPossible(
  deps: HeartbeatDeps,
  heartbeat: Parameters<typeof saveHeartbeat>[1],
): Promise<RowsBefore | 'not-stored'> {
  try {
    const before = await deps.db.write((tx) => saveHeartbeat(tx, heartbeat));
    if (before === undefined) throw AppError.plain(404, 'Node not found');
    return before;
  } catch (error) {
    if (isStorageUnavailable(error)) return 'not-stored';
    throw error;
  }
}

function eventOf(
  deps: HeartbeatDeps,
  before: RowsBefore,
  states: readonly CameraState[],
  now: Date,
): Omit<HeartbeatEvent, 'via' | 'storage'> {
  const { node, cameras } = before;
  const reported = new Map(states.map((state) => [state.cameraId, state.status]));
  const changed = cameras.flatMap((row) => {
    const status = reported.get(row.cameraId);
    const former = effectiveCameraStatus(deps.liveness.camera(row), now);
    return status === undefined || status === former
      ? []
      : [{ cameraId: row.cameraId, name: row.name, former, status }];
  });
  return {
    orgId: node.orgId,
    nodeId: node.nodeId,
    nodeName: node.name,
    cameOnline: effectiveNodeStatus(deps.liveness.node(node), now) !== 'online',
    changed,
    formerDisk: { freeBytes: node.storageDiskFreeBytes, totalBytes: node.storageDiskTotalBytes },
  };
}

function ownCameras(deps: HeartbeatDeps, owner: KeyOwner, reports: readonly CameraReport[]) {
  return reports
    .filter((report) => deps.directory.get(report.camera_id)?.nodeRowId === owner.rowId)
    .map((report) => {
      const status = report.status || 'online';
      return {
        cameraId: report.camera_id,
        status,
        lastError: isFaulty(status) ? (report.last_error ?? null) : null,
      };
    });
}

async function tell(deps: HeartbeatDeps, event: HeartbeatEvent): Promise<void> {
  try {
    await deps.onHeartbeat(event);
  } catch (error) {
    deps.log.warn({ err: error }, 'The follow-up work of a heartbeat failed');
  }
}

async function tryEnforceCap(deps: HeartbeatDeps, owner: KeyOwner): Promise<void> {
  try {
    if (!(await deps.plans.isPastDue(owner.orgId))) return;
    const plan = await deps.plans.effective(owner.orgId);
    const outcome = await deps.db.write((tx) => enforceCameraCap(tx, owner.orgId, plan));
    if (outcome.changed) await deps.directory.refresh(owner.orgId);
  } catch (error) {
    deps.log.warn({ err: error }, 'The camera limit could not be enforced with a heartbeat');
  }
}
