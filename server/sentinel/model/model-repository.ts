import type { Queryable, Transaction } from '../../db/database.ts';
import { eq } from '../../db/drizzle.ts';
import { sentinelModels } from '../../db/schema/organization.ts';

export type StoredModel = Omit<typeof sentinelModels.$inferSelect, 'id' | 'orgId' | 'updatedAt'>;
export type ModelChange = Partial<StoredModel>;

/** What an organisation has that never entered a model. */
const NOTHING: StoredModel = {
  enabled: false,
  provider: 'openai',
  baseUrl: '',
  model: '',
  keySealed: null,
  maxToolCalls: 20,
  maxMinutes: 5,
  imagePixels: 1024,
  inputPriceMicros: null,
  outputPriceMicros: null,
};

/** An organisation's model, or the defaults. */
export async function findModel(db: Queryable, orgId: string): Promise<StoredModel> {
  return db.select().from(sentinelModels).where(eq(sentinelModels.orgId, orgId)).get() ?? NOTHING;
}

/** Changes the named columns; the others stay, or have their defaults in a new row. */
export async function saveModel(
  tx: Transaction,
  orgId: string,
  change: ModelChange,
  now: Date,
): Promise<void> {
  tx.insert(sentinelModels)
    .values({ orgId, ...change, updatedAt: now })
    .onConflictDoUpdate({ target: sentinelModels.orgId, set: { ...change, updatedAt: now } })
    .run();
}
