import type { SmtpServer } from '../../config/config.ts';
import { sha256Hex } from '../../ids.ts';
import type { Mail, MailTransport } from '../mail.ts';
import { messageHeaders, type Sender } from './message-headers.ts';
import { failure } from './send-failure.ts';
import { smtpFailure } from './smtp-failure.ts';

export interface SmtpAccount {
  readonly server: SmtpServer;
  readonly from: Sender;
}

const CONNECT_TIMEOUT_MS = 10_000;
const SILENCE_TIMEOUT_MS = 15_000;
/** A whole conversation; some servers keep newcomers waiting on purpose. Well below the minute after which the queue takes a mail back. */
const TOTAL_TIMEOUT_MS = 40_000;

/**
 * Mail through an SMTP server, one connection a mail. SMTP has no idempotency keys: when a connection breaks after the
 * server took the mail and before it said so, the next attempt delivers it again. All attempts carry the same
 * Message-ID, by which many mail programs show such a pair once.
 */
export function smtpTransport({ server, from }: SmtpAccount): MailTransport {
  return {
    send: async (mail, signal) => {
      const deadline = AbortSignal.timeout(TOTAL_TIMEOUT_MS);
      const messageId = messageIdOf(mail, from);
      try {
        const transport = await connection(server);
        await transport.sendMail({
          from: { name: from.name, address: from.address },
          to: { name: '', address: mail.to },
          subject: mail.subject,
          text: mail.text,
          html: mail.html,
          headers: messageHeaders(mail),
          messageId,
          signal: signal === undefined ? deadline : AbortSignal.any([signal, deadline]),
        });
        return { ok: true, messageId };
      } catch (error) {
        if (signal?.aborted === true) return failure('later', 'stopped', 'The server was stopping.');
        return smtpFailure(error, server);
      }
    },
  };
}

/** The package is loaded with the first mail, because many installations send none. */
async function connection(server: SmtpServer) {
  const { createTransport } = await import('nodemailer');
  return createTransport({
    host: server.host,
    port: server.port,
    secure: server.security === 'tls',
    requireTLS: server.security === 'starttls',
    ignoreTLS: server.security === 'none',
    ...(server.username === undefined
      ? {}
      : { auth: { user: server.username, pass: server.password ?? '' } }),
    connectionTimeout: CONNECT_TIMEOUT_MS,
    dnsTimeout: CONNECT_TIMEOUT_MS,
    greetingTimeout: SILENCE_TIMEOUT_MS,
    socketTimeout: SILENCE_TIMEOUT_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
}

/**
 * The same for every attempt of one mail. Made from the whole mail, because the queue numbers of two installations, or
 * of one before and after a reset, are the same and their mails are not.
 */
function messageIdOf({ idempotencyKey, to, subject, text }: Mail, from: Sender): string {
  const digest = sha256Hex(JSON.stringify([idempotencyKey, to, subject, text])).slice(0, 40);
  return `<${digest}@${from.address.slice(from.address.lastIndexOf('@') + 1)}>`;
}
