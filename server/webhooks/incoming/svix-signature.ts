import type { IncomingHttpHeaders } from 'node:http';
import { Webhook } from 'svix';
import { AppError } from '../../http/app-error.ts';

/** Both names of the same three headers. */
const FAMILIES = ['svix', 'webhook'] as const;
const ID_MAX = 255;

function headerOf(headers: IncomingHttpHeaders, name: string): string {
  const value = headers[name];
  return typeof value === 'string' ? value : '';
}

function familyOf(headers: IncomingHttpHeaders): (typeof FAMILIES)[number] | undefined {
  return FAMILIES.find((family) => headerOf(headers, `${family}-id`) !== '');
}

/** Id of a message, the same for every attempt to deliver it; undefined without one. */
export function messageIdOf(headers: IncomingHttpHeaders): string | undefined {
  const family = familyOf(headers);
  const id = family === undefined ? undefined : headerOf(headers, `${family}-id`);
  if (id !== undefined && id.length > ID_MAX) throw AppError.plain(400, 'The message id is too long.');
  return id;
}

/**
 * Throws 400 unless the body was signed with `secret` (`whsec_…`) within the last or next five minutes. The id that is
 * signed is the one `messageIdOf` answers.
 */
export function requireSignature(secret: string, headers: IncomingHttpHeaders, body: Buffer): void {
  const family = familyOf(headers);
  const signed = {
    'webhook-id': messageIdOf(headers) ?? '',
    'webhook-timestamp': headerOf(headers, `${family}-timestamp`),
    'webhook-signature': headerOf(headers, `${family}-signature`),
  };
  const verifier = verifierOf(secret);
  try {
    verifier.verify(body, signed);
  } catch {
    throw AppError.plain(400, 'The signature of this message is missing, wrong or too old.');
  }
}

function verifierOf(secret: string): Webhook {
  try {
    return new Webhook(secret);
  } catch {
    throw AppError.plain(
      400,
      'The webhook secret of this server cannot be used: it must be whsec_… as shown.',
    );
  }
}
