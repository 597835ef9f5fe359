import type { Queryable } from '../db/database.ts';
import { and, asc, eq, inArray, ne } from '../db/drizzle.ts';
import { settings } from '../db/schema/organization.ts';

/** Values of those of the named settings that an organization has. */
export async function readSettings(
  db: Queryable,
  orgId: string,
  keys: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const rows = db
    .select({ key: settings.key, value: settings.value })
    .from(settings)
    .where(and(eq(settings.orgId, orgId), inArray(settings.key, [...keys])))
    .all();
  return new Map(rows.flatMap(({ key, value }) => (value === null ? [] : [[key, value] as const])));
}

/** The organization that first gave a setting a value that is not empty, whichever it is. */
export async function firstOwnerOf(
  db: Queryable,
  key: string,
): Promise<{ readonly orgId: string; readonly value: string } | undefined> {
  const row = db
    .select({ orgId: settings.orgId, value: settings.value })
    .from(settings)
    .where(and(eq(settings.key, key), ne(settings.value, '')))
    .orderBy(asc(settings.id))
    .limit(1)
    .get();
  return row === undefined || row.value === null ? undefined : { orgId: row.orgId, value: row.value };
}
