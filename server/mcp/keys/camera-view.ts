import type { CameraScope } from '../../contract/agents/keys.ts';
import type { Queryable } from '../../db/database.ts';
import type { CameraView } from '../tools/tool.ts';
import { camerasInScope } from './agent-key-repository.ts';

const EVERY_CAMERA: CameraView = { limited: false, sees: () => true, ids: undefined };

/**
 * The cameras a key may know of, as groups have them now. A camera listed by its id stays visible after it was
 * removed, so that what was recorded of it can still be read.
 */
export async function cameraView(db: Queryable, orgId: string, scope: CameraScope): Promise<CameraView> {
  if (scope === null) return EVERY_CAMERA;
  const inScope = new Set([...scope.cameras, ...(await camerasInScope(db, orgId, scope))]);
  return { limited: true, sees: (cameraId) => inScope.has(cameraId), ids: inScope };
}
