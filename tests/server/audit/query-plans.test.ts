import { describe, expect, it } from 'vitest';
import { auditColumns, auditCondition } from '../../../server/audit/audit-repository.ts';
import { logWindows } from '../../../server/audit/log-windows.ts';
import { and, desc, sql } from '../../../server/db/drizzle.ts';
import { auditLog } from '../../../server/db/schema/logs.ts';
import { openControlPlane } from '../organization/control-plane.ts';
import { addManyAuditRows } from './log-rows.ts';

describe('how the logs are read', () => {
  it('every run of rows comes from the (org, time) index, in its order', async () => {
    await using plane = await openControlPlane();
    await addManyAuditRows(plane, 'org_red', 1600);
    const plans: string[] = [];
    const scope = { orgId: 'org_red', since: new Date(0) };
    for await (const window of logWindows(plane.db.read, auditColumns, scope, 500)) {
      const query = plane.db.read
        .select()
        .from(auditLog)
        .where(and(window, auditCondition({ event: 'event_1', username: 'user' })))
        .orderBy(desc(auditLog.timestamp), desc(auditLog.id));
      const steps = plane.db.read.all<{ detail: string }>(sql`EXPLAIN QUERY PLAN ${query.getSQL()}`);
      plans.push(steps.map(({ detail }) => detail).join(' | '));
    }
    expect(plans).toHaveLength(4);
    for (const plan of plans) {
      expect(plan).toContain('USING INDEX audit_log_org_time (org_id=? AND timestamp>');
      expect(plan).not.toContain('TEMP B-TREE');
    }
  });
});
