import { t } from '@lingui/core/macro';
import type { MailSettings } from '../../../../server/contract/notifications/email.ts';

type Transport = MailSettings['transport'];
export type Security = MailSettings['smtp_security'];

interface MailState {
  readonly tone: 'live' | 'warn' | 'idle';
  readonly label: string;
  readonly sentence: string;
}

/** Whether mail leaves, in one word and one sentence with the next step. */
export function mailState(settings: MailSettings): MailState {
  const { enabled, problem, transport, source } = settings;
  if (enabled && problem !== null) return { tone: 'warn', label: t`Not working yet`, sentence: problem };
  if (enabled)
    return {
      tone: 'live',
      label: t({ message: 'On', context: 'switched' }),
      sentence: t`Notifications you chose for mail leave by themselves.`,
    };
  if (settings.enabled_by_environment)
    return { tone: 'idle', label: t`Off`, sentence: t`Nothing is sent until that is changed there.` };
  if (problem !== null && source === 'environment') return { tone: 'idle', label: t`Off`, sentence: problem };
  if (transport === 'none' || problem !== null)
    return { tone: 'idle', label: t`Off`, sentence: t`Choose below how mail is sent, then switch it on.` };
  return { tone: 'idle', label: t`Off`, sentence: t`Everything is set up. Switch it on when you want mail.` };
}

/** The environment variable that chose this way of sending. */
export function decidingVariable(transport: Transport): string {
  return transport === 'resend' ? 'RESEND_API_KEY' : 'SMTP_HOST';
}

export const WAYS: readonly { readonly value: Transport; readonly title: string; readonly about: string }[] =
  [
    {
      value: 'smtp',
      title: t`A mailbox or mail server (SMTP)`,
      about: t`Gmail, Microsoft 365, your internet provider, or a server of your own.`,
    },
    {
      value: 'resend',
      title: 'Resend',
      about: t`A sending service. It needs an account there and a domain you verified with it.`,
    },
    {
      value: 'none',
      title: t`Nothing`,
      about: t`Mail is not set up. The bell in the dashboard still works.`,
    },
  ];

export const SECURITY_WORDS: Readonly<Record<Security, string>> = {
  starttls: t`STARTTLS (usually port 587)`,
  tls: t`TLS from the start (usually port 465)`,
  none: t`None (only inside your own network)`,
};

const USUAL_PORTS: Readonly<Record<Security, number>> = { starttls: 587, tls: 465, none: 25 };

/** The port that goes with a kind of encryption, unless somebody chose an unusual one. */
export function portFor(security: Security, current: number): number {
  const isUsual = Object.values(USUAL_PORTS).includes(current) || Number.isNaN(current);
  return isUsual ? USUAL_PORTS[security] : current;
}

interface Provider {
  readonly name: string;
  readonly host: string;
  readonly port: number;
  readonly security: Security;
  readonly note: string;
}

/** Mail services people often have, with what their SMTP needs. */
export const PROVIDERS: readonly Provider[] = [
  {
    name: 'Gmail',
    host: 'smtp.gmail.com',
    port: 587,
    security: 'starttls',
    note: t`The user name is the whole address. Your normal password is refused: create an app password in your Google account (it needs 2-step verification).`,
  },
  {
    name: 'Microsoft 365',
    host: 'smtp.office365.com',
    port: 587,
    security: 'starttls',
    note: t`The user name is the whole address. “Authenticated SMTP” must be allowed for this mailbox in the Microsoft 365 admin center.`,
  },
  {
    name: 'iCloud Mail',
    host: 'smtp.mail.me.com',
    port: 587,
    security: 'starttls',
    note: t`The user name is the whole address. Your normal password is refused: create an app-specific password in your Apple account.`,
  },
  {
    name: 'Yahoo Mail',
    host: 'smtp.mail.yahoo.com',
    port: 465,
    security: 'tls',
    note: t`The user name is the whole address. Your normal password is refused: create an app password in your Yahoo account.`,
  },
  {
    name: 'Fastmail',
    host: 'smtp.fastmail.com',
    port: 465,
    security: 'tls',
    note: t`The user name is the whole address. Your normal password is refused: create an app password in the Fastmail settings.`,
  },
];

/** The known service behind a host name. */
export function providerOf(host: string): Provider | undefined {
  return PROVIDERS.find((provider) => provider.host === host.trim().toLowerCase());
}
