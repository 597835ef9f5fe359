import type { Logger } from 'pino';
import { writeAudit } from '../audit/audit-writer.ts';
import type { Principal } from '../auth/principal.ts';
import type { CameraDirectory } from '../cameras/camera-directory.ts';
import { effectiveNodeStatus } from '../cameras/effective-status.ts';
import type { Liveness } from '../cameras/liveness.ts';
import type { Clock } from '../clock.ts';
import type { ListedNode, Node } from '../contract/fleet/nodes.ts';
import type { Database } from '../db/database.ts';
import { AppError } from '../http/app-error.ts';
import { newUuid, randomHex, sha256Hex } from '../ids.ts';
import { planLimits, planName } from '../plans/plan-limits.ts';
import type { NodeConnections } from './node-connections.ts';
import type { NodeKeyRing } from './node-key-ring.ts';
import {
  countNodes,
  findNode,
  insertNode,
  listNodes,
  nodeIdTaken,
  updateNode,
  type NodeRow,
} from './node-repository.ts';
import { judgeVersion, type NodeVersions } from './node-version.ts';

const KEY_WARNING = 'Keep this key now: it is shown only once. Whoever has it can send video as this node.';

export interface NodeServiceDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Logger;
  readonly keys: NodeKeyRing;
  readonly directory: CameraDirectory;
  readonly liveness: Liveness;
  readonly connections: Pick<NodeConnections, 'disconnect' | 'connectedNodes'>;
  readonly nodeVersions: () => NodeVersions;
}

/** Who asks, and from where, for the audit log. */
export interface Requester {
  readonly principal: Principal;
  readonly address: string;
}

function auditEntry(by: Requester, event: string, details: Readonly<Record<string, unknown>>) {
  const { principal, address } = by;
  return { orgId: principal.orgId, event, actor: { principal }, address, details };
}

function iso(instant: Date | null): string | null {
  return instant?.toISOString() ?? null;
}

function view(deps: NodeServiceDeps, row: NodeRow, cameraCount: number): Node {
  const seen = deps.liveness.node(row);
  return {
    node_id: row.nodeId,
    name: row.name,
    hostname: row.hostname,
    local_ip: row.localIp,
    http_port: row.httpPort,
    status: effectiveNodeStatus(seen, deps.clock.now()),
    last_seen: iso(seen.lastSeen),
    key_rotated_at: iso(row.keyRotatedAt),
    created_at: iso(row.createdAt),
    camera_count: cameraCount,
    video_codec: row.videoCodec,
    audio_codec: row.audioCodec,
    last_register_error: row.lastRegisterError,
    last_register_error_at: iso(row.lastRegisterErrorAt),
    node_version: row.nodeVersion,
    version_checked_at: iso(row.versionCheckedAt),
    storage:
      row.storageReportedAt === null
        ? null
        : {
            used_bytes: row.storageUsedBytes,
            max_bytes: row.storageMaxBytes,
            disk_free_bytes: row.storageDiskFreeBytes,
            disk_total_bytes: row.storageDiskTotalBytes,
            reported_at: row.storageReportedAt.toISOString(),
          },
  };
}

/** The organisation's nodes with what is known about their versions. */
export async function nodeList(deps: NodeServiceDeps, orgId: string): Promise<ListedNode[]> {
  const { rows, cameraCounts } = await listNodes(deps.db.read, orgId);
  const versions = deps.nodeVersions();
  return rows.map((row) => listed(view(deps, row, cameraCounts.get(row.id) ?? 0), versions));
}

function listed(node: Node, versions: NodeVersions): ListedNode {
  const judged = judgeVersion(node.node_version, versions);
  return {
    ...node,
    ...(judged.updateAvailable === undefined ? {} : { update_available: judged.updateAvailable }),
    latest_node_version: versions.latest,
    min_supported_node_version: versions.minSupported,
    version_supported: judged.supported,
  };
}

async function requireOwnNode(deps: NodeServiceDeps, orgId: string, nodeId: string): Promise<NodeRow> {
  const row = await findNode(deps.db.read, orgId, nodeId);
  if (row === undefined) throw AppError.plain(404, 'Node not found');
  return row;
}

/** One node; 404 when the organisation has no such node. */
export async function nodeView(deps: NodeServiceDeps, orgId: string, nodeId: string): Promise<Node> {
  const row = await requireOwnNode(deps, orgId, nodeId);
  return view(deps, row, deps.directory.idsOfNode(row.id).length);
}

/** Public ids of the organisation's nodes whose command channel is open. */
export function connectedNodes(deps: NodeServiceDeps, orgId: string): string[] {
  return deps.connections.connectedNodes(orgId);
}

/** Creates a node and answers its key, the only time. 403 when the plan allows no further node. */
export async function createNode(
  deps: NodeServiceDeps,
  by: Requester,
  wantedName: string | undefined,
): Promise<{ nodeId: string; name: string; apiKey: string; warning: string }> {
  const { orgId, plan } = by.principal;
  const maxNodes = planLimits(plan).maxNodes;
  const apiKey = newUuid();
  const apiKeyHash = sha256Hex(apiKey);
  const created = await deps.db.write(async (tx) => {
    if ((await countNodes(tx, orgId)) >= maxNodes) {
      throw AppError.plain(
        403,
        `The ${planName(plan)} plan allows ${maxNodes} nodes. Delete one to add another.`,
      );
    }
    let nodeId = randomHex(4);
    while (await nodeIdTaken(tx, nodeId)) nodeId = randomHex(4);
    const name = wantedName === undefined || wantedName === '' ? `Node-${nodeId}` : wantedName;
    const rowId = await insertNode(tx, { nodeId, orgId, name, apiKeyHash, createdAt: deps.clock.now() });
    await writeAudit(tx, auditEntry(by, 'node_created', { node_id: nodeId, name }), deps);
    return { rowId, nodeId, name };
  });
  deps.keys.set({ rowId: created.rowId, nodeId: created.nodeId, orgId }, apiKeyHash);
  return { nodeId: created.nodeId, name: created.name, apiKey, warning: KEY_WARNING };
}

/** Replaces a node's key. The old one is dead when this returns, and the node's open channel is closed. */
export async function rotateNodeKey(
  deps: NodeServiceDeps,
  by: Requester,
  nodeId: string,
): Promise<{ apiKey: string; rotatedAt: Date; warning: string }> {
  const { orgId } = by.principal;
  const apiKey = newUuid();
  const apiKeyHash = sha256Hex(apiKey);
  const rotatedAt = deps.clock.now();
  const rowId = await deps.db.write(async (tx) => {
    const row = await findNode(tx, orgId, nodeId);
    if (row === undefined) throw AppError.plain(404, 'Node not found');
    await updateNode(tx, row.id, { apiKeyHash, keyRotatedAt: rotatedAt });
    await writeAudit(tx, auditEntry(by, 'node_key_rotated', { node_id: nodeId, name: row.name }), deps);
    return row.id;
  });
  deps.keys.set({ rowId, nodeId, orgId }, apiKeyHash);
  deps.connections.disconnect(nodeId);
  return { apiKey, rotatedAt, warning: KEY_WARNING };
}
