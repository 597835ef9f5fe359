import type { Logger } from 'pino';
import { writeAudit } from '../../audit/audit-writer.ts';
import { principalLabel, type IdentityProvider, type Principal } from '../../auth/principal.ts';
import type { Clock } from '../../clock.ts';
import type { Database } from '../../db/database.ts';
import { AppError } from '../../http/app-error.ts';
import { promotionRequestedNotice } from '../notices/member-notices.ts';
import type { Notifier } from '../notifier.ts';

export interface PromotionDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Logger;
  readonly notifier: Pick<Notifier, 'record' | 'announce'>;
  /** Where accounts are kept. */
  readonly accountsIn: IdentityProvider['mode'];
}

/**
 * Tells the administrators that somebody asks for administrator rights. 400 for an administrator. That the notification
 * is muted changes nothing for the person who asks.
 */
export async function requestPromotion(
  deps: PromotionDeps,
  by: { readonly principal: Principal; readonly address: string },
): Promise<string> {
  const { principal, address } = by;
  if (principal.isAdmin) throw AppError.plain(400, 'You are already an admin of this organization.');
  const { orgId, userId, email } = principal;
  const label = principalLabel(principal);
  const notice = promotionRequestedNotice({ orgId, userId, email, label }, { accounts: deps.accountsIn });
  const stored = await deps.db.write(async (tx) => {
    const event = 'member_promotion_requested';
    const details = { requester_label: label };
    await writeAudit(tx, { orgId, event, actor: { principal }, address, details }, deps);
    return deps.notifier.record(tx, notice);
  });
  deps.notifier.announce(stored);
  return 'Your request has been sent to the administrators.';
}
