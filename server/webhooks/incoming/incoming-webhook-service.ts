import type { IncomingMessage } from 'node:http';
import type { Logger } from 'pino';
import type { Clock } from '../../clock.ts';
import type { Config } from '../../config/config.ts';
import type { incomingWebhooks } from '../../contract/notifications/webhooks.ts';
import type { ResponseOf } from '../../contract/endpoint.ts';
import type { Database, Transaction } from '../../db/database.ts';
import { AppError } from '../../http/app-error.ts';
import { JSON_BODY_MAX_BYTES, readBody } from '../../http/request/json-body.ts';
import { messageOf, type WebhookMessage } from './message.ts';
import { messageIdOf, requireSignature } from './svix-signature.ts';
import { isProcessed, markProcessed } from './webhook-ledger-repository.ts';

export interface IncomingWebhookDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Logger;
  /** Where accounts are kept: messages of Clerk count only where they are kept there. */
  readonly mode: 'local' | 'clerk';
  readonly webhooks: Config['webhooks'];
  /** Whether the caller sits at this machine, by its socket. */
  readonly isLoopbackCall: (request: IncomingMessage) => boolean;
}

/** What a message asks for. Whatever throws makes the provider send the message again. */
export interface Effects {
  /** Work outside the transaction, before it. A message that is sent again does it again. */
  readonly prepare?: () => Promise<unknown>;
  /** Work in the transaction that also notes the message as handled. Answers what to do after the commit. */
  readonly store?: (tx: Transaction) => Promise<AfterCommit>;
}

type AfterCommit = () => void | Promise<void>;
type Answer = ResponseOf<typeof incomingWebhooks.clerk>;

interface Received {
  /** Undefined only for an unsigned message. */
  readonly id: string | undefined;
  readonly message: WebhookMessage;
}

/** Reads and checks a message of Clerk. 400 when it is not Clerk's or no JSON, 413 when it is over 1 MiB. */
export async function receiveClerk(deps: IncomingWebhookDeps, request: IncomingMessage): Promise<Received> {
  if (deps.mode === 'local') {
    throw AppError.plain(400, 'This installation keeps its own accounts and takes no messages of Clerk.');
  }
  const { clerkSecret, allowUnsigned } = deps.webhooks;
  const mayBeUnsigned = allowUnsigned && !isFromBrowser(request) && deps.isLoopbackCall(request);
  if (clerkSecret === undefined && mayBeUnsigned) return read(request, () => undefined);
  return readSigned(request, clerkSecret, 'CLERK_WEBHOOK_SECRET');
}

/** Reads and checks a message of Resend. 400 when it is not Resend's or no JSON, 413 when it is over 1 MiB. */
export function receiveResend(deps: IncomingWebhookDeps, request: IncomingMessage): Promise<Received> {
  return readSigned(request, deps.webhooks.resendSecret, 'RESEND_WEBHOOK_SECRET');
}

/** A page in a browser on this machine could send a message as well; only browsers send these headers. */
function isFromBrowser({ headers }: IncomingMessage): boolean {
  return headers.origin !== undefined || headers['sec-fetch-site'] !== undefined;
}

async function readSigned(
  request: IncomingMessage,
  secret: string | undefined,
  setting: string,
): Promise<Received> {
  if (secret === undefined) {
    throw AppError.plain(400, `Messages cannot be checked: set ${setting} on this server first.`);
  }
  return read(request, (body) => requireSignature(secret, request.headers, body));
}

async function read(request: IncomingMessage, check: (body: Buffer) => void): Promise<Received> {
  const body = await readBody(request, JSON_BODY_MAX_BYTES);
  check(body);
  return { id: messageIdOf(request.headers), message: messageOf(parsed(body)) };
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    throw AppError.plain(400, 'The message is not valid JSON.');
  }
}

/**
 * Does what a message asks for, once: the last effect and the note that it is handled are one transaction. Follow-up
 * work after the commit that fails is logged, because the message would not be handled again.
 */
export async function handleMessage(
  deps: IncomingWebhookDeps,
  { id, message }: Received,
  effectsOf: (message: WebhookMessage) => Effects | Promise<Effects>,
): Promise<Answer> {
  const { db, clock, log } = deps;
  if (id !== undefined && (await isProcessed(db.read, id))) return duplicate(id);
  const effects = await effectsOf(message);
  await effects.prepare?.();
  const outcome = await db.write(async (tx) => {
    const isFirst = id === undefined || (await markProcessed(tx, { id, type: message.type }, clock.now()));
    return isFirst ? (effects.store?.(tx) ?? nothing) : 'duplicate';
  });
  if (outcome === 'duplicate') return duplicate(id ?? '');
  try {
    await outcome();
  } catch (error) {
    log.error({ err: error, event: message.type }, 'The follow-up work of a webhook message failed');
  }
  return { received: true };
}

const nothing: AfterCommit = () => undefined;

function duplicate(id: string): Answer {
  return { status: 'duplicate', svix_id: id };
}
