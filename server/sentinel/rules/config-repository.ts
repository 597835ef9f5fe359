import type { Queryable, Transaction } from '../../db/database.ts';
import { and, eq } from '../../db/drizzle.ts';
import { sentinelConfig } from '../../db/schema/organization.ts';
import type { ConfigRow } from './stored-config.ts';

export type ConfigChange = Partial<Omit<ConfigRow, 'id' | 'orgId' | 'createdAt'>>;

export async function findConfig(db: Queryable, orgId: string): Promise<ConfigRow | undefined> {
  return db.select().from(sentinelConfig).where(eq(sentinelConfig.orgId, orgId)).get();
}

/** The organization's rules, made with the defaults when it has none yet. */
export async function ensureConfig(tx: Transaction, orgId: string, now: Date): Promise<ConfigRow> {
  const known = await findConfig(tx, orgId);
  if (known !== undefined) return known;
  return tx.insert(sentinelConfig).values({ orgId, createdAt: now, updatedAt: now }).returning().get();
}

export async function updateConfig(tx: Transaction, id: number, change: ConfigChange): Promise<ConfigRow> {
  return tx.update(sentinelConfig).set(change).where(eq(sentinelConfig.id, id)).returning().get();
}

/** Rules of every organization that wants a daily report. */
export async function configsWithReport(db: Queryable): Promise<ConfigRow[]> {
  return db
    .select()
    .from(sentinelConfig)
    .where(and(eq(sentinelConfig.enabled, true), eq(sentinelConfig.dailyReportEnabled, true)))
    .all();
}
