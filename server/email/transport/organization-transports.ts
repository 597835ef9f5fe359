import type { Logger } from 'pino';
import type { MailConfig } from '../../config/config.ts';
import type { Database, Queryable } from '../../db/database.ts';
import type { InstallationSecret } from '../../secrets/installation-secret.ts';
import type { MailTransport, MailTransports } from '../mail.ts';
import { findMailSettings } from '../setup/mail-settings-repository.ts';
import { isMailOn, mailSetup, type MailSetup } from '../setup/mail-setup.ts';
import { maskedAddress } from './masked-address.ts';
import { resendTransport } from './resend-transport.ts';
import { failure } from './send-failure.ts';
import { smtpTransport } from './smtp-transport.ts';

export interface TransportDeps {
  readonly config: { readonly mail: MailConfig };
  readonly db: Database;
  readonly secret: InstallationSecret;
  readonly log: Logger;
}

/** Which transport an organisation uses, asked anew for every mail, so that changed settings count at once. */
export class OrganizationTransports implements MailTransports {
  readonly #deps: TransportDeps;

  constructor(deps: TransportDeps) {
    this.#deps = deps;
  }

  async isOn(orgId: string, db: Queryable): Promise<boolean> {
    const { mail } = this.#deps.config;
    return isMailOn(mail, mail.enabled === undefined ? await findMailSettings(db, orgId) : undefined);
  }

  async of(orgId: string): Promise<MailTransport> {
    return logged(transportOf(await this.setupOf(orgId)), this.#deps.log);
  }

  /** How an organisation's mail leaves, and what is missing for it. */
  async setupOf(orgId: string): Promise<MailSetup> {
    const { config, db, secret } = this.#deps;
    return mailSetup(config.mail, await findMailSettings(db.read, orgId), secret);
  }
}

function transportOf({ account, problem }: MailSetup): MailTransport {
  if (account?.kind === 'resend') return resendTransport(account);
  if (account?.kind === 'smtp') return smtpTransport(account);
  const outcome = failure('counts', 'resend_unconfigured', problem ?? 'Mail is not set up.');
  return { send: async () => outcome };
}

/** Failures go to the log, addresses masked. */
function logged(transport: MailTransport, log: Logger): MailTransport {
  return {
    send: async (mail, signal) => {
      const outcome = await transport.send(mail, signal);
      if (!outcome.ok) {
        const to = maskedAddress(mail.to);
        const error = outcome.error.replaceAll(mail.to, to);
        log.warn({ to, kind: mail.kind, error, retry: outcome.retry }, 'A mail could not be handed over');
      }
      return outcome;
    },
  };
}
