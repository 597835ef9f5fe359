import { cameras } from '../contract/fleet/cameras.ts';
import type { RouteBinder } from '../http/route-binder.ts';
import type { NodeKeyRing } from '../nodes/node-key-ring.ts';
import { cameraView, cameraViews, reportCodec, type CameraServiceDeps } from './camera-service.ts';

export interface CameraRoutesDeps extends CameraServiceDeps {
  readonly keys: NodeKeyRing;
}

export function cameraRoutes(binder: RouteBinder, deps: CameraRoutesDeps): void {
  binder.bind(cameras.list, ({ principal }) => cameraViews(deps, principal.orgId));

  binder.bind(cameras.get, ({ principal, params }) => cameraView(deps, principal.orgId, params.camera_id));

  binder.bind(cameras.codec, async ({ nodeKey, params, body }) => {
    const owner = deps.keys.require(nodeKey);
    await reportCodec(deps, owner.rowId, {
      cameraId: params.camera_id,
      videoCodec: body.video_codec,
      audioCodec: body.audio_codec,
    });
    return { success: true as const, message: 'Codec stored' };
  });
}
