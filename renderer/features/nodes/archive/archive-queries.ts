import { queryOptions } from '@tanstack/react-query';
import { archive } from '../../../../server/contract/fleet/recording.ts';
import { buildUrl, call } from '../../../api/client.ts';

/** Asking a node can take 15 s, so an answer is good for a while. */
const FRESH_MS = 60_000;

const lists = { staleTime: FRESH_MS, refetchOnWindowFocus: false, retry: false } as const;

/** Pictures stored on a node. */
export const snapshotsQuery = (nodeId: string) =>
  queryOptions({
    queryKey: ['archive', nodeId, 'snapshots'],
    queryFn: () => call(archive.snapshots, { params: { node_id: nodeId } }),
    ...lists,
  });

/** Recordings stored on a node, by camera and UTC day. */
export const recordingsQuery = (nodeId: string) =>
  queryOptions({
    queryKey: ['archive', nodeId, 'recordings'],
    queryFn: () => call(archive.recordings, { params: { node_id: nodeId } }),
    ...lists,
  });

export function dayUrl(nodeId: string, cameraId: string, date: string): string {
  return buildUrl(archive.playlist.path, { params: { node_id: nodeId, camera_id: cameraId, date } });
}
