import type { MailConfig } from '../../config/config.ts';
import type { BodyOf } from '../../contract/endpoint.ts';
import type { MailSettings, mailSetup } from '../../contract/notifications/email.ts';
import { AppError } from '../../http/app-error.ts';
import type { InstallationSecret } from '../../secrets/installation-secret.ts';
import type { MailSettingsChange } from './mail-settings-repository.ts';
import { RESEND_KEY_PURPOSE, SMTP_PASSWORD_PURPOSE } from './mail-setup.ts';

export type WantedMailSettings = BodyOf<typeof mailSetup.set>;
type Field = keyof WantedMailSettings;

const SECRETS: ReadonlySet<Field> = new Set(['resend_key', 'smtp_password']);
/** Fields that have nothing to do with how mail leaves. */
const ALWAYS_OURS: ReadonlySet<Field> = new Set(['enabled', 'motion_cooldown_minutes']);

/** Fields that would change. A secret that is named always counts: what is stored is not compared. */
export function changedFields(before: MailSettings, wanted: WantedMailSettings): readonly Field[] {
  const known: Readonly<Record<string, unknown>> = { ...before };
  return (Object.keys(wanted) as Field[]).filter(
    (name) => wanted[name] !== undefined && (SECRETS.has(name) || wanted[name] !== known[name]),
  );
}

/** 409 for a field that the environment decides. */
export function refuseFixed(config: MailConfig, before: MailSettings, changed: readonly Field[]): void {
  const variables: Partial<Record<Field, string | undefined>> = {
    enabled: config.enabled === undefined ? undefined : 'EMAIL_ENABLED',
    from_address: config.fromAddress === undefined ? undefined : 'EMAIL_FROM_ADDRESS',
    from_name: config.fromName === undefined ? undefined : 'EMAIL_FROM_NAME',
  };
  const fixed = before.source === 'environment' && changed.some((name) => !ALWAYS_OURS.has(name));
  const variable = changed.map((name) => variables[name]).find((name) => name !== undefined);
  if (variable === undefined && !fixed) return;
  throw AppError.coded(
    409,
    'set_by_environment',
    variable === undefined
      ? 'How mail leaves is set in the environment of the server, so it is changed there.'
      : `${variable} is set in the environment of the server, so it is changed there.`,
  );
}

/** 422 when a saved password would go to a server other than the one it was entered for. */
export function refuseOtherServer(before: MailSettings, wanted: WantedMailSettings): void {
  const { smtp_host: host = before.smtp_host, smtp_password: password } = wanted;
  if (!before.has_smtp_password || password !== undefined || host === '' || host === before.smtp_host) return;
  throw AppError.coded(
    422,
    'password_needed',
    'Enter the password again: the saved one belongs to another mail server.',
  );
}

/** What changes, for the audit log. Of secrets only that they were set or removed. */
export function changeLines(wanted: WantedMailSettings, changed: readonly Field[]): string[] {
  return changed.map((name) => {
    if (SECRETS.has(name)) return `${name} ${wanted[name] === '' ? 'removed' : 'set'}`;
    return `${name}=${String(wanted[name])}`;
  });
}

/** Columns to write: those named, secrets sealed. */
export function columnsOf(wanted: WantedMailSettings, secret: InstallationSecret): MailSettingsChange {
  const sealed = (text: string | undefined, purpose: string): string | null | undefined => {
    if (text === undefined) return undefined;
    return text === '' ? null : secret.seal(text, purpose);
  };
  const columns = {
    enabled: wanted.enabled,
    transport: wanted.transport,
    fromAddress: wanted.from_address,
    fromName: wanted.from_name,
    resendKeySealed: sealed(wanted.resend_key, RESEND_KEY_PURPOSE),
    smtpHost: wanted.smtp_host,
    smtpPort: wanted.smtp_port,
    smtpSecurity: wanted.smtp_security,
    smtpUsername: wanted.smtp_username,
    smtpPasswordSealed: sealed(wanted.smtp_password, SMTP_PASSWORD_PURPOSE),
  };
  return Object.fromEntries(Object.entries(columns).filter(([, value]) => value !== undefined));
}
