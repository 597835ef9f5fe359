import { eq } from 'drizzle-orm';
import type { Queryable, Transaction } from '../../db/database.ts';
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

export async function saveOrganization(
  tx: Transaction,
  organization: Organization,
  now: Date,
): Promise<void> {
  await writeSetting(tx, { orgId: organization.id, key: NAME_KEY, value: organization.name }, now);
}
