import type { Logger } from 'pino';
import { writeAudit } from '../../audit/audit-writer.ts';
import type { Principal } from '../../auth/principal.ts';
import type { BodyOf } from '../../contract/endpoint.ts';
import { MAX_WEBHOOK_ENDPOINTS, type Webhook, type webhooks } from '../../contract/notifications/webhooks.ts';
import type { Transaction } from '../../db/database.ts';
import type { Publish } from '../../events/event-hub.ts';
import { AppError } from '../../http/app-error.ts';
import { randomHex, randomKey } from '../../ids.ts';
import { CHUNK_ROWS, deleteOfEndpoint } from './delivery-repository.ts';
import { publishDeliveries } from './publish-deliveries.ts';
import { SEAL_PURPOSE, type DeliverDeps } from './sending/deliver.ts';
import { allowedAddresses, WebhookAddressError } from './sending/webhook-address.ts';
import { storedKinds, wantedKinds } from './wanted-kinds.ts';
import {
  countEndpoints,
  deleteEndpoint,
  findEndpoint,
  insertEndpoint,
  listEndpoints,
  updateEndpoint,
  type EndpointRow,
} from './webhook-repository.ts';

export interface WebhookDeps extends DeliverDeps {
  readonly log: Logger;
  readonly publish: Publish;
  /** Base of links to this installation. */
  readonly linkBase: () => string;
}

/** Who asks, and from where. */
export interface Caller {
  readonly principal: Principal;
  readonly address: string;
}

const SECRET_BYTES = 32;

/** The organisation's webhooks. */
export async function webhookViews({ db }: WebhookDeps, orgId: string): Promise<Webhook[]> {
  return (await listEndpoints(db.read, orgId)).map(viewOf);
}

/** Adds a webhook; its secret is answered this once. 422 for an address that may not be used, 409 beyond the limit. */
export async function createWebhook(
  deps: WebhookDeps,
  caller: Caller,
  body: BodyOf<typeof webhooks.create>,
): Promise<{ readonly webhook: Webhook; readonly secret: string }> {
  const { orgId } = caller.principal;
  await checkAddress(deps, body.url);
  const { secret, secretSealed } = newSecret(deps);
  const created = await deps.db.write(async (tx) => {
    if ((await countEndpoints(tx, orgId)) >= MAX_WEBHOOK_ENDPOINTS) throw tooMany();
    const { name, url, enabled } = body;
    const kinds = storedKinds(body.kinds);
    const values = { id: `wh_${randomHex(8)}`, orgId, name, url, kinds, enabled, secretSealed };
    const row = await insertEndpoint(tx, { ...values, createdAt: deps.clock.now() });
    await audit(deps, tx, caller, { event: 'webhook_created', row });
    return row;
  });
  publishDeliveries(deps.publish, orgId);
  return { webhook: viewOf(created), secret };
}

/** Changes what is named. 404 for an unknown webhook, 422 for an address that may not be used. */
export async function updateWebhook(
  deps: WebhookDeps,
  caller: Caller,
  id: string,
  body: BodyOf<typeof webhooks.update>,
): Promise<Webhook> {
  const { orgId } = caller.principal;
  const known = await findEndpoint(deps.db.read, orgId, id);
  if (known === undefined) throw unknownWebhook();
  if (body.url !== undefined && body.url !== known.url) await checkAddress(deps, body.url);
  const changes = changesOf(body);
  const changed = Object.keys(changes);
  if (changed.length === 0) return viewOf(known);
  const row = await deps.db.write(async (tx) => {
    const updated = await updateEndpoint(tx, id, changes);
    if (updated === undefined) throw unknownWebhook();
    await audit(deps, tx, caller, { event: 'webhook_updated', row: updated, details: { changed } });
    return updated;
  });
  publishDeliveries(deps.publish, orgId);
  return viewOf(row);
}

