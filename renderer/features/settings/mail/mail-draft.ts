import { t } from '@lingui/core/macro';
import { z } from 'zod';
import { mailSetup, type MailSettings } from '../../../../server/contract/notifications/email.ts';
import { email } from '../../../../server/contract/primitives.ts';
import { bodySchema } from '../../../api/body-schema.ts';

const sent = bodySchema(mailSetup.set).required();
const PORT = t`Enter a port number such as 587`;

/** A secret in a form: null keeps what is stored, empty removes it, text replaces it. */
const secret = (length: number) =>
  z
    .string()
    .max(length, t`That is too long`)
    .nullable();

const fields = sent
  .pick({ transport: true, from_name: true, smtp_host: true, smtp_security: true, smtp_username: true })
  .extend({
    from_address: z
      .string()
      .trim()
      .refine(
        (text) => text === '' || email.safeParse(text).success,
        t`Enter an e-mail address like name@example.com`,
      ),
    smtp_port: z.number(PORT).int(PORT).min(1, PORT).max(65_535, PORT),
    resend_key: secret(200),
    smtp_password: secret(500),
  });
export type MailDraft = z.infer<typeof fields>;

/** What is stored, as a form. */
export function mailDraft(settings: MailSettings): MailDraft {
  return {
    transport: settings.transport,
    from_name: settings.from_name,
    from_address: settings.from_address,
    smtp_host: settings.smtp_host,
    smtp_port: settings.smtp_port,
    smtp_security: settings.smtp_security,
    smtp_username: settings.smtp_username,
    resend_key: null,
    smtp_password: null,
  };
}

type Complaint = readonly [field: keyof MailDraft, message: string];

/** Whether there is a secret once the form is saved. */
function willHave(typed: string | null, stored: boolean): boolean {
  return typed === null ? stored : typed !== '';
}

function smtpComplaints(draft: MailDraft, stored: MailSettings): readonly Complaint[] {
  const { smtp_host: host, smtp_username: user, smtp_password: password } = draft;
  if (host === '') return [['smtp_host', t`Enter the mail server, such as smtp.example.com`]];
  if (user !== '' && !willHave(password, stored.has_smtp_password))
    return [['smtp_password', t`Enter the password that belongs to the user name`]];
  // A stored password is never shown to a server it was not entered for.
  if (password === null && stored.has_smtp_password && stored.smtp_host !== '' && host !== stored.smtp_host)
    return [['smtp_password', t`Enter the password again: the stored one belongs to another mail server`]];
  return [];
}

/** What the chosen way needs and does not have, with what to enter. */
function complaints(draft: MailDraft, stored: MailSettings): readonly Complaint[] {
  const { transport, from_address: from, resend_key: key } = draft;
  if (transport === 'none') return [];
  const list: Complaint[] = from === '' ? [['from_address', t`Enter the address that mail comes from`]] : [];
  if (transport === 'smtp') return [...list, ...smtpComplaints(draft, stored)];
  if (!willHave(key, stored.has_resend_key))
    list.push(['resend_key', t`Enter the API key of your Resend account`]);
  return list;
}

/** Checks the form as the server would, and that nothing the chosen way needs is missing. */
export function mailDraftSchema(settings: MailSettings) {
  return fields.superRefine((draft, context) => {
    for (const [name, message] of complaints(draft, settings))
      context.addIssue({ code: 'custom', path: [name], message });
  });
}

type Body = z.input<ReturnType<typeof bodySchema<NonNullable<typeof mailSetup.set.body>>>>;

/** What is sent: only what belongs to the chosen way, so that the other way's entries stay. */
export function mailChanges(draft: MailDraft): Body {
  const { transport, from_name, from_address, resend_key: key, smtp_password: password } = draft;
  if (transport === 'none') return { transport };
  const common = { transport, from_name, from_address };
  if (transport === 'resend') return { ...common, ...(key === null ? {} : { resend_key: key }) };
  return {
    ...common,
    smtp_host: draft.smtp_host,
    smtp_port: draft.smtp_port,
    smtp_security: draft.smtp_security,
    smtp_username: draft.smtp_username,
    ...(password === null ? {} : { smtp_password: password }),
  };
}
