import { auditLog, streamAccessLogs } from '../../../server/db/schema/logs.ts';
import type { ControlPlane } from '../organization/control-plane.ts';

type AuditRow = Partial<typeof auditLog.$inferInsert>;
type AccessRow = Partial<typeof streamAccessLogs.$inferInsert>;

/** Adds audit rows of `org_red` (unless said otherwise), a second apart, oldest first. */
export async function addAuditRows(plane: ControlPlane, rows: readonly AuditRow[]): Promise<void> {
  await plane.db.write(async (tx) => {
    for (const row of rows) {
      plane.clock.advance(1000);
      tx.insert(auditLog)
        .values({ orgId: 'org_red', timestamp: plane.clock.now(), event: 'node_created', ...row })
        .run();
    }
  });
}

export async function addAccessRows(plane: ControlPlane, rows: readonly AccessRow[]): Promise<void> {
  await plane.db.write(async (tx) => {
    for (const row of rows) {
      plane.clock.advance(1000);
      const usual = { userId: 'user_1', userEmail: 'ann@example.com', cameraId: 'cam_1', nodeId: 'node_1' };
      tx.insert(streamAccessLogs)
        .values({ orgId: 'org_red', accessedAt: plane.clock.now(), ...usual, ...row })
        .run();
    }
  });
}

/** Adds many audit rows in one statement, one a minute. */
export async function addManyAuditRows(plane: ControlPlane, orgId: string, count: number): Promise<void> {
  await plane.db.write(async (tx) => {
    tx.run(
      `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${count})
       INSERT INTO audit_log (org_id, timestamp, event, username)
       SELECT '${orgId}', strftime('%Y-%m-%dT%H:%M:%fZ', '2025-06-01', '+' || i || ' minutes'), 'event_' || (i % 3), 'user' || i FROM n`,
    );
  });
}
