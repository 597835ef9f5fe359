import type { Clock } from '../../clock.ts';
import type { Database } from '../../db/database.ts';
import { readSetting } from '../../db/settings-repository.ts';
import { localMinute } from '../recording-schedule.ts';

/** Minute of the day on the wall clock of an organisation; UTC unless it chose another zone. */
export async function organizationMinute(
  deps: { readonly db: Database; readonly clock: Clock },
  orgId: string,
): Promise<number> {
  return localMinute(deps.clock.now(), (await readSetting(deps.db.read, orgId, 'timezone')) ?? 'UTC');
}
