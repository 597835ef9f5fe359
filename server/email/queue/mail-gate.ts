import type { Clock } from '../../clock.ts';
import type { Transaction } from '../../db/database.ts';
import { kindRule } from '../../notifications/kind-rules.ts';
import { isOn, type FollowUp, type StoredNotification } from '../../notifications/notifier.ts';
import { claimMotionMail } from '../digest/motion-windows.ts';
import type { MailTransports } from '../mail.ts';
import { insertIntent } from './intent-repository.ts';

export interface MailGateDeps {
  readonly clock: Clock;
  readonly transports: Pick<MailTransports, 'isOn'>;
}

/** Whether an organisation wants mails of a kind. Kinds without a switch are never mailed. */
export async function isKindMailed(tx: Transaction, orgId: string, kind: string): Promise<boolean> {
  const { mailSwitch } = kindRule(kind);
  return mailSwitch !== undefined && (await isOn(tx, orgId, mailSwitch));
}

/**
 * Follow-up work of a notification: notes that it shall be mailed, when mail is on, its kind is wanted, and, for motion,
 * no mail about that camera left within the cooldown. Recipients are found later, outside the transaction.
 */
export function queueMail(deps: MailGateDeps): FollowUp {
  return async (tx, stored) => {
    const { orgId, kind } = stored;
    if (!(await deps.transports.isOn(orgId, tx)) || !(await isKindMailed(tx, orgId, kind))) return;
    if (kind === 'motion' && !(await mayMailMotion(tx, stored))) return;
    await insertIntent(tx, stored, deps.clock.now());
  };
}

async function mayMailMotion(
  tx: Transaction,
  { orgId, cameraId, createdAt }: StoredNotification,
): Promise<boolean> {
  return cameraId === null || claimMotionMail(tx, { orgId, cameraId, at: createdAt });
}
