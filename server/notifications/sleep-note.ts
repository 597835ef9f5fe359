import type { Database } from '../db/database.ts';
import { organizationsWithAccounts } from '../organization/organization-ids.ts';
import { computerSleptNotice } from './notices/organization-notices.ts';
import type { Notifier } from './notifier.ts';

/** A nap shorter than this leaves no gap worth a word (ms). */
const NAP_MS = 10_000;

/** Tells administrators that the computer slept and nothing was received. */
export async function noteSleep(
  { db, notifier }: { readonly db: Database; readonly notifier: Notifier },
  { from, to }: { readonly from: Date; readonly to: Date },
): Promise<void> {
  if (to.getTime() - from.getTime() < NAP_MS) return;
  for (const orgId of await organizationsWithAccounts(db.read))
    await notifier.notify(computerSleptNotice({ orgId, from, to }));
}
