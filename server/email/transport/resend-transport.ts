import { z } from 'zod';
import { sha256Hex } from '../../ids.ts';
import type { Mail, MailTransport, SendOutcome } from '../mail.ts';
import { messageHeaders, senderLine, type Sender } from './message-headers.ts';
import { failure, harmless, NO_MESSAGE_ID, thrown } from './send-failure.ts';

export interface ResendAccount {
  readonly apiUrl: string;
  readonly key: string;
  readonly from: Sender;
}

const TIMEOUT_MS = 15_000;

/** Resend, or what stands in front of it, took nothing and may take it later. */
const LATER_STATUS: ReadonlySet<number> = new Set([408, 429, 502, 503, 504]);
const LATER_NAMES: ReadonlySet<string> = new Set([
  'rate_limit_exceeded',
  'daily_quota_exceeded',
  'monthly_quota_exceeded',
  'concurrent_idempotent_requests',
]);

/** A refusal is whatever JSON came back. The status is null when nothing came back at all. */
const refusalSchema = z
  .object({
    name: z.string().catch('application_error'),
    message: z.string().catch('No reason was given.'),
    statusCode: z.number().nullish().catch(undefined),
  })
  .catch({ name: 'application_error', message: 'No reason was given.', statusCode: undefined });

const acceptedSchema = z
  .object({ id: z.string().min(1).optional(), message_id: z.string().min(1).optional() })
  .catch({});

/** Mail through Resend's HTTP API. The same idempotency key twice is one mail, for a day. */
export function resendTransport(account: ResendAccount): MailTransport {
  return {
    send: async (mail, signal) => {
      const deadline = AbortSignal.timeout(TIMEOUT_MS);
      const ends = signal === undefined ? deadline : AbortSignal.any([signal, deadline]);
      try {
        let answer = await call(account, mail, ends);
        if (isKeyOfAnotherMail(answer.error))
          answer = await call(account, { ...mail, idempotencyKey: keyByContents(mail) }, ends);
        if (answer.error !== null) return refusalOf(answer.error, account, { stop: signal, deadline });
        const { id, message_id } = acceptedSchema.parse(answer.data);
        const messageId = id ?? message_id;
        return messageId === undefined
          ? { ok: false, retry: 'counts', error: NO_MESSAGE_ID }
          : { ok: true, messageId };
      } catch (error) {
        return thrown(error, [account.key]);
      }
    },
  };
}

/** The package is loaded with the first mail, because many installations send none. */
async function call({ key, apiUrl, from }: ResendAccount, mail: Mail, signal: AbortSignal) {
  const { Resend } = await import('resend');
  return new Resend(key, { baseUrl: apiUrl }).emails.send(
    {
      from: senderLine(from),
      to: [mail.to],
      subject: mail.subject,
      text: mail.text,
      html: mail.html,
      headers: messageHeaders(mail),
      tags: [
        { name: 'event', value: mail.kind },
        { name: 'source', value: 'command_center' },
      ],
    },
    { idempotencyKey: mail.idempotencyKey, signal },
  );
}

/**
 * Keys are numbered by installation, so one may belong to another mail: of a second installation with the same account,
 * or sent before a backup was restored. This mail must not be lost for that.
 */
function isKeyOfAnotherMail(error: unknown): boolean {
  return error !== null && refusalSchema.parse(error).name === 'invalid_idempotent_request';
}

function keyByContents({ idempotencyKey, to, subject, text }: Mail): string {
  return `${idempotencyKey}-${sha256Hex(JSON.stringify([to, subject, text])).slice(0, 16)}`;
}

interface Ends {
  readonly stop: AbortSignal | undefined;
  readonly deadline: AbortSignal;
}

function refusalOf(error: unknown, { apiUrl, key }: ResendAccount, ends: Ends): SendOutcome {
  if (ends.stop?.aborted === true) return failure('later', 'stopped', 'The server was stopping.');
  if (ends.deadline.aborted)
    return failure('later', 'resend_timeout', `Resend did not answer within ${TIMEOUT_MS / 1000} seconds.`);
  const { name, message, statusCode } = refusalSchema.parse(error);
  if (statusCode === null) {
    const host = URL.canParse(apiUrl) ? new URL(apiUrl).host : apiUrl;
    return failure(
      'later',
      'resend_unreachable',
      `Resend (${host}) could not be reached. Check the internet connection of the server.`,
    );
  }
  const isLater = LATER_NAMES.has(name) || (statusCode !== undefined && LATER_STATUS.has(statusCode));
  return failure(isLater ? 'later' : 'counts', name, harmless(message, [key]));
}
