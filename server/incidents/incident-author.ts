import type { AuditActor } from '../audit/audit-writer.ts';
import type { Principal } from '../auth/principal.ts';

/**
 * Whose incidents, and which of them the caller may know of. Everything outside behaves as if it did not exist, in
 * reads and in writes.
 */
export interface IncidentScope {
  readonly orgId: string;
  /** Undefined when every camera may be known. */
  readonly limit?: IncidentLimit | undefined;
}

/**
 * A caller that may know of some cameras only: it sees incidents of these, those without a camera that it filed
 * itself, and no evidence of other cameras.
 */
export interface IncidentLimit {
  readonly cameraIds: readonly string[];
  /** Credential of the caller. */
  readonly credential: string;
}

/** Who writes: a person or an agent. */
export interface IncidentAuthor extends IncidentScope {
  /** `user:<id>` for a person, `mcp:<key name>` for an agent. */
  readonly tag: string;
  /** Credential of an agent; absent for people. */
  readonly credential?: string;
  /** Name of the person or key, kept with each change as it is now. */
  readonly name: string;
  readonly auditActor: AuditActor;
  /** Network address for the audit log, when known. */
  readonly address: string | undefined;
}

/** The signed-in person of a request as an author. */
export function personAuthor(call: {
  readonly principal: Principal;
  readonly address: string;
}): IncidentAuthor {
  const { principal, address } = call;
  const { orgId, userId } = principal;
  return {
    orgId,
    tag: `user:${userId}`,
    name: principal.name || principal.email || userId,
    auditActor: { principal },
    address,
  };
}
