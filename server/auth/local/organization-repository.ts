import type { Queryable, Transaction } from '../../db/database.ts';
import { desc, eq } from '../../db/drizzle.ts';
import { auditLog } from '../../db/schema/logs.ts';
import { settings } from '../../db/schema/organization.ts';
import { writeSetting } from '../../db/settings-repository.ts';

/** The one organisation of a local installation is the owner of this setting. */
const NAME_KEY = 'organization_name';

export interface Organization {
  readonly id: string;
  readonly name: string;
}

/** The organisation of this installation, or undefined before setup. */
export async function findOrganization(db: Queryable): Promise<Organization | undefined> {
  const row = db
    .select({ id: settings.orgId, name: settings.value })
    .from(settings)
    .where(eq(settings.key, NAME_KEY))
    .limit(1)
    .get();
  return row === undefined ? undefined : { id: row.id, name: row.name ?? '' };
}

/** The organisation whose data was erased last; only the record of that is left of it. */
export async function resetOrganization(db: Queryable): Promise<string | undefined> {
  return db
    .select({ id: auditLog.orgId })
    .from(auditLog)
    .where(eq(auditLog.event, 'full_reset'))
    .orderBy(desc(auditLog.timestamp))
    .limit(1)
    .get()?.id;
}

export async function saveOrganization(
  tx: Transaction,
  organization: Organization,
  now: Date,
): Promise<void> {
  await writeSetting(tx, { orgId: organization.id, key: NAME_KEY, value: organization.name }, now);
}
