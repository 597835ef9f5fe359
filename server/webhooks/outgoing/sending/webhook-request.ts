import type { LookupAddress } from 'node:dns';
import { request as httpRequest, type OutgoingHttpHeaders } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { LookupFunction } from 'node:net';
import { Webhook } from 'svix';
import type { Clock } from '../../../clock.ts';
import { allowedAddresses, WebhookAddressError, type AddressRules } from './webhook-address.ts';

/** A message as it leaves. */
export interface OutgoingMessage {
  readonly url: string;
  /** `whsec_…` */
  readonly secret: string;
  /** The same at every attempt. */
  readonly messageId: string;
  /** JSON */
  readonly body: string;
}

/** What came of one attempt. `error` is a sentence for people, null when it was delivered. */
export interface Outcome {
  readonly verdict: 'delivered' | 'failed' | 'gone';
  /** Of the answer; null when there was none. */
  readonly status: number | null;
  readonly error: string | null;
}

export interface RequestDeps {
  readonly clock: Clock;
  readonly addressRules: AddressRules;
  /** For looking up, connecting, sending and the answer together. */
  readonly timeoutMs: number;
}

/** Enough to let receivers finish what they say; nothing of it is kept or shown. */
const ANSWER_MAX_BYTES = 4096;

/**
 * Posts a signed message once. Redirects are not followed. Rejects only when `signal` aborts; everything else is an
 * outcome.
 */
export async function postMessage(
  message: OutgoingMessage,
  deps: RequestDeps,
  signal: AbortSignal,
): Promise<Outcome> {
  const late = AbortSignal.timeout(deps.timeoutMs);
  const either = AbortSignal.any([signal, late]);
  try {
    const url = new URL(message.url);
    const addresses = await allowedAddresses(url, deps.addressRules, either);
    return outcomeOf(await exchange({ url, addresses, message, at: deps.clock.now() }, either));
  } catch (error) {
    if (signal.aborted) throw error;
    const seconds = Math.round(deps.timeoutMs / 1000);
    const words = late.aborted ? `The receiver did not answer within ${seconds} seconds.` : wordsOf(error);
    return { verdict: 'failed', status: null, error: words };
  }
}

interface Exchange {
  readonly url: URL;
  readonly addresses: readonly LookupAddress[];
  readonly message: OutgoingMessage;
  readonly at: Date;
}

/** Sends, and answers the status once the receiver has finished or said more than is read. */
function exchange({ url, addresses, message, at }: Exchange, signal: AbortSignal): Promise<number> {
  const request = url.protocol === 'https:' ? httpsRequest : httpRequest;
  const body = Buffer.from(message.body);
  const headers = { ...signedHeaders(message, at), 'content-length': body.length };
  return new Promise((resolve, reject) => {
    const sent = request(url, {
      method: 'POST',
      agent: false,
      signal,
      headers,
      lookup: leadingTo(addresses),
    });
    sent.on('error', reject);
    sent.once('response', (response) => {
      let size = 0;
      const finish = (): void => {
        response.destroy();
        resolve(response.statusCode ?? 0);
      };
      response.on('data', (piece: Buffer) => {
        size += piece.length;
        if (size > ANSWER_MAX_BYTES) finish();
      });
      // The status stands, however its body ends.
      sent.off('error', reject);
      sent.on('error', finish);
      response.on('error', finish);
      response.once('close', finish);
    });
    sent.end(body);
  });
}

function signedHeaders({ messageId, secret, body }: OutgoingMessage, at: Date): OutgoingHttpHeaders {
  return {
    'content-type': 'application/json',
    'user-agent': 'Sentinel-Command-Center',
    'webhook-id': messageId,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': new Webhook(secret).sign(messageId, at, body),
  };
}

/** A look-up that always answers the addresses that were checked. */
function leadingTo(addresses: readonly LookupAddress[]): LookupFunction {
  return (_host, options, callback) => {
    const [first] = addresses;
    if (options.all === true) callback(null, [...addresses]);
    else callback(null, first?.address ?? '', first?.family ?? 4);
  };
}

function outcomeOf(status: number): Outcome {
  if (status >= 200 && status < 300) return { verdict: 'delivered', status, error: null };
  if (status === 410) {
    const error = 'The receiver answered 410: it is gone for good. The webhook was switched off.';
    return { verdict: 'gone', status, error };
  }
  const error =
    status >= 300 && status < 400
      ? `The receiver answered ${status}, which leads to another address. Enter the final address.`
      : `The receiver answered ${status}.`;
  return { verdict: 'failed', status, error };
}

const CERTIFICATE = /CERT|SIGNATURE|ISSUER/;

function wordsOf(error: unknown): string {
  if (error instanceof WebhookAddressError) return error.message;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  switch (code) {
    case 'ECONNREFUSED':
      return 'Nothing takes connections at this address and port.';
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'ETIMEDOUT':
      return 'The address could not be reached on the network.';
    case 'ECONNRESET':
    case 'EPIPE':
      return 'The receiver closed the connection without an answer.';
    default:
      return CERTIFICATE.test(code)
        ? 'The certificate of the receiver is not trusted by this machine.'
        : `The message could not be sent${code === '' ? '' : ` (${code})`}.`;
  }
}
