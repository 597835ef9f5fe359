import type { Queryable } from '../db/database.ts';
import { users } from '../db/schema/identity.ts';

/** Organizations that have accounts here. */
export async function organizationsWithAccounts(db: Queryable): Promise<readonly string[]> {
  return db
    .selectDistinct({ orgId: users.orgId })
    .from(users)
    .all()
    .map(({ orgId }) => orgId);
}
