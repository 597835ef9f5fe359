import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/database.ts';
import { AppError } from '../http/app-error.ts';
import type { KeyOwner, NodeKeyRing } from './node-key-ring.ts';
import { readNode, updateNode } from './node-repository.ts';
import { judgeVersion, type NodeVersions, type VersionReport } from './node-version.ts';

const SAME_ERROR_EVERY_MS = 60_000;

export interface NodeAuthDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Logger;
  readonly keys: NodeKeyRing;
  readonly nodeVersions: () => NodeVersions;
}

/*
 * Nodes pick the message they show by searching the status and body for "404", "not found", "401", "403", "connect" and
 * "timeout", so refusals use none of these words except where meant, and never echo an id.
 */

/** The node a request speaks for. 404 for an unknown id, 403 for a key that is not its own. */
export async function requireNode(deps: NodeAuthDeps, nodeId: string, rawKey: string): Promise<KeyOwner> {
  const check = deps.keys.check(nodeId, rawKey);
  if (check.kind === 'unknown-node') {
    throw AppError.plain(404, 'Node not found. Create the node in the Command Center first.');
  }
  if (check.kind === 'wrong-key') {
    await recordRegisterError(deps, check.owner, 'Invalid API key: the node used a key that is not its own');
    throw AppError.plain(403, 'Invalid API key. Rotate the key of this node and set the node up again.');
  }
  return check.owner;
}

/** Judges the version a node reports. Too old: stores version and reason, then refuses with 426. */
export async function requireSupportedVersion(
  deps: NodeAuthDeps,
  owner: KeyOwner,
  reported: string | null | undefined,
): Promise<VersionReport> {
  const versions = deps.nodeVersions();
  const report = judgeVersion(reported, versions);
  if (report.supported) return report;
  const { minSupported, latest } = versions;
  const reason = `Version ${report.canonical} is below the minimum ${minSupported}`;
  await recordRegisterError(deps, owner, reason, {
    nodeVersion: report.canonical,
    versionCheckedAt: deps.clock.now(),
  });
  const message = `This node version is no longer supported. Update the node to ${minSupported} or newer.`;
  throw AppError.shaped(426, message, {
    detail: { message, reported, min_supported: minSupported, latest },
  });
}

/** Keeps the reason of a refused call for the node's page. Never fails: the refusal itself matters more. */
async function recordRegisterError(
  deps: NodeAuthDeps,
  owner: KeyOwner,
  reason: string,
  changes: { readonly nodeVersion?: string | null; readonly versionCheckedAt?: Date } = {},
): Promise<void> {
  const now = deps.clock.now();
  try {
    const row = await readNode(deps.db.read, owner);
    const age = now.getTime() - (row?.lastRegisterErrorAt?.getTime() ?? -Infinity);
    // The caller may be anybody who knows the id; the same reason again is not worth a write.
    if (row?.lastRegisterError === reason && age < SAME_ERROR_EVERY_MS) return;
    const values = { ...changes, lastRegisterError: reason, lastRegisterErrorAt: now };
    await deps.db.write((tx) => updateNode(tx, owner.rowId, values));
  } catch (error) {
    deps.log.warn({ err: error }, 'The reason of a refused node call could not be stored');
  }
}
