import type { Logger } from 'pino';
import { writeAudit } from '../../audit/audit-writer.ts';
import type { Clock } from '../../clock.ts';
import type { MailConfig } from '../../config/config.ts';
import type { MailSettings } from '../../contract/notifications/email.ts';
import type { Database, Queryable } from '../../db/database.ts';
import { writeSetting } from '../../db/settings-repository.ts';
import type { Publish } from '../../events/event-hub.ts';
import type { InstallationSecret } from '../../secrets/installation-secret.ts';
import type { Changer } from '../../settings/settings-service.ts';
import { cooldownMinutes } from '../digest/motion-windows.ts';
import {
  changedFields,
  changeLines,
  columnsOf,
  refuseFixed,
  refuseOtherServer,
  type WantedMailSettings,
} from './mail-settings-change.ts';
import { findMailSettings, saveMailSettings } from './mail-settings-repository.ts';
import { mailSetup } from './mail-setup.ts';

export interface MailSettingsDeps {
  readonly config: { readonly mail: MailConfig };
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Logger;
  readonly publish: Publish;
  readonly secret: InstallationSecret;
}

const COOLDOWN = 'email_motion_cooldown_minutes';

/** How an organisation's mail leaves. Says of secrets only whether there is one. */
export async function mailSettingsOf(
  deps: MailSettingsDeps,
  orgId: string,
  db: Queryable = deps.db.read,
): Promise<MailSettings> {
  const { config, secret } = deps;
  const setup = mailSetup(config.mail, await findMailSettings(db, orgId), secret);
  return {
    enabled: setup.enabled,
    source: setup.source,
    enabled_by_environment: config.mail.enabled !== undefined,
    transport: setup.transport,
    from_address: setup.from.address,
    from_name: setup.from.name,
    has_resend_key: setup.hasResendKey,
    smtp_host: setup.smtp.host,
    smtp_port: setup.smtp.port,
    smtp_security: setup.smtp.security,
    smtp_username: setup.smtp.username ?? '',
    has_smtp_password: setup.hasSmtpPassword,
    motion_cooldown_minutes: await cooldownMinutes(db, orgId),
    problem: setup.problem ?? null,
  };
}

/**
 * Changes what is named; an empty secret removes it. 409 for what the environment decides, 422 when a saved password
 * would go to another server than the one it was entered for.
 */
export async function changeMailSettings(
  deps: MailSettingsDeps,
  by: Changer,
  wanted: WantedMailSettings,
): Promise<MailSettings> {
  const { orgId } = by.principal;
  const { motion_cooldown_minutes: minutes } = wanted;
  const answer = await deps.db.write(async (tx) => {
    const before = await mailSettingsOf(deps, orgId, tx);
    const changed = changedFields(before, wanted);
    refuseFixed(deps.config.mail, before, changed);
    refuseOtherServer(before, wanted);
    if (changed.length === 0) return before;
    const now = deps.clock.now();
    const columns = columnsOf(wanted, deps.secret);
    if (Object.keys(columns).length > 0) await saveMailSettings(tx, orgId, columns, now);
    if (minutes !== undefined) await writeSetting(tx, { orgId, key: COOLDOWN, value: String(minutes) }, now);
    const details = { changes: changeLines(wanted, changed) };
    const actor = { principal: by.principal };
    await writeAudit(
      tx,
      { orgId, event: 'mail_settings_updated', actor, address: by.address, details },
      deps,
    );
    return mailSettingsOf(deps, orgId, tx);
  });
  deps.publish({ orgId, audience: 'all', message: { type: 'changed', what: 'settings' } });
  return answer;
}
