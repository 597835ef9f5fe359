import type { MailConfig, SmtpServer } from '../../config/config.ts';
import type { InstallationSecret } from '../../secrets/installation-secret.ts';
import type { ResendAccount } from '../transport/resend-transport.ts';
import type { SmtpAccount } from '../transport/smtp-transport.ts';
import type { Sender } from '../transport/message-headers.ts';
import type { StoredMailSettings } from './mail-settings-repository.ts';

export const RESEND_KEY_PURPOSE = 'mail resend key';
export const SMTP_PASSWORD_PURPOSE = 'mail smtp password';

/** How an organisation's mail leaves, the environment and its settings taken together. */
export interface MailSetup {
  readonly enabled: boolean;
  readonly source: 'environment' | 'settings';
  readonly transport: 'none' | 'resend' | 'smtp';
  readonly from: Sender;
  /** Host, port, encryption and user name as they are shown, without the password. */
  readonly smtp: Omit<SmtpServer, 'password'>;
  readonly hasResendKey: boolean;
  readonly hasSmtpPassword: boolean;
  /** What mail is handed to; undefined while something is missing, which `problem` says in words. */
  readonly account: Account | undefined;
  readonly problem: string | undefined;
}

export type Account =
  | ({ readonly kind: 'resend' } & ResendAccount)
  | ({ readonly kind: 'smtp' } & SmtpAccount);

const NO_SERVER: SmtpServer = {
  host: '',
  port: 587,
  security: 'starttls',
  username: undefined,
  password: undefined,
};

/** Whether mail is switched on: the environment decides, else the organisation's settings, else it is off. */
export function isMailOn(
  config: MailConfig,
  stored: Pick<StoredMailSettings, 'enabled'> | undefined,
): boolean {
  return config.enabled ?? stored?.enabled ?? false;
}

/** How an organisation's mail leaves. A transport of the environment wins over everything entered. */
export function mailSetup(
  config: MailConfig,
  stored: StoredMailSettings | undefined,
  secret: InstallationSecret,
): MailSetup {
  const enabled = isMailOn(config, stored);
  return config.resendKey !== undefined || config.smtp !== undefined
    ? { enabled, ...environmentSetup(config) }
    : { enabled, ...storedSetup(config, stored, secret) };
}

type Way = Omit<MailSetup, 'enabled'>;

function environmentSetup(config: MailConfig): Way {
  const { resendKey, smtp = NO_SERVER } = config;
  const from = { address: config.fromAddress ?? '', name: config.fromName ?? '' };
  const { password, ...shown } = smtp;
  const facts = {
    source: 'environment',
    transport: resendKey === undefined ? 'smtp' : 'resend',
    from,
    smtp: shown,
    hasResendKey: resendKey !== undefined,
    hasSmtpPassword: password !== undefined,
  } as const;
  const without = (name: string): Way => ({
    ...facts,
    account: undefined,
    problem: `Set ${name} in the environment of the server and restart it.`,
  });
  if (from.address === '') return without('EMAIL_FROM_ADDRESS');
  if (resendKey === undefined && smtp.username !== undefined && password === undefined)
    return without('SMTP_PASSWORD');
  const account: Account =
    resendKey === undefined
      ? { kind: 'smtp', server: smtp, from }
      : { kind: 'resend', key: resendKey, apiUrl: config.resendApiUrl, from };
  return { ...facts, account, problem: undefined };
}

function storedSetup(
  config: MailConfig,
  stored: StoredMailSettings | undefined,
  secret: InstallationSecret,
): Way {
  const from = {
    address: config.fromAddress ?? stored?.fromAddress ?? '',
    name: config.fromName ?? stored?.fromName ?? '',
  };
  const { password, ...smtp } = storedServer(stored, secret);
  const key = opened(secret, stored?.resendKeySealed, RESEND_KEY_PURPOSE);
  const transport = transportOf(stored);
  const facts = {
    source: 'settings',
    transport,
    from,
    smtp,
    hasResendKey: (stored?.resendKeySealed ?? null) !== null,
    hasSmtpPassword: (stored?.smtpPasswordSealed ?? null) !== null,
  } as const;
  const problem = problemOf({ ...facts, key, password });
  if (problem !== undefined) return { ...facts, account: undefined, problem };
  const account: Account =
    transport === 'smtp'
      ? { kind: 'smtp', server: { ...smtp, password }, from }
      : { kind: 'resend', key: key ?? '', apiUrl: config.resendApiUrl, from };
  return { ...facts, account, problem };
}

function storedServer(stored: StoredMailSettings | undefined, secret: InstallationSecret): SmtpServer {
  if (stored === undefined) return NO_SERVER;
  return {
    host: stored.smtpHost,
    port: stored.smtpPort,
    security:
      stored.smtpSecurity === 'tls' || stored.smtpSecurity === 'none' ? stored.smtpSecurity : 'starttls',
    username: stored.smtpUsername || undefined,
    password: opened(secret, stored.smtpPasswordSealed, SMTP_PASSWORD_PURPOSE),
  };
}

function transportOf(stored: StoredMailSettings | undefined): MailSetup['transport'] {
  return stored?.transport === 'resend' || stored?.transport === 'smtp' ? stored.transport : 'none';
}

function opened(
  secret: InstallationSecret,
  sealed: string | null | undefined,
  purpose: string,
): string | undefined {
  return sealed === null || sealed === undefined ? undefined : secret.open(sealed, purpose);
}

const UNREADABLE =
  'can no longer be read, because the file secrets/installation.key of the data folder was replaced. Enter it again.';

interface Parts extends Pick<MailSetup, 'transport' | 'from' | 'smtp' | 'hasResendKey' | 'hasSmtpPassword'> {
  readonly key: string | undefined;
  readonly password: string | undefined;
}

function problemOf({ transport, from, smtp, key, password, ...has }: Parts): string | undefined {
  if (transport === 'none')
    return 'Choose how mail leaves: through the mail server of your provider (SMTP) or through Resend.';
  if (from.address === '') return 'Enter the address that mails come from.';
  if (transport === 'resend') {
    if (!has.hasResendKey) return 'Enter the API key of your Resend account.';
    return key === undefined ? `The saved Resend key ${UNREADABLE}` : undefined;
  }
  if (smtp.host === '') return 'Enter the name of the mail server, such as smtp.example.com.';
  if (smtp.username === undefined) return undefined;
  if (!has.hasSmtpPassword) return 'Enter the password that belongs to the user name of the mail server.';
  return password === undefined ? `The saved mail password ${UNREADABLE}` : undefined;
}
