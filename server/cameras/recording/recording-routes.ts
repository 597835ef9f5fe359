import type { Principal } from '../../auth/principal.ts';
import { recording } from '../../contract/fleet/recording.ts';
import type { RouteBinder } from '../../http/route-binder.ts';
import { pictureOf } from '../snapshots/snapshot-picture.ts';
import { prefersJpeg } from '../snapshots/picture-preference.ts';
import { takeSnapshot, type SnapshotDeps } from '../snapshots/snapshot-service.ts';
import {
  changeRecordingPolicy,
  toggleRecording,
  type PolicyChanger,
  type RecordingDeps,
} from './recording-service.ts';

export type RecordingRoutesDeps = RecordingDeps & SnapshotDeps;

/** Pictures on demand, and when cameras record. */
export function recordingRoutes(binder: RouteBinder, deps: RecordingRoutesDeps): void {
  binder.bind(recording.snapshot, async ({ principal, params, request, response }) => {
    const result = await takeSnapshot(deps, principal.orgId, params.camera_id);
    if (prefersJpeg(request.headers.accept)) {
      const picture = pictureOf(result);
      response.setHeader('Content-Type', 'image/jpeg');
      response.setHeader('Content-Length', picture.length);
      response.setHeader('Cache-Control', 'no-store');
      response.end(picture);
    }
    return result;
  });

  binder.bind(recording.toggle, async (call) => {
    const cameraId = call.params.camera_id;
    await toggleRecording(deps, changerOf(call), cameraId, call.body.recording);
    return { success: true as const, camera_id: cameraId, recording: call.body.recording };
  });

  binder.bind(recording.policy, async (call) => {
    const cameraId = call.params.camera_id;
    const policy = await changeRecordingPolicy(deps, changerOf(call), cameraId, call.body);
    return { success: true as const, camera_id: cameraId, recording_policy: policy };
  });
}

function changerOf(call: { readonly principal: Principal; readonly address: string }): PolicyChanger {
  const { principal, address } = call;
  return { orgId: principal.orgId, actor: { principal }, address };
}
