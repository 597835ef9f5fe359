import { JPEG_MAX_BYTES } from '../../cameras/snapshots/jpeg.ts';
import { archive } from '../../contract/fleet/recording.ts';
import type { RouteBinder } from '../../http/route-binder.ts';
import {
  archiveFile,
  recordingPath,
  storedRecordings,
  storedSnapshots,
  type ArchiveDeps,
} from './archive-service.ts';
import { RELAY_TIMING, relayPicture, relayPlaylist, relaySegment, type RelayTiming } from './file-relay.ts';

/** A day of one-second segments takes about 3 MiB. */
const PLAYLIST_MAX_BYTES = 4 * 1024 * 1024;
const SEGMENT_MAX_BYTES = 16 * 1024 * 1024;

export interface ArchiveRoutesDeps extends ArchiveDeps {
  readonly relayTiming?: RelayTiming;
}

/** What nodes have stored. The playlist's path comes before the segments', which would match it too. */
export function archiveRoutes(binder: RouteBinder, deps: ArchiveRoutesDeps): void {
  const timing = deps.relayTiming ?? RELAY_TIMING;

  binder.bind(archive.snapshots, async ({ principal, params, query }) => {
    const wanted = { orgId: principal.orgId, nodeId: params.node_id, cameraId: query.camera_id };
    const { rows, total, lanStreaming } = await storedSnapshots(deps, wanted);
    return { lan_streaming: lanStreaming, total, snapshots: [...rows] };
  });

  binder.bind(archive.recordings, async ({ principal, params, query }) => {
    const wanted = { orgId: principal.orgId, nodeId: params.node_id, cameraId: query.camera_id };
    const { rows, total, lanStreaming } = await storedRecordings(deps, wanted);
    return { lan_streaming: lanStreaming, total, recordings: [...rows] };
  });

  binder.bind(archive.picture, async ({ principal, params, response }) => {
    const wanted = { orgId: principal.orgId, nodeId: params.node_id };
    const path = `/api/snapshots/${params.snapshot_id}`;
    const file = await archiveFile(deps, wanted, { path, maxBytes: JPEG_MAX_BYTES });
    return relayPicture(file, response, timing);
  });

  binder.bind(archive.playlist, async ({ principal, params, response }) => {
    const { node_id: nodeId, camera_id: cameraId, date } = params;
    const path = recordingPath(cameraId, date, 'playlist.m3u8');
    const wanted = { orgId: principal.orgId, nodeId, cameraId };
    return relayPlaylist(
      await archiveFile(deps, wanted, { path, maxBytes: PLAYLIST_MAX_BYTES }),
      response,
      timing,
    );
  });

  binder.bind(archive.segment, async ({ principal, params, response }) => {
    const { node_id: nodeId, camera_id: cameraId, date, filename } = params;
    const path = recordingPath(cameraId, date, filename);
    const wanted = { orgId: principal.orgId, nodeId, cameraId };
    const file = await archiveFile(deps, wanted, { path, maxBytes: SEGMENT_MAX_BYTES });
    return relaySegment(file, response, timing);
  });
}
