import type { Principal } from '../auth/principal.ts';
import { toggleRecording, type RecordingDeps } from '../cameras/recording/recording-service.ts';
import {
  NodePictureError,
  takeNodePicture,
  type NodePicture,
  type NodePictureDeps,
} from '../cameras/snapshots/node-picture.ts';
import { integration, integrationKeys } from '../contract/integration/integration.ts';
import { openStream, type StreamDeps } from '../events/event-stream.ts';
import { AppError } from '../http/app-error.ts';
import type { IntegrationCaller } from '../http/call.ts';
import type { RouteBinder } from '../http/route-binder.ts';
import {
  createIntegrationKey,
  integrationKeyViews,
  revokeIntegrationKey,
  type IntegrationKeyDeps,
} from './integration-key-service.ts';
import type { IntegrationKeys } from './integration-keys.ts';
import { integrationCameras, integrationStatus, type IntegrationDeps } from './integration-service.ts';

/** Motion streams an organisation may have open, whatever its plan. */
const STREAMS_MAX = 10;

export type IntegrationRoutesDeps = IntegrationDeps &
  IntegrationKeyDeps &
  NodePictureDeps &
  RecordingDeps &
  StreamDeps & {
    readonly integrationKeys: IntegrationKeys;
  };

/** Keys of Home Assistant and other programs of the house. */
export function integrationKeyRoutes(binder: RouteBinder, deps: IntegrationKeyDeps): void {
  binder.bind(integrationKeys.create, (call) => createIntegrationKey(deps, call, call.body.name));
  binder.bind(integrationKeys.list, ({ principal }) => integrationKeyViews(deps, principal.orgId));
  binder.bind(integrationKeys.revoke, async (call) => {
    await revokeIntegrationKey(deps, call, call.params.key_id);
    return { success: true as const };
  });
}

/** What such a program reads and does. */
export function integrationRoutes(binder: RouteBinder, deps: IntegrationRoutesDeps): void {
  binder.bind(integration.cameras, async ({ integration: { orgId } }) => ({
    cameras: await integrationCameras(deps, orgId),
  }));

  binder.bind(integration.status, ({ integration: { orgId } }) => integrationStatus(deps, orgId));

  binder.bind(integration.snapshot, async ({ integration: { orgId }, params, response }) => {
    const { bytes } = await pictureOf(deps, orgId, params.camera_id);
    response.setHeader('Content-Type', 'image/jpeg');
    response.setHeader('Content-Length', bytes.length);
    response.setHeader('Cache-Control', 'no-store');
    response.end(bytes);
    return undefined;
  });

  binder.bind(integration.recording, async ({ integration: caller, params, body, address }) => {
    const { orgId } = caller;
    const actor = { principal: principalOf(caller) };
    const cameraId = params.camera_id;
    await toggleRecording(deps, { orgId, actor, address, via: 'integration' }, cameraId, body.recording);
    return { camera_id: cameraId, recording: body.recording };
  });

  binder.bind(integration.motion, ({ integration: { orgId, keyId }, request, response }) => {
    // Between the check of the key and here it may have been revoked; from here on its end is told.
    if (!deps.integrationKeys.isLive(keyId)) throw AppError.plain(401, 'The integration key is revoked.');
    openStream(deps, {
      request,
      response,
      orgId,
      isAdmin: false,
      channel: 'integration',
      max: STREAMS_MAX,
      watch: (subscription) => deps.integrationKeys.watch(keyId, () => subscription.end('signed out')),
    });
    return undefined;
  });
}

/** A picture taken now. 404 for an unknown camera, 503 for whatever else kept it from being taken. */
async function pictureOf(deps: NodePictureDeps, orgId: string, cameraId: string): Promise<NodePicture> {
  try {
    return await takeNodePicture(deps, orgId, cameraId);
  } catch (error) {
    if (!(error instanceof NodePictureError)) throw error;
    throw AppError.plain(error.reason === 'no-camera' ? 404 : 503, error.message);
  }
}

/** A program as the audit log names it: by its key. */
function principalOf({ orgId, keyId, name }: IntegrationCaller): Principal {
  return {
    userId: `integration:${keyId}`,
    orgId,
    orgName: '',
    email: '',
    name,
    role: 'member',
    isAdmin: false,
    plan: '',
    features: [],
    sessionId: undefined,
    via: 'bearer',
  };
}
