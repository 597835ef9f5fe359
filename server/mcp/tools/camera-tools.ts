import { z } from 'zod';
import type { CameraServiceDeps } from '../../cameras/camera-service.ts';
import { groupViews, type GroupDeps } from '../../cameras/groups/group-service.ts';
import { camera } from '../../contract/fleet/cameras.ts';
import { cameraGroup, type CameraGroup } from '../../contract/fleet/groups.ts';
import { countedByCameras, READS, requireCamera, visibleCameras } from './camera-access.ts';
import { defineTool, type Tool, type ToolCaller } from './tool.ts';

/** Argument that names a camera. */
export const cameraIdArgument = z.string().describe('A camera_id from list_cameras');

const stream = z.object({
  camera_id: z.string(),
  /** Path on this server. */
  stream_url: z.string(),
  format: z.literal('HLS'),
  note: z.string(),
});

const STREAM_NOTE =
  'Path on this server. It plays for signed-in people only: send the bearer token or session of a person, since keys of agents open no video. To see the camera yourself call view_camera or watch_camera.';

/** What cameras there are and where their video is. */
export function cameraTools(deps: CameraServiceDeps): Tool[] {
  return [
    defineTool({
      name: 'list_cameras',
      title: 'List cameras',
      description:
        'Lists every camera with its id, name, node, group, live status, codecs and recording policy. Start here: the other tools want a camera_id from this list.',
      category: 'camera',
      hints: READS,
      input: z.strictObject({}),
      output: camera,
      run: async (caller) => ({ kind: 'list', values: await visibleCameras(deps, caller) }),
    }),
    defineTool({
      name: 'get_camera',
      title: 'Get one camera',
      description:
        'Returns one camera as list_cameras does: status, last error, codecs, node, group and recording policy. Use it to look again at a camera you already know.',
      category: 'camera',
      hints: READS,
      input: z.strictObject({ camera_id: cameraIdArgument }),
      output: camera,
      run: async (caller, { camera_id }) => ({
        kind: 'object',
        value: await requireCamera(deps, caller, camera_id),
      }),
    }),
    defineTool({
      name: 'get_stream_url',
      title: 'Get the address of a live stream',
      description:
        'Returns the path of the HLS playlist a person can play. It shows you nothing yourself; to see the picture call view_camera, or watch_camera for several.',
      category: 'camera',
      hints: READS,
      input: z.strictObject({ camera_id: cameraIdArgument }),
      output: stream,
      run: async (caller, args) => {
        const { camera_id } = await requireCamera(deps, caller, args.camera_id);
        const stream_url = `/api/cameras/${camera_id}/stream.m3u8`;
        return { kind: 'object', value: { camera_id, stream_url, format: 'HLS', note: STREAM_NOTE } };
      },
    }),
  ];
}

/** How cameras are grouped. */
export function groupTools(deps: CameraServiceDeps & GroupDeps): Tool[] {
  return [
    defineTool({
      name: 'list_camera_groups',
      title: 'List camera groups',
      description:
        'Lists the groups people sort cameras into, with the number of cameras in each. For the members look at group_id in list_cameras.',
      category: 'camera',
      hints: READS,
      input: z.strictObject({}),
      output: cameraGroup,
      run: async (caller) => ({ kind: 'list', values: await visibleGroups(deps, caller) }),
    }),
  ];
}

/** A limited caller sees the groups of its cameras, and only these cameras are counted. */
async function visibleGroups(
  deps: CameraServiceDeps & GroupDeps,
  caller: ToolCaller,
): Promise<CameraGroup[]> {
  const groups = await groupViews(deps, caller.orgId);
  if (!caller.cameras.limited) return groups;
  const members = Map.groupBy(await visibleCameras(deps, caller), ({ group_id }) => group_id);
  return countedByCameras(groups, ({ id }) => members.get(id)?.length ?? 0);
}
