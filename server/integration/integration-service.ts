import { isIPv6 } from 'node:net';
import { cameraViews, type CameraServiceDeps } from '../cameras/camera-service.ts';
import type { Camera } from '../contract/fleet/cameras.ts';
import type { ResponseOf } from '../contract/endpoint.ts';
import type { ListedNode } from '../contract/fleet/nodes.ts';
import type { integration } from '../contract/integration/integration.ts';
import { nodeList, type NodeServiceDeps } from '../nodes/node-service.ts';

export type IntegrationDeps = CameraServiceDeps &
  NodeServiceDeps & {
    readonly plans: { nominal(orgId: string): Promise<string> };
  };

type SeenCamera = ResponseOf<typeof integration.cameras>['cameras'][number];
type Status = ResponseOf<typeof integration.status>;

/** The organisation's cameras, oldest first, with the addresses at which they can be watched on the local network. */
export async function integrationCameras(deps: IntegrationDeps, orgId: string): Promise<SeenCamera[]> {
  const nodes = new Map((await nodeList(deps, orgId)).map((node) => [node.node_id, node]));
  const cameras = await cameraViews(deps, orgId);
  return cameras.map((camera) => cameraOf(camera, nodes.get(camera.node_id ?? '')));
}

/** Plan, counts and nodes of an organisation. May ask the billing provider for the plan. */
export async function integrationStatus(deps: IntegrationDeps, orgId: string): Promise<Status> {
  const cameras = await cameraViews(deps, orgId);
  const nodes = await nodeList(deps, orgId);
  return {
    org_id: orgId,
    plan: await deps.plans.nominal(orgId),
    cameras: { total: cameras.length, online: cameras.filter(isOnline).length },
    nodes: {
      total: nodes.length,
      online: nodes.filter((node) => node.status === 'online').length,
      items: nodes.map(nodeOf),
    },
  };
}

/** A camera that failed or restarts is there all the same. */
function isOnline({ status }: Camera): boolean {
  return status !== 'offline';
}

function cameraOf(camera: Camera, node: ListedNode | undefined): SeenCamera {
  const { camera_id: id, recording_policy: policy } = camera;
  return {
    id,
    name: camera.name,
    status: camera.status,
    online: isOnline(camera),
    video_codec: camera.video_codec,
    audio_codec: camera.audio_codec,
    node_id: camera.node_id,
    node_name: camera.node_name,
    node_online: node?.status === 'online',
    recording: policy.continuous_24_7,
    scheduled_recording: policy.scheduled_recording,
    snapshot_url: `/api/integration/cameras/${id}/snapshot`,
    stream: { local_url: localUrl(id, node), proxy_url: null },
  };
}

/** Where a node serves a camera's playlist itself; null while it is offline or serves nothing to the network. */
function localUrl(cameraId: string, node: ListedNode | undefined): string | null {
  if (node?.status !== 'online' || node.local_ip === null) return null;
  const host = isIPv6(node.local_ip) ? `[${node.local_ip}]` : node.local_ip;
  return `http://${host}:${node.http_port}/hls/${cameraId}/stream.m3u8`;
}

function nodeOf(node: ListedNode): Status['nodes']['items'][number] {
  const { storage } = node;
  return {
    node_id: node.node_id,
    name: node.name,
    online: node.status === 'online',
    local_ip: node.local_ip,
    version: node.node_version,
    storage: {
      used_bytes: storage?.used_bytes ?? null,
      max_bytes: storage?.max_bytes ?? null,
      disk_free_bytes: storage?.disk_free_bytes ?? null,
      disk_total_bytes: storage?.disk_total_bytes ?? null,
    },
  };
}
