import type { Transaction } from '../db/database.ts';
import { readSetting, writeSetting } from '../db/settings-repository.ts';
import { planLimitNotice } from '../notifications/notices/organization-notices.ts';
import type { Notifier, StoredNotification } from '../notifications/notifier.ts';

const NOTICE_EVERY_MS = 3_600_000;
const LAST_NOTICE_KEY = 'plan_limit_notif_last_at';

/**
 * Records that cameras were not added, at most once an hour per organisation. The caller announces the answer after the
 * commit.
 */
export async function notePlanLimit(
  notifier: Pick<Notifier, 'record'>,
  tx: Transaction,
  facts: Parameters<typeof planLimitNotice>[0],
  now: Date,
): Promise<StoredNotification | undefined> {
  const { orgId } = facts;
  const last = Date.parse((await readSetting(tx, orgId, LAST_NOTICE_KEY)) ?? '');
  if (now.getTime() - last < NOTICE_EVERY_MS) return undefined;
  await writeSetting(tx, { orgId, key: LAST_NOTICE_KEY, value: now.toISOString() }, now);
  return notifier.record(tx, planLimitNotice(facts));
}
