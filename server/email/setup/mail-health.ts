import type { MailConfig } from '../../config/config.ts';
import type { Database } from '../../db/database.ts';
import type { InstallationSecret } from '../../secrets/installation-secret.ts';
import { listMailSettings } from './mail-settings-repository.ts';
import { mailSetup } from './mail-setup.ts';

export interface MailHealthDeps {
  readonly config: { readonly mail: MailConfig };
  readonly db: Database;
  readonly secret: InstallationSecret;
}

/**
 * Whether mail is on for anybody on this server, and whether everybody for whom it is on has what it takes to send one.
 */
export async function mailHealth(deps: MailHealthDeps): Promise<'disabled' | 'unconfigured' | 'ok'> {
  const { db, secret } = deps;
  const { mail } = deps.config;
  if (mail.enabled === false) return 'disabled';
  const stored = await listMailSettings(db.read, mail.enabled === true ? {} : { enabled: true });
  if (stored.length === 0 && mail.enabled !== true) return 'disabled';
  const setups = stored.length === 0 ? [undefined] : stored;
  const ready = setups.every((row) => mailSetup(mail, row, secret).problem === undefined);
  return ready ? 'ok' : 'unconfigured';
}
