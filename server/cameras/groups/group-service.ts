import type { Clock } from '../../clock.ts';
import type { BodyOf } from '../../contract/endpoint.ts';
import type { CameraGroup, groups } from '../../contract/fleet/groups.ts';
import type { Database } from '../../db/database.ts';
import type { Publish } from '../../events/event-hub.ts';
import { AppError } from '../../http/app-error.ts';
import { findCamera } from '../camera-repository.ts';
import { publishChanged } from '../publish-change.ts';
import {
  deleteGroupRow,
  findGroup,
  groupNameTaken,
  insertGroup,
  listGroups,
  setCameraGroup,
} from './group-repository.ts';

export interface GroupDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly publish: Publish;
}

/** The organisation's camera groups. */
export async function groupViews(deps: GroupDeps, orgId: string): Promise<CameraGroup[]> {
  const rows = await listGroups(deps.db.read, orgId);
  return rows.map(({ group: { id, name, color, icon }, cameraCount }) => {
    return { id, name, color, icon, camera_count: cameraCount };
  });
}

/** Creates a group and answers its id. 400 when the organisation has one of exactly that name. */
export async function createGroup(
  deps: GroupDeps,
  orgId: string,
  group: BodyOf<typeof groups.create>,
): Promise<number> {
  const id = await deps.db.write(async (tx) => {
    if (await groupNameTaken(tx, orgId, group.name)) {
      throw AppError.plain(400, 'A group with this name already exists. Choose another name.');
    }
    return insertGroup(tx, { orgId, ...group, createdAt: deps.clock.now() });
  });
  publishChanged(deps.publish, orgId, ['groups']);
  return id;
}

/** Deletes a group and answers its name; its cameras stay. 404 for an unknown group. */
export async function deleteGroup(deps: GroupDeps, orgId: string, id: number): Promise<string> {
  const name = await deps.db.write(async (tx) => {
    const group = await findGroup(tx, orgId, id);
    if (group === undefined) throw unknownGroup();
    await deleteGroupRow(tx, id);
    return group.name;
  });
  publishChanged(deps.publish, orgId, ['groups', 'cameras']);
  return name;
}

/** Puts a camera into a group; id 0 or undefined means none. 404 for an unknown camera or group. */
export async function assignGroup(
  deps: GroupDeps,
  orgId: string,
  cameraId: string,
  groupId: number | undefined,
): Promise<void> {
  const wanted = groupId || null;
  await deps.db.write(async (tx) => {
    const row = await findCamera(tx, orgId, cameraId);
    if (row === undefined) throw AppError.plain(404, 'Camera not found');
    if (wanted !== null && (await findGroup(tx, orgId, wanted)) === undefined) throw unknownGroup();
    await setCameraGroup(tx, row.camera.id, wanted);
  });
  publishChanged(deps.publish, orgId, ['cameras', 'groups']);
}

function unknownGroup(): AppError {
  return AppError.plain(404, 'Group not found');
}
