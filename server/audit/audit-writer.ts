import type { Logger } from 'pino';
import { principalLabel, type Principal } from '../auth/principal.ts';
import type { Clock } from '../clock.ts';
import type { Transaction } from '../db/database.ts';
import { auditLog } from '../db/schema/logs.ts';
import { isStorageError } from '../db/sqlite-database.ts';

/** Who did it: a person, or another actor with a ready label such as `node:<id>`. */
export type AuditActor = { readonly principal: Principal } | { readonly label: string };

export interface AuditEntry {
  readonly orgId: string;
  readonly event: string;
  readonly actor: AuditActor;
  readonly address: string | undefined;
  readonly details?: Readonly<Record<string, unknown>>;
}

/**
 * Writes one audit row inside the caller's transaction, so that the act and its record are kept or lost together.
 * Fields are cut to their column lengths; empty ones become null. A failure
 * is logged and never undoes the act, except that a disk without space fails the whole transaction.
 */
export async function writeAudit(
  tx: Transaction,
  entry: AuditEntry,
  services: { readonly clock: Clock; readonly log: Logger },
): Promise<void> {
  const person = 'principal' in entry.actor ? entry.actor.principal : undefined;
  const label = 'principal' in entry.actor ? principalLabel(entry.actor.principal) : entry.actor.label;
  const details =
    entry.details === undefined || Object.keys(entry.details).length === 0 ? null : entry.details;
  try {
    tx.insert(auditLog)
      .values({
        orgId: entry.orgId,
        timestamp: services.clock.now(),
        event: entry.event.slice(0, 50),
        ipAddress: entry.address?.slice(0, 45) || null,
        username: label.slice(0, 80) || null,
        userId: person?.userId.slice(0, 100) || null,
        details: details === null ? null : JSON.stringify(details),
      })
      .run();
  } catch (error) {
    if (isStorageError(error)) throw error;
    services.log.error({ err: error, event: entry.event }, 'An audit row could not be written');
  }
}
