import type { Queryable, Transaction } from '../../db/database.ts';
import { eq } from '../../db/drizzle.ts';
import { mailSettings } from '../../db/schema/delivery.ts';

export type StoredMailSettings = typeof mailSettings.$inferSelect;
export type MailSettingsChange = Partial<Omit<StoredMailSettings, 'id' | 'orgId' | 'updatedAt'>>;

/** What an organisation's administrators entered, or undefined. */
export async function findMailSettings(
  db: Queryable,
  orgId: string,
): Promise<StoredMailSettings | undefined> {
  return db.select().from(mailSettings).where(eq(mailSettings.orgId, orgId)).get();
}

/** Settings of every organisation that made some, or of those that switched mail on. */
export async function listMailSettings(
  db: Queryable,
  only: { readonly enabled?: true },
): Promise<readonly StoredMailSettings[]> {
  const wanted = only.enabled === true ? eq(mailSettings.enabled, true) : undefined;
  return db.select().from(mailSettings).where(wanted).all();
}

/** Changes the named columns; the others stay, or have their defaults in a new row. */
export async function saveMailSettings(
  tx: Transaction,
  orgId: string,
  change: MailSettingsChange,
  now: Date,
): Promise<void> {
  tx.insert(mailSettings)
    .values({ orgId, ...change, updatedAt: now })
    .onConflictDoUpdate({ target: mailSettings.orgId, set: { ...change, updatedAt: now } })
    .run();
}
