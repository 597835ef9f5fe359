import type { Queryable } from '../db/database.ts';
import { asc, eq } from '../db/drizzle.ts';
import { settings } from '../db/schema/organization.ts';

/** What the first organization that has a setting says; backups are of the whole installation. */
export async function readInstallationSetting(db: Queryable, key: string): Promise<string | undefined> {
  const row = db
    .select({ value: settings.value })
    .from(settings)
    .where(eq(settings.key, key))
    .orderBy(asc(settings.id))
    .limit(1)
    .get();
  return row?.value ?? undefined;
}
