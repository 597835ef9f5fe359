import type { LookupAddress } from 'node:dns';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { LookupFunction } from 'node:net';
import {
  allowedAddresses,
  WebhookAddressError,
  type AddressRules,
} from '../../webhooks/outgoing/sending/webhook-address.ts';
import { failureOfStatus, ModelFailure } from './model-failure.ts';
import type { ModelAccount } from './model-setup.ts';

export interface ExchangeDeps {
  readonly resolve: AddressRules['resolve'];
  /** For looking up, connecting, sending and the whole answer together. */
  readonly callTimeoutMs: number;
}

export interface ModelMessage {
  /** Below the base address. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** Far above any answer of a model. */
const ANSWER_MAX_BYTES = 4 * 1024 * 1024;
/** A model on this very machine, on any port, is as good as another. */
const NO_OWN_PORT = (): number => 0;

/**
 * Posts JSON and answers the JSON that comes back. Redirects are not followed: they could carry the key elsewhere.
 * Throws ModelFailure, or the signal's reason when it aborts.
 */
export async function exchange(
  deps: ExchangeDeps,
  account: ModelAccount,
  message: ModelMessage,
  signal: AbortSignal,
): Promise<unknown> {
  const late = AbortSignal.timeout(deps.callTimeoutMs);
  const either = AbortSignal.any([signal, late]);
  try {
    const url = new URL(message.url);
    const rules = { resolve: deps.resolve, ownPort: NO_OWN_PORT };
    const addresses = await allowedAddresses(url, rules, either);
    const response = await sent(url, message, addresses, either);
    const text = await bodyOf(response);
    const status = response.statusCode ?? 0;
    if (status !== 200) throw failureOfStatus(account, status, text, response.headers['retry-after']);
    return parsed(text);
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof ModelFailure) throw error;
    if (!late.aborted) throw new ModelFailure('unreachable', wordsOf(error));
    const seconds = Math.round(deps.callTimeoutMs / 1000);
    throw new ModelFailure('late', `The model did not answer within ${seconds} seconds.`);
  }
}

function sent(
  url: URL,
  { headers, body }: ModelMessage,
  addresses: readonly LookupAddress[],
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const request = url.protocol === 'https:' ? httpsRequest : httpRequest;
  const bytes = Buffer.from(JSON.stringify(body));
  return new Promise((resolve, reject) => {
    const outgoing = request(
      url,
      {
        method: 'POST',
        agent: false,
        signal,
        lookup: leadingTo(addresses),
        headers: {
          'content-type': 'application/json',
          accept: 'application/json',
          'user-agent': 'Sentinel-Command-Center',
          ...headers,
          'content-length': bytes.length,
        },
      },
      resolve,
    );
    outgoing.on('error', reject);
    outgoing.end(bytes);
  });
}

/** A look-up that always answers the addresses that were checked. */
function leadingTo(addresses: readonly LookupAddress[]): LookupFunction {
  return (_host, options, callback) => {
    const [first] = addresses;
    if (options.all === true) callback(null, [...addresses]);
    else callback(null, first?.address ?? '', first?.family ?? 4);
  };
}

async function bodyOf(response: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of response) {
    pieces.push(piece as Buffer);
    size += (piece as Buffer).length;
    if (size > ANSWER_MAX_BYTES) {
      response.destroy();
      throw new ModelFailure('unusable', 'The answer is far longer than that of a model.');
    }
  }
  return Buffer.concat(pieces).toString('utf8');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    const message =
      'What answers at this address is no model: its answer is no JSON. Check the address, which usually ends in /v1.';
    throw new ModelFailure('unusable', message);
  }
}

const CERTIFICATE = /CERT|SIGNATURE|ISSUER/;

function wordsOf(error: unknown): string {
  if (error instanceof WebhookAddressError) return error.message;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  switch (code) {
    case 'ECONNREFUSED':
      return "Nothing takes connections at the model's address and port. Is its server running?";
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'ETIMEDOUT':
      return "The model's server could not be reached on the network.";
    case 'ECONNRESET':
    case 'EPIPE':
      return "The model's server closed the connection before it had answered.";
    default:
      return CERTIFICATE.test(code)
        ? "The certificate of the model's server is not trusted by this machine."
        : `The model could not be asked${code === '' ? '' : ` (${code})`}.`;
  }
}
