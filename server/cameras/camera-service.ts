import type { Clock } from '../clock.ts';
import type { Camera } from '../contract/fleet/cameras.ts';
import type { Database } from '../db/database.ts';
import { AppError } from '../http/app-error.ts';
import type { CameraDirectory } from './camera-directory.ts';
import { findCamera, listCameras, saveCodec, type CameraRow } from './camera-repository.ts';
import { isCodecText, sanitiseCodec } from './codec.ts';
import { effectiveCameraStatus, isFaulty } from './effective-status.ts';
import type { Liveness } from './liveness.ts';
import { organizationMinute } from './recording/organization-minute.ts';
import { policyView } from './recording/recording-service.ts';
import { shouldRecord } from './recording-schedule.ts';

const DEFAULT_AUDIO_CODEC = 'mp4a.40.2';

export interface CameraServiceDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly liveness: Liveness;
  readonly directory: CameraDirectory;
}

function view(deps: CameraServiceDeps, row: CameraRow, minute: number): Camera {
  const { camera } = row;
  const seen = deps.liveness.camera(camera);
  const status = effectiveCameraStatus(seen, deps.clock.now());
  return {
    camera_id: camera.cameraId,
    name: camera.name,
    node_id: row.nodeId,
    node_name: row.nodeName,
    node_type: camera.nodeType,
    capabilities: camera.capabilities.split(',').filter((capability) => capability !== ''),
    group_id: camera.groupId,
    group: row.groupName,
    status,
    last_error: isFaulty(status) ? seen.lastError : null,
    last_seen: seen.lastSeen?.toISOString() ?? null,
    disabled_by_plan: camera.disabledByPlan,
    video_codec: camera.videoCodec,
    audio_codec: camera.audioCodec,
    recording_policy: policyView(camera),
    recording: {
      wanted: shouldRecord(camera, minute),
      reported: deps.liveness.recordingOf(camera.cameraId),
    },
  };
}

/** The organisation's cameras as people see them. */
export async function cameraViews(deps: CameraServiceDeps, orgId: string): Promise<Camera[]> {
  const rows = await listCameras(deps.db.read, orgId);
  const minute = await organizationMinute(deps, orgId);
  return rows.map((row) => view(deps, row, minute));
}

/** One camera; 404 when the organisation has no such camera. */
export async function cameraView(deps: CameraServiceDeps, orgId: string, cameraId: string): Promise<Camera> {
  const row = await findCamera(deps.db.read, orgId, cameraId);
  if (row === undefined) throw AppError.plain(404, 'Camera not found');
  return view(deps, row, await organizationMinute(deps, orgId));
}

function checkedCodec(text: string): string {
  if (!isCodecText(text)) {
    throw AppError.plain(400, 'A codec is at most 64 printable characters without quotes or line breaks');
  }
  return sanitiseCodec(text);
}

/**
 * Stores the codec of a live stream, which a later registration does not overwrite. 404 when the camera is not of this
 * node, 400 for text that is not a codec.
 */
export async function reportCodec(
  deps: CameraServiceDeps,
  nodeRowId: number,
  report: {
    readonly cameraId: string;
    readonly videoCodec: string;
    readonly audioCodec: string | null | undefined;
  },
): Promise<void> {
  const camera = deps.directory.get(report.cameraId);
  if (camera === undefined || camera.nodeRowId !== nodeRowId) throw AppError.plain(404, 'Camera not found');
  const codec = {
    videoCodec: checkedCodec(report.videoCodec),
    audioCodec: checkedCodec(report.audioCodec || DEFAULT_AUDIO_CODEC),
  };
  await deps.db.write((tx) => saveCodec(tx, { rowId: camera.rowId, nodeRowId }, codec, deps.clock.now()));
  await deps.directory.refresh(camera.orgId);
}
