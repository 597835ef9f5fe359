import { z } from 'zod';
import type { SmtpServer } from '../../config/config.ts';
import type { SendOutcome } from '../mail.ts';
import { failure, harmless, thrown } from './send-failure.ts';

/** What nodemailer tells of a failed send; every part may be missing. */
const reportSchema = z.object({
  code: z.string().optional().catch(undefined),
  originalCode: z.string().optional().catch(undefined),
  command: z.string().optional().catch(undefined),
  response: z.string().optional().catch(undefined),
  responseCode: z.number().optional().catch(undefined),
  message: z.string().catch(''),
});
type Report = z.infer<typeof reportSchema>;

const CERTIFICATE = /CERT|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER|ALTNAME|SELF_SIGNED/;
const WRONG_PROTOCOL = /ERR_SSL_|EPROTO/;

/**
 * A failed send in words. Whatever may pass by itself (nobody there, trouble with encryption, a server that says "not
 * now") does not count as an attempt; a refusal does.
 */
export function smtpFailure(error: unknown, server: SmtpServer): SendOutcome {
  const parsed = reportSchema.safeParse(error);
  const secrets = secretsOf(server);
  if (!parsed.success) return thrown(error, secrets);
  const report = parsed.data;
  // A server that knows no encryption answers the wish for it with a code too.
  if (report.responseCode !== undefined && report.code !== 'ETLS')
    return refusal(report, report.responseCode, server);
  return connectionTrouble(report, server) ?? thrown(error, secrets);
}

/** The password as it is typed and as it goes over the wire. */
function secretsOf({ password }: SmtpServer): readonly (string | undefined)[] {
  return password === undefined ? [] : [password, Buffer.from(password).toString('base64')];
}

function refusal(report: Report, status: number, server: SmtpServer): SendOutcome {
  const said = `The mail server said: ${harmless(report.response ?? '', secretsOf(server)).slice(0, 200)}`;
  // "Not now": greylisting, a full mailbox, a busy server. 503 is a muddled conversation, not a refused mail.
  if (status < 500 || status === 503)
    return failure('later', 'smtp_not_now', `The mail server does not take the mail now. ${said}`);
  const [code, words] = refusalWords(report, status);
  return failure('counts', code, `${words} ${said}`);
}

function refusalWords({ code, command }: Report, status: number): readonly [string, string] {
  if (code === 'EAUTH')
    return [
      'smtp_login_refused',
      'The mail server refused the user name or the password. Some providers want an app password here instead of the usual one.',
    ];
  if (status === 530)
    return ['smtp_login_needed', 'The mail server wants a user name and a password before it takes mail.'];
  if (command === 'MAIL FROM')
    return [
      'smtp_sender_refused',
      'The mail server refused the sender address. Most providers only take the address of the account itself.',
    ];
  if (command === 'RCPT TO')
    return ['smtp_recipient_refused', 'The mail server refused the address of the recipient.'];
  return ['smtp_refused', 'The mail server refused the mail.'];
}

function connectionTrouble(report: Report, server: SmtpServer): SendOutcome | undefined {
  const { code = '', originalCode = '' } = report;
  const at = `${server.host}, port ${server.port}`;
  if (code === 'EDNS')
    return failure(
      'later',
      'smtp_unknown_host',
      `The mail server ${server.host} was not found. Check its name and the internet connection of the server.`,
    );
  if (CERTIFICATE.test(originalCode) || CERTIFICATE.test(code))
    return failure(
      'later',
      'smtp_certificate',
      `The certificate of the mail server (${at}) cannot be trusted: ${originalCode || code}. Check the server name; it must be the one its certificate is made for.`,
    );
  if (WRONG_PROTOCOL.test(originalCode) || (code === 'ETLS' && server.security === 'tls'))
    return failure(
      'later',
      'smtp_encryption',
      `The mail server (${at}) does not encrypt from the start on this port. Choose STARTTLS, or the port your provider names for TLS (often 465).`,
    );
  if (code === 'ETLS')
    return failure(
      'later',
      'smtp_encryption',
      `The mail server (${at}) offers no encryption with STARTTLS, so nothing was sent. Choose what your provider names for this port.`,
    );
  if (code === 'ETIMEDOUT' || code === 'EABORT')
    return failure('later', 'smtp_timeout', `The mail server (${at}) did not answer in time.`);
  if (code === 'ESOCKET' || code === 'ECONNECTION' || code === 'EPROTOCOL')
    return failure(
      'later',
      'smtp_unreachable',
      `The mail server (${at}) could not be reached or hung up${originalCode === '' ? '' : ` (${originalCode})`}. Check its name, the port and the kind of encryption.`,
    );
  return undefined;
}
