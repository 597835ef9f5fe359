import type { Logger } from 'pino';
import { writeAudit } from '../../audit/audit-writer.ts';
import type { Clock } from '../../clock.ts';
import type { sentinelModel, SentinelModel } from '../../contract/agents/sentinel.ts';
import type { BodyOf } from '../../contract/endpoint.ts';
import type { Database } from '../../db/database.ts';
import type { Publish } from '../../events/event-hub.ts';
import { AppError } from '../../http/app-error.ts';
import type { InstallationSecret } from '../../secrets/installation-secret.ts';
import type { Changer } from '../../settings/settings-service.ts';
import { findModel, saveModel, type ModelChange, type StoredModel } from './model-repository.ts';
import { isLocalUrl, MODEL_KEY_PURPOSE, modelSetup, providerOf } from './model-setup.ts';

export interface ModelSettingsDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Logger;
  readonly publish: Publish;
  readonly secret: InstallationSecret;
}

export type WantedModel = BodyOf<typeof sentinelModel.set>;

/** Prices are stored in millionths of a dollar. */
const MICROS = 1_000_000;

/** The organisation's model as administrators see it; of its key only whether there is one. */
export async function modelOf({ db, secret }: ModelSettingsDeps, orgId: string): Promise<SentinelModel> {
  return viewOf(await findModel(db.read, orgId), secret);
}

/**
 * Changes what is named; an empty key removes the key. 422 for an address with a password in it, and when a saved key
 * would go to a host other than the one it was entered for.
 */
export async function changeModel(
  deps: ModelSettingsDeps,
  by: Changer,
  wanted: WantedModel,
): Promise<SentinelModel> {
  const { orgId } = by.principal;
  const { secret } = deps;
  refuseCredentials(wanted.base_url ?? '');
  const { answer, isChanged } = await deps.db.write(async (tx) => {
    const before = await findModel(tx, orgId);
    refuseOtherHost(before, wanted);
    const lines = changeLines(viewOf(before, secret), wanted);
    if (lines.length === 0) return { answer: viewOf(before, secret), isChanged: false };
    await saveModel(tx, orgId, columnsOf(wanted, secret), deps.clock.now());
    const actor = { principal: by.principal };
    const details = { changes: lines };
    const event = 'sentinel_model_updated';
    await writeAudit(tx, { orgId, event, actor, address: by.address, details }, deps);
    return { answer: viewOf(await findModel(tx, orgId), secret), isChanged: true };
  });
  if (isChanged) deps.publish({ orgId, audience: 'admin', message: { type: 'changed', what: 'sentinel' } });
  return answer;
}

function viewOf(stored: StoredModel, secret: InstallationSecret): SentinelModel {
  const { account, problem } = modelSetup(stored, secret);
  const receives = stored.enabled && account !== undefined;
  return {
    enabled: stored.enabled,
    provider: providerOf(stored),
    base_url: stored.baseUrl,
    model: stored.model,
    has_key: stored.keySealed !== null,
    max_tool_calls: stored.maxToolCalls,
    max_minutes: stored.maxMinutes,
    image_pixels: stored.imagePixels,
    input_price: dollars(stored.inputPriceMicros),
    output_price: dollars(stored.outputPriceMicros),
    host: receives ? new URL(stored.baseUrl).host : null,
    is_local: receives ? isLocalUrl(stored.baseUrl) : null,
    problem: problem ?? null,
  };
}

function dollars(micros: number | null): number | null {
  return micros === null ? null : micros / MICROS;
}

function micros(price: number | null | undefined): number | null | undefined {
  return typeof price === 'number' ? Math.round(price * MICROS) : price;
}

/** The address is shown to every administrator, written to the audit log and compared by its host. */
function refuseCredentials(baseUrl: string): void {
  if (baseUrl === '') return;
  const { username, password, search, hash } = new URL(baseUrl);
  if (username === '' && password === '' && search === '' && hash === '') return;
  const message =
    'Leave user names, passwords and everything behind a ? or # out of the address. The key has a field of its own.';
  throw AppError.coded(422, 'address_not_plain', message);
}

/** An encrypted connection counts as another place than an open one on the same host. */
function refuseOtherHost(before: StoredModel, { base_url: baseUrl, key }: WantedModel): void {
  if (before.keySealed === null || key !== undefined || baseUrl === undefined || baseUrl === '') return;
  if (before.baseUrl !== '' && new URL(before.baseUrl).origin === new URL(baseUrl).origin) return;
  const message = 'Enter the API key again: the saved one belongs to another host.';
  throw AppError.coded(422, 'key_needed', message);
}

/** What changes, for the audit log. A key that is named always counts: what is stored is not compared. */
function changeLines(before: SentinelModel, wanted: WantedModel): string[] {
  const known = new Map<string, unknown>(Object.entries(before));
  return Object.entries(wanted)
    .filter(([name, value]) => value !== undefined && (name === 'key' || known.get(name) !== value))
    .map(([name, value]) => {
      if (name === 'key') return value === '' ? 'key removed' : 'key set';
      return `${name}=${String(value)}`;
    });
}

function columnsOf(wanted: WantedModel, secret: InstallationSecret): ModelChange {
  const { key } = wanted;
  const columns = {
    enabled: wanted.enabled,
    provider: wanted.provider,
    baseUrl: wanted.base_url,
    model: wanted.model,
    keySealed: key === undefined ? undefined : key === '' ? null : secret.seal(key, MODEL_KEY_PURPOSE),
    maxToolCalls: wanted.max_tool_calls,
    maxMinutes: wanted.max_minutes,
    imagePixels: wanted.image_pixels,
    inputPriceMicros: micros(wanted.input_price),
    outputPriceMicros: micros(wanted.output_price),
  };
  return Object.fromEntries(Object.entries(columns).filter(([, value]) => value !== undefined));
}
