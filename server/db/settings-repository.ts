import type { Queryable, Transaction } from './database.ts';
import { and, eq } from './drizzle.ts';
import { settings } from './schema/organization.ts';

/** Value of one organisation setting, or undefined. */
export async function readSetting(db: Queryable, orgId: string, key: string): Promise<string | undefined> {
  const row = db
    .select({ value: settings.value })
    .from(settings)
    .where(and(eq(settings.orgId, orgId), eq(settings.key, key)))
    .get();
  return row?.value ?? undefined;
}

/** Creates or replaces one organisation setting. */
export async function writeSetting(
  tx: Transaction,
  setting: { readonly orgId: string; readonly key: string; readonly value: string },
  now: Date,
): Promise<void> {
  const { orgId, key, value } = setting;
  tx.insert(settings)
    .values({ orgId, key, value, updatedAt: now })
    .onConflictDoUpdate({ target: [settings.orgId, settings.key], set: { value, updatedAt: now } })
    .run();
}
