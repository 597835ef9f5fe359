import type { Logger } from 'pino';
import { writeAudit } from '../audit/audit-writer.ts';
import type { Clock } from '../clock.ts';
import { RESET_CONFIRMATION } from '../contract/settings.ts';
import type { Publish } from '../events/event-hub.ts';
import { AppError } from '../http/app-error.ts';
import type { NodeConnections } from '../nodes/node-connections.ts';
import type { Changer } from '../settings/settings-service.ts';
import { eraseOrganization, type ErasedRows, type ErasureDeps } from './erasure-service.ts';
import { listFleet } from './fleet-repository.ts';
import { deleteStoredCopies, type DataPlaces } from './stored-copies.ts';

/** What a reset of a local installation takes along: accounts and every copy of the data. */
export interface LocalReset extends DataPlaces {
  /** Forgets all sessions, whose rows are gone. */
  readonly forgetSessions: () => Promise<void>;
  /** Makes a new setup code and shows it to who runs this machine. */
  readonly beginSetup: () => Promise<void>;
}

export interface FullResetDeps extends ErasureDeps {
  readonly clock: Clock;
  readonly log: Logger;
  readonly publish: Publish;
  readonly connections: Pick<NodeConnections, 'disconnect' | 'isConnected' | 'send'>;
  /** Undefined when people sign in elsewhere. */
  readonly local: LocalReset | undefined;
  /** Asks billing again: the stored plan is erased too. */
  readonly rereadPlan: (orgId: string) => Promise<unknown>;
}

export interface ResetOutcome {
  /** Nodes that confirmed the erasure of their own data. */
  readonly nodesWiped: number;
  readonly erased: ErasedRows;
}

const WIPE_TIMEOUT_MS = 10_000;
const CHANGED = ['cameras', 'groups', 'nodes', 'settings'] as const;

/**
 * Erases an organization, telling its connected nodes to erase themselves first; one audit row remains. A local
 * installation also loses its accounts, backups and copies, begins its setup anew, and wants the confirmation typed:
 * else 422 `confirmation_required`.
 */
export async function fullReset(
  deps: FullResetDeps,
  by: Changer,
  confirmation: string | undefined,
): Promise<ResetOutcome> {
  const { principal, address } = by;
  const { orgId } = principal;
  if (deps.local !== undefined) {
    requireConfirmation(confirmation);
    await deleteStoredCopies(deps.local);
  }
  const nodesWiped = await wipeNodes(deps, orgId);
  const erased = await eraseOrganization(deps, orgId, (tx, rows) =>
    writeAudit(tx, { orgId, event: 'full_reset', actor: { principal }, address, details: rows }, deps),
  );
  deps.log.warn({ orgId, nodesWiped }, 'The organization was reset');
  if (deps.local === undefined) await rereadPlan(deps, orgId);
  else {
    await deps.local.forgetSessions();
    await deps.local.beginSetup();
  }
  for (const what of CHANGED) deps.publish({ orgId, audience: 'all', message: { type: 'changed', what } });
  return { nodesWiped, erased };
}

function requireConfirmation(text: string | undefined): void {
  if (text === RESET_CONFIRMATION) return;
  throw AppError.coded(
    422,
    'confirmation_required',
    `This erases all accounts, cameras, logs and backups. Type "${RESET_CONFIRMATION}" to go on.`,
  );
}

/** All nodes at the same time: one that does not answer costs ten seconds, not ten seconds each. */
async function wipeNodes(deps: FullResetDeps, orgId: string): Promise<number> {
  const { nodes } = await listFleet(deps.db.read, orgId);
  const reached = nodes.filter(({ nodeId }) => deps.connections.isConnected(nodeId));
  const answers = await Promise.all(
    reached.map(async ({ nodeId }) => {
      try {
        const result = await deps.connections.send(nodeId, 'wipe_data', {}, { timeoutMs: WIPE_TIMEOUT_MS });
        return result['status'] === 'success';
      } catch (error) {
        deps.log.warn({ err: error, nodeId }, 'The node did not confirm that it erased its data');
        return false;
      }
    }),
  );
  return answers.filter(Boolean).length;
}

async function rereadPlan(deps: FullResetDeps, orgId: string): Promise<void> {
  try {
    await deps.rereadPlan(orgId);
  } catch (error) {
    deps.log.warn({ err: error, orgId }, 'The plan could not be read again after the reset');
  }
}
