import type { Logger } from 'pino';
import { writeAudit } from '../audit/audit-writer.ts';
import { principalLabel, type Principal } from '../auth/principal.ts';
import type { Clock } from '../clock.ts';
import type { ResponseOf } from '../contract/endpoint.ts';
import type { IntegrationKey, integrationKeys } from '../contract/integration/integration.ts';
import type { Database } from '../db/database.ts';
import { AppError } from '../http/app-error.ts';
import { randomHex, sha256Hex } from '../ids.ts';
import { integrationKeyCreatedNotice } from '../notifications/notices/key-notices.ts';
import type { Notifier } from '../notifications/notifier.ts';
import {
  findKey,
  insertKey,
  listLiveKeys,
  markRevoked,
  type IntegrationKeyRow,
} from './integration-key-repository.ts';
import type { IntegrationKeys } from './integration-keys.ts';

export interface IntegrationKeyDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Logger;
  readonly notifier: Pick<Notifier, 'record' | 'announce'>;
  readonly integrationKeys: Pick<IntegrationKeys, 'ended'>;
}

/** Who asks, and from where. */
export interface KeyCaller {
  readonly principal: Principal;
  readonly address: string;
}

const DEFAULT_NAME = 'Home Assistant';
const WARNING = 'Store this key now. It is shown this once and cannot be read again.';

/** Keys that are not revoked, newest first. */
export async function integrationKeyViews(
  { db }: IntegrationKeyDeps,
  orgId: string,
): Promise<IntegrationKey[]> {
  return (await listLiveKeys(db.read, orgId)).map(viewOf);
}

/** Makes a key and answers it this once. */
export async function createIntegrationKey(
  deps: IntegrationKeyDeps,
  { principal, address }: KeyCaller,
  wantedName: string,
): Promise<ResponseOf<typeof integrationKeys.create>> {
  const { db, clock, notifier } = deps;
  const { orgId } = principal;
  const key = `osi_${randomHex(16)}`;
  const name = wantedName === '' ? DEFAULT_NAME : wantedName;
  const { row, notice } = await db.write(async (tx) => {
    const created = await insertKey(tx, { orgId, keyHash: sha256Hex(key), name, createdAt: clock.now() });
    const details = { key_id: created.id, name };
    const entry = { orgId, event: 'integration_key_created', actor: { principal }, address, details };
    await writeAudit(tx, entry, deps);
    const told = integrationKeyCreatedNotice({
      orgId,
      keyId: created.id,
      keyName: name,
      actorUserId: principal.userId,
      actorLabel: principalLabel(principal),
    });
    return { row: created, notice: await notifier.record(tx, told) };
  });
  notifier.announce(notice);
  const created_at = row.createdAt.toISOString();
  return { id: row.id, name, key, created_at, kind: 'integration', warning: WARNING };
}

/** Refuses a key from now on and ends its streams; once more is no mistake. 404 for an unknown key. */
export async function revokeIntegrationKey(
  deps: IntegrationKeyDeps,
  { principal, address }: KeyCaller,
  id: number,
): Promise<void> {
  const { orgId } = principal;
  await deps.db.write(async (tx) => {
    const row = await findKey(tx, orgId, id);
    if (row === undefined) throw AppError.plain(404, 'Key not found');
    if (row.revoked) return;
    await markRevoked(tx, id);
    const details = { key_id: id, name: row.name };
    const entry = { orgId, event: 'integration_key_revoked', actor: { principal }, address, details };
    await writeAudit(tx, entry, deps);
  });
  deps.integrationKeys.ended(id);
}

function viewOf(row: IntegrationKeyRow): IntegrationKey {
  return {
    id: row.id,
    name: row.name,
    created_at: row.createdAt.toISOString(),
    last_used_at: row.lastUsedAt?.toISOString() ?? null,
    revoked: row.revoked,
    scope_mode: 'all',
    scope_tools: [],
    kind: 'integration',
  };
}
