import type { Logger } from 'pino';
import { writeAudit } from '../../audit/audit-writer.ts';
import { principalLabel, type Principal } from '../../auth/principal.ts';
import type { Clock } from '../../clock.ts';
import type { agentKeys, AgentKey, CameraScope } from '../../contract/agents/keys.ts';
import type { BodyOf, ResponseOf } from '../../contract/endpoint.ts';
import type { Database, Queryable } from '../../db/database.ts';
import { AppError } from '../../http/app-error.ts';
import { randomHex, sha256Hex } from '../../ids.ts';
import type { Notifier } from '../../notifications/notifier.ts';
import {
  mcpKeyCreatedNotice,
  mcpKeyRevokedNotice,
  type NoticedKey,
} from '../../notifications/notices/key-notices.ts';
import {
  camerasInScope,
  findKey,
  insertKey,
  knownGroups,
  listLiveKeys,
  markRevoked,
  type AgentKeyRow,
} from './agent-key-repository.ts';
import {
  scopeInWords,
  storedCameras,
  storedMode,
  storedTools,
  tidyNames,
  unknownTools,
} from './key-scope.ts';

export interface AgentKeyDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Logger;
  readonly notifier: Notifier;
}

/** Who asks, and from where. */
export interface KeyCaller {
  readonly principal: Principal;
  readonly address: string;
}

type Wish = BodyOf<typeof agentKeys.create>;
type CreatedKey = ResponseOf<typeof agentKeys.create>;

const DAY_MS = 24 * 60 * 60 * 1000;
const WARNING = 'Store this key now. It is shown this once and cannot be read again.';

/** Keys that are not revoked, newest first; expired ones are among them. */
export async function agentKeyViews({ db }: AgentKeyDeps, orgId: string): Promise<AgentKey[]> {
  const rows = await listLiveKeys(db.read, orgId);
  return rows.map(viewOf);
}

/**
 * Makes a key and answers it this once. 400 for a custom scope without tools or with unknown ones, and for cameras or
 * groups the organisation does not have.
 */
export async function createAgentKey(
  deps: AgentKeyDeps,
  { principal, address }: KeyCaller,
  wish: Wish,
): Promise<CreatedKey> {
  const { db, clock, notifier } = deps;
  const { orgId } = principal;
  const scopeTools = wish.scopeMode === 'custom' ? checkedTools(wish.scopeTools) : [];
  const cameras = await checkedCameras(db.read, orgId, wish.cameraScope);
  const key = `osc_${randomHex(16)}`;
  const now = clock.now();
  const { row, notice } = await db.write(async (tx) => {
    const created = await insertKey(tx, {
      orgId,
      keyHash: sha256Hex(key),
      name: wish.name,
      createdAt: now,
      scopeMode: wish.scopeMode,
      scopeTools: wish.scopeMode === 'custom' ? JSON.stringify(scopeTools) : null,
      cameraScope: cameras === null ? null : JSON.stringify(cameras),
      expiresAt: wish.expiresInDays === null ? null : new Date(now.getTime() + wish.expiresInDays * DAY_MS),
    });
    const details = {
      key_id: created.id,
      name: created.name,
      scope_mode: wish.scopeMode,
      scope_tool_count: wish.scopeMode === 'custom' ? scopeTools.length : null,
    };
    await writeAudit(tx, { orgId, event: 'mcp_key_created', actor: { principal }, address, details }, deps);
    const scope = scopeInWords(wish.scopeMode, scopeTools, cameras);
    const told = mcpKeyCreatedNotice(noticed(created, principal), { scopeMode: wish.scopeMode, scope });
    return { row: created, notice: await notifier.record(tx, told) };
  });
  notifier.announce(notice);
  return { ...keyFields(row), key, warning: WARNING };
}

/** Refuses a key from now on; once more is no mistake and changes nothing. 404 for an unknown key. */
export async function revokeAgentKey(
  deps: AgentKeyDeps,
  { principal, address }: KeyCaller,
  id: number,
): Promise<void> {
  const { orgId } = principal;
  const notice = await deps.db.write(async (tx) => {
    const row = await findKey(tx, orgId, id);
    if (row === undefined) throw AppError.plain(404, 'Key not found');
    if (row.revoked) return undefined;
    await markRevoked(tx, id);
    const details = { key_id: id, name: row.name };
    await writeAudit(tx, { orgId, event: 'mcp_key_revoked', actor: { principal }, address, details }, deps);
    return deps.notifier.record(tx, mcpKeyRevokedNotice(noticed(row, principal)));
  });
  deps.notifier.announce(notice);
}

function checkedTools(wanted: readonly string[]): string[] {
  const names = tidyNames(wanted);
  if (names.length === 0) {
    throw AppError.plain(400, 'A custom scope needs at least one tool: name them in scope_tools.');
  }
  const unknown = unknownTools(names);
  if (unknown.length > 0) {
    throw AppError.plain(400, `scope_tools has names that are no tools: ${unknown.join(', ')}.`);
  }
  return names;
}

async function checkedCameras(db: Queryable, orgId: string, wanted: CameraScope): Promise<CameraScope> {
  if (wanted === null) return null;
  const cameras = tidyNames(wanted.cameras);
  const groups = [...new Set(wanted.groups)];
  if (cameras.length + groups.length === 0) {
    throw AppError.plain(400, 'camera_scope names no camera and no group. Leave it out for every camera.');
  }
  const known = await camerasInScope(db, orgId, { cameras, groups: [] });
  if (known.length < cameras.length) {
    throw AppError.plain(400, 'camera_scope names a camera that does not exist. Reload the cameras.');
  }
  if ((await knownGroups(db, orgId, groups)).length < groups.length) {
    throw AppError.plain(400, 'camera_scope names a group that does not exist. Reload the groups.');
  }
  return { cameras, groups };
}

function viewOf(row: AgentKeyRow): AgentKey {
  const last_used_at = row.lastUsedAt?.toISOString() ?? null;
  return { ...keyFields(row), last_used_at, revoked: row.revoked, kind: 'mcp' };
}

/** What listing and creating answer alike. A mode this server does not know allows nothing, and is shown so. */
function keyFields(row: AgentKeyRow): Omit<CreatedKey, 'key' | 'warning'> {
  const mode = storedMode(row.scopeMode);
  return {
    id: row.id,
    name: row.name,
    created_at: row.createdAt.toISOString(),
    expires_at: row.expiresAt?.toISOString() ?? null,
    scope_mode: mode ?? 'custom',
    scope_tools: mode === 'custom' ? storedTools(row.scopeTools) : [],
    camera_scope: storedCameras(row.cameraScope),
  };
}

function noticed({ orgId, id, name }: AgentKeyRow, principal: Principal): NoticedKey {
  return {
    orgId,
    keyId: id,
    keyName: name,
    actorUserId: principal.userId,
    actorLabel: principalLabel(principal),
  };
}
