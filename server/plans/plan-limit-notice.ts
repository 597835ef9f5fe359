import type { Transaction } from '../db/database.ts';
import { notifications } from '../db/schema/notifications.ts';
import { readSetting, writeSetting } from '../db/settings-repository.ts';

const NOTICE_EVERY_MS = 3_600_000;
const NAMES_SHOWN = 5;
const LAST_NOTICE_KEY = 'plan_limit_notif_last_at';

export interface PlanLimitFacts {
  readonly orgId: string;
  /** Display name. */
  readonly plan: string;
  readonly maxCameras: number;
  /** Names of the cameras that were not added. */
  readonly skipped: readonly string[];
}

function bodyOf({ plan, maxCameras, skipped }: PlanLimitFacts): string {
  const names = skipped.slice(0, NAMES_SHOWN).join(', ');
  const rest = skipped.length - NAMES_SHOWN;
  const list = rest > 0 ? `${names} and ${rest} more` : names;
  return `The ${plan} plan allows ${maxCameras} cameras. Not added: ${list}.`;
}

/** Tells the admins that cameras were not added, at most once an hour per organisation. */
export async function notePlanLimit(tx: Transaction, facts: PlanLimitFacts, now: Date): Promise<void> {
  const { orgId, plan, maxCameras, skipped } = facts;
  const last = Date.parse((await readSetting(tx, orgId, LAST_NOTICE_KEY)) ?? '');
  if (now.getTime() - last < NOTICE_EVERY_MS) return;
  tx.insert(notifications)
    .values({
      orgId,
      kind: 'plan_limit_reached',
      audience: 'admin',
      title: 'Camera limit reached',
      body: bodyOf(facts),
      severity: 'warning',
      link: '/settings',
      metaJson: JSON.stringify({ plan, max_cameras: maxCameras, skipped }),
      createdAt: now,
    })
    .run();
  await writeSetting(tx, { orgId, key: LAST_NOTICE_KEY, value: now.toISOString() }, now);
}
