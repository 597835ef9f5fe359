import type { CameraDirectory } from '../../cameras/camera-directory.ts';
import { effectiveNodeStatus } from '../../cameras/effective-status.ts';
import type { Liveness } from '../../cameras/liveness.ts';
import type { Clock } from '../../clock.ts';
import type { RecordingDay, StoredSnapshot } from '../../contract/fleet/recording.ts';
import type { Database } from '../../db/database.ts';
import { AppError } from '../../http/app-error.ts';
import { parseSegmentNumber } from '../../streaming/segment-name.ts';
import { askNode, nodeErrorText, unusableAnswer, type NodeCommands } from '../channel/ask-node.ts';
import { findNode, type NodeRow } from '../node-repository.ts';
import type { NodeFile } from './node-file.ts';
import type { AddressRule } from './private-address.ts';
import { recordingRows, snapshotRows, type StoredRows } from './stored-rows.ts';

const LIST_TIMEOUT_MS = 30_000;

export interface ArchiveDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly liveness: Liveness;
  readonly directory: Pick<CameraDirectory, 'get' | 'idsOfNode'>;
  readonly connections: NodeCommands;
  readonly lanAddressRule: AddressRule;
}

/** What a node has stored, and whether the files themselves can be fetched. */
export interface Listing<Row> extends StoredRows<Row> {
  readonly lanStreaming: boolean;
}

/** A node of the caller's organisation, and one of its cameras if the request names any. */
interface Wanted {
  readonly orgId: string;
  readonly nodeId: string;
  readonly cameraId?: string | undefined;
}

/** Pictures stored on a node. 404 unknown node or camera, 502–504 when the node does not answer well. */
export function storedSnapshots(deps: ArchiveDeps, wanted: Wanted): Promise<Listing<StoredSnapshot>> {
  return listing(deps, wanted, 'list_snapshots', snapshotRows);
}

/** Recorded days stored on a node, on the same terms. */
export function storedRecordings(deps: ArchiveDeps, wanted: Wanted): Promise<Listing<RecordingDay>> {
  return listing(deps, wanted, 'list_recordings', recordingRows);
}

/**
 * Where a file of a node's archive is to be fetched. 404 unknown node or camera, 503 node offline, 409 when it does not
 * offer its files on the network or names an address that is not fetched from.
 */
export async function archiveFile(
  deps: ArchiveDeps,
  wanted: Wanted,
  file: Pick<NodeFile, 'path' | 'maxBytes'>,
): Promise<NodeFile> {
  const row = await requireNode(deps, wanted);
  if (!isOnline(deps, row)) {
    throw AppError.coded(503, 'node_offline', 'The node is offline, so its files cannot be fetched now.');
  }
  if (row.localIp === null) {
    throw AppError.coded(
      409,
      'lan_streaming_off',
      'This node does not offer its stored files on the network. On the node, run its setup again with ' +
        '--lan-streaming and restart it.',
    );
  }
  if (!deps.lanAddressRule(row.localIp)) {
    throw AppError.coded(
      409,
      'lan_address_refused',
      'The address this node reports is not one of a private network, so nothing is fetched from it.',
    );
  }
  return { ...file, address: row.localIp, port: row.httpPort };
}

/** Path of one recorded segment or of the day's playlist on a node. 400 for any other file name. */
export function recordingPath(cameraId: string, date: string, filename: string): string {
  if (filename !== 'playlist.m3u8' && parseSegmentNumber(filename) === undefined) {
    throw AppError.plain(400, 'The segment name must look like segment_00042.ts.');
  }
  return `/api/recordings/${encodeURIComponent(cameraId)}/${date}/${filename}`;
}

async function listing<Row>(
  deps: ArchiveDeps,
  wanted: Wanted,
  command: 'list_snapshots' | 'list_recordings',
  read: (data: unknown, cameraIds: ReadonlySet<string>) => StoredRows<Row>,
): Promise<Listing<Row>> {
  const row = await requireNode(deps, wanted);
  const { cameraId } = wanted;
  const result = await askNode(deps.connections, row.nodeId, {
    command,
    payload: cameraId === undefined ? {} : { camera_id: cameraId },
    timeoutMs: LIST_TIMEOUT_MS,
  });
  if (result.status === 'error') {
    throw AppError.coded(502, 'node_refused', `The node could not list them: ${nodeErrorText(result)}`);
  }
  if (!Array.isArray(result['data'])) throw unusableAnswer();
  const cameraIds = cameraId === undefined ? deps.directory.idsOfNode(row.id) : [cameraId];
  return { ...read(result['data'], new Set(cameraIds)), lanStreaming: offersFiles(deps, row) };
}

async function requireNode(deps: ArchiveDeps, wanted: Wanted): Promise<NodeRow> {
  const row = await findNode(deps.db.read, wanted.orgId, wanted.nodeId);
  if (row === undefined) throw AppError.plain(404, 'Node not found');
  const { cameraId } = wanted;
  // A node takes a camera id as part of a path unchecked: it is sent only ids it was given itself.
  if (cameraId !== undefined && deps.directory.get(cameraId)?.nodeRowId !== row.id) {
    throw AppError.plain(404, 'Camera not found');
  }
  return row;
}

function isOnline(deps: ArchiveDeps, row: NodeRow): boolean {
  return effectiveNodeStatus(deps.liveness.node(row), deps.clock.now()) === 'online';
}

function offersFiles(deps: ArchiveDeps, row: NodeRow): boolean {
  return isOnline(deps, row) && row.localIp !== null && deps.lanAddressRule(row.localIp);
}
