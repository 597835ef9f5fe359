import type { Logger } from 'pino';
import { writeAudit } from '../../audit/audit-writer.ts';
import type { Clock } from '../../clock.ts';
import { NOTIFICATION_KINDS } from '../../contract/notifications/kinds.ts';
import type { Database } from '../../db/database.ts';
import { readSetting, writeSetting } from '../../db/settings-repository.ts';
import type { Publish } from '../../events/event-hub.ts';
import { kindRule } from '../../notifications/kind-rules.ts';
import type { Unsubscription } from './unsubscribe-links.ts';

export interface UnsubscribeDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Logger;
  readonly publish: Publish;
}

/** Kinds that are mailed or not together with this one, itself included. */
export function kindsOfSameSwitch(kind: string): readonly string[] {
  const { mailSwitch } = kindRule(kind);
  if (mailSwitch === undefined) return [kind];
  return NOTIFICATION_KINDS.filter((other) => kindRule(other).mailSwitch === mailSwitch);
}

/**
 * Switches mails of a kind off for the whole organisation. Once more changes nothing. A failure is only logged: whoever
 * follows the link cannot do anything about it, and the link still works later.
 */
export async function unsubscribe(
  deps: UnsubscribeDeps,
  { orgId, kind }: Unsubscription,
  address: string,
): Promise<void> {
  const { mailSwitch } = kindRule(kind);
  if (mailSwitch === undefined) return;
  try {
    const changed = await deps.db.write(async (tx) => {
      if ((await readSetting(tx, orgId, mailSwitch)) === 'false') return false;
      await writeSetting(tx, { orgId, key: mailSwitch, value: 'false' }, deps.clock.now());
      const details = { kind, via_link: true };
      const entry = { orgId, event: 'email_unsubscribed', actor: { label: '' }, address, details };
      await writeAudit(tx, entry, deps);
      return true;
    });
    if (changed) deps.publish({ orgId, audience: 'all', message: { type: 'changed', what: 'settings' } });
  } catch (error) {
    deps.log.error({ err: error, kind }, 'Mails could not be switched off by the link of a mail');
  }
}