/** Removes a webhook and its messages, the waiting ones too. 404 for an unknown one. */
export async function removeWebhook(deps: WebhookDeps, caller: Caller, id: string): Promise<void> {
  const { orgId } = caller.principal;
  await deps.db.write(async (tx) => {
    const row = await findEndpoint(tx, orgId, id);
    if (row === undefined) throw unknownWebhook();
    await deleteEndpoint(tx, id);
    await audit(deps, tx, caller, { event: 'webhook_removed', row });
  });
  // In steps: there may be very many. Nothing is sent for an endpoint that is no more.
  while ((await deps.db.write((tx) => deleteOfEndpoint(tx, id))) === CHUNK_ROWS);
  publishDeliveries(deps.publish, orgId);
}

/** Replaces the signing secret and answers the new one this once. 404 for an unknown webhook. */
export async function rotateSecret(deps: WebhookDeps, caller: Caller, id: string): Promise<string> {
  const { secret, secretSealed } = newSecret(deps);
  await deps.db.write(async (tx) => {
    const row = await findEndpoint(tx, caller.principal.orgId, id);
    if (row === undefined) throw unknownWebhook();
    await updateEndpoint(tx, id, { secretSealed });
    await audit(deps, tx, caller, { event: 'webhook_secret_rotated', row });
  });
  return secret;
}

/** One webhook of the organisation. 404 for an unknown one. */
export async function requireWebhook(deps: WebhookDeps, orgId: string, id: string): Promise<EndpointRow> {
  const row = await findEndpoint(deps.db.read, orgId, id);
  if (row === undefined) throw unknownWebhook();
  return row;
}

function viewOf(row: EndpointRow): Webhook {
  const { id, name, url, enabled } = row;
  return {
    id,
    name,
    url,
    kinds: wantedKinds(row.kinds),
    enabled,
    created_at: row.createdAt.toISOString(),
    last_delivered_at: row.lastDeliveredAt?.toISOString() ?? null,
    last_failed_at: row.lastFailedAt?.toISOString() ?? null,
    last_error: row.lastError,
  };
}

function changesOf({ name, url, kinds, enabled }: BodyOf<typeof webhooks.update>) {
  return {
    ...(name === undefined ? {} : { name }),
    ...(url === undefined ? {} : { url }),
    ...(kinds === undefined ? {} : { kinds: storedKinds(kinds) }),
    ...(enabled === undefined ? {} : { enabled }),
  };
}

function newSecret({ secret }: WebhookDeps): { readonly secret: string; readonly secretSealed: string } {
  const text = `whsec_${randomKey(SECRET_BYTES).toString('base64')}`;
  return { secret: text, secretSealed: secret.seal(text, SEAL_PURPOSE) };
}

async function checkAddress(deps: WebhookDeps, url: string): Promise<void> {
  const late = AbortSignal.timeout(deps.timeoutMs);
  try {
    await allowedAddresses(new URL(url), deps.addressRules, late);
  } catch (error) {
    const msg = late.aborted ? 'Looking up the name in this address took too long.' : sentenceOf(error);
    if (msg === undefined) throw error;
    const errors = [{ type: 'custom', loc: ['body', 'url'], msg }];
    throw AppError.coded(422, 'validation_failed', msg, { errors });
  }
}

function sentenceOf(error: unknown): string | undefined {
  return error instanceof WebhookAddressError ? error.message : undefined;
}

/** The address itself stays out of the record: many receivers carry a key in theirs. */
async function audit(
  deps: WebhookDeps,
  tx: Transaction,
  { principal, address }: Caller,
  { event, row, details }: { event: string; row: EndpointRow; details?: Readonly<Record<string, unknown>> },
): Promise<void> {
  const about = { webhook_id: row.id, name: row.name, ...details };
  const actor = { principal };
  await writeAudit(tx, { orgId: principal.orgId, event, actor, address, details: about }, deps);
}

function tooMany(): AppError {
  const message = `An organization has at most ${MAX_WEBHOOK_ENDPOINTS} webhooks. Remove one first.`;
  return AppError.coded(409, 'too_many_webhooks', message);
}

function unknownWebhook(): AppError {
  return AppError.plain(404, 'Webhook not found');
}
