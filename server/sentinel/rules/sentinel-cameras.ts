import type { SentinelConfig } from '../../contract/agents/sentinel.ts';
import type { Queryable } from '../../db/database.ts';
import type { CameraView } from '../../mcp/tools/tool.ts';
import { cameraIds } from './scope-repository.ts';
import { isInScope } from './stored-config.ts';

/** The cameras an agent of Sentinel may know of: all but those the owner took out of scope. */
export async function sentinelCameras(
  db: Queryable,
  orgId: string,
  config: SentinelConfig,
): Promise<CameraView> {
  const sees = (cameraId: string): boolean => isInScope(config, cameraId);
  if (Object.values(config.camera_scope).every((isIn) => isIn))
    return { limited: false, sees, ids: undefined };
  const visible = (await cameraIds(db, orgId)).filter(sees);
  return { limited: true, sees, ids: new Set(visible) };
}
