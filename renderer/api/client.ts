import type { BodyInputOf, Endpoint, ParamsOf, QueryOf, ResponseOf } from '../../server/contract/endpoint.ts';
import { connection } from './connection.ts';
import { parseApiError, UnreachableError } from './errors.ts';
import { authorizationHeader, unauthorized } from './signals.ts';

const TIMEOUT_MS = 20_000;
/** A large file is put together while it is sent. */
const DOWNLOAD_TIMEOUT_MS = 600_000;
/** A model may have to be loaded before it answers, and may be asked twice. */
const PATIENT_TIMEOUT_MS = 240_000;

type Part<Name extends string, T> = [T] extends [undefined] ? unknown : Record<Name, T>;

/** What a call of this endpoint must be given. */
export type CallInput<E> = Part<'params', ParamsOf<E>> &
  ([QueryOf<E>] extends [undefined] ? unknown : { query?: QueryOf<E> }) &
  Part<'body', BodyInputOf<E>>;

type Args<E> = unknown extends CallInput<E> ? [input?: undefined] : [input: CallInput<E>];

type Scalar = string | number | boolean;

interface RawInput {
  readonly params?: Readonly<Record<string, Scalar>>;
  readonly query?: Readonly<Record<string, Scalar | null | undefined>>;
  readonly body?: unknown;
}

/** Path and query of one call, with every value escaped. */
export function buildUrl(path: string, input: RawInput): string {
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(String(input.params?.[name] ?? '')),
  );
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(input.query ?? {})) {
    if (value !== undefined && value !== null) query.set(name, String(value));
  }
  return query.size === 0 ? filled : `${filled}?${query.toString()}`;
}

async function send(
  endpoint: Endpoint,
  input: RawInput,
  accept: string,
  timeoutMs: number,
): Promise<Response> {
  const hasBody = input.body !== undefined;
  const headers = {
    Accept: accept,
    ...(hasBody ? { 'Content-Type': 'application/json' } : {}),
    ...(await authorizationHeader()),
  };
  try {
    const response = await fetch(buildUrl(endpoint.path, input), {
      method: endpoint.method,
      headers,
      cache: 'no-store',
      signal: AbortSignal.timeout(timeoutMs),
      ...(hasBody ? { body: JSON.stringify(input.body) } : {}),
    });
    connection.answered();
    return response;
  } catch {
    connection.failed();
    throw new UnreachableError();
  }
}

async function answer(
  endpoint: Endpoint,
  input: RawInput,
  accept: string,
  timeoutMs = TIMEOUT_MS,
): Promise<Response> {
  const response = await send(endpoint, input, accept, timeoutMs);
  if (!response.ok) {
    if (response.status === 401 && endpoint.access !== 'public') unauthorized.refused();
    throw parseApiError(response.status, await response.text());
  }
  if (endpoint.access !== 'public') unauthorized.succeeded();
  return response;
}

/**
 * Calls one endpoint of the contract.
 * Throws `ApiError` for a refusal and `UnreachableError` when there was no answer. A 401 from a protected
 * route fires the sign-out hook; a 403 never does. 204 answers `null`.
 */
export async function call<E extends Endpoint>(endpoint: E, ...args: Args<E>): Promise<ResponseOf<E>> {
  const response = await answer(endpoint, args[0] ?? {}, 'application/json');
  if (response.status === 204) return null as ResponseOf<E>;
  return (await response.json()) as ResponseOf<E>;
}

/**
 * Calls an endpoint for something that is no JSON: a picture, a CSV file, an archive.
 * Errors as `call`.
 */
export async function callForFile<E extends Endpoint>(
  endpoint: E,
  accept: string,
  ...args: Args<E>
): Promise<Response> {
  return answer(endpoint, args[0] ?? {}, accept);
}

/**
 * Calls an endpoint for a large file: up to ten minutes instead of twenty seconds.
 * Errors as `call`.
 */
export async function callForDownload<E extends Endpoint>(
  endpoint: E,
  accept: string,
  ...args: Args<E>
): Promise<Response> {
  return answer(endpoint, args[0] ?? {}, accept, DOWNLOAD_TIMEOUT_MS);
}

/**
 * Calls an endpoint that waits for a slow machine elsewhere: up to four minutes instead of twenty seconds.
 * Errors as `call`.
 */
export async function callPatiently<E extends Endpoint>(
  endpoint: E,
  ...args: Args<E>
): Promise<ResponseOf<E>> {
  const response = await answer(endpoint, args[0] ?? {}, 'application/json', PATIENT_TIMEOUT_MS);
  return (await response.json()) as ResponseOf<E>;
}
