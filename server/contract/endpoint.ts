import type { z } from 'zod';

/**
 * Who may call a route.
 * - `public`: anybody.
 * - `view`: a signed-in member of an organisation.
 * - `admin`: a member who passes the admin rule.
 * - `billing`: an admin whose organisation is not past due.
 * - `node`: a camera node with its key in `X-Node-API-Key`.
 * - `integration`: Home Assistant or another program of the house with its key as Bearer token.
 * - `agent`: the agent service of Sentinel AI with its key in `X-Sentinel-Agent-Key`; it works for every organisation.
 */
export type Access = 'public' | 'view' | 'admin' | 'billing' | 'node' | 'integration' | 'agent';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** A fixed window: at most `max` calls per caller and concrete path in one minute or hour. */
export interface RateLimit {
  readonly max: number;
  readonly per: 'minute' | 'hour';
  /** Counted for everybody of the caller's organisation together instead of for each person. */
  readonly sharedBy?: 'organization';
}

type Schema = z.ZodType;

/** One row of the route table: everything a server route, the API document and the typed client need. */
export interface Endpoint<
  P extends Schema | undefined = Schema | undefined,
  Q extends Schema | undefined = Schema | undefined,
  B extends Schema | undefined = Schema | undefined,
  R extends Schema | undefined = Schema | undefined,
> {
  readonly method: Method;
  /** Path with `{name}` parameters. */
  readonly path: string;
  readonly access: Access;
  readonly tag: string;
  readonly summary: string;
  readonly limit?: RateLimit;
  readonly params?: P;
  readonly query?: Q;
  /** JSON body; absent when the route takes none or reads raw bytes. */
  readonly body?: B;
  /** Media type of a raw request body. */
  readonly rawBody?: string;
  /** JSON answer; absent when the route answers with something else (`produces`). */
  readonly response?: R;
  readonly produces?: string;
  readonly successStatus?: number;
  /**
   * `plain400` answers a malformed body with 400 `{detail: text}` instead of the 422 envelope; `plain400json` does so
   * only when it is no JSON at all.
   */
  readonly bodyErrors?: 'envelope422' | 'plain400' | 'plain400json';
}

/** Declares an endpoint while keeping its exact schema types. */
export function endpoint<
  P extends Schema | undefined = undefined,
  Q extends Schema | undefined = undefined,
  B extends Schema | undefined = undefined,
  R extends Schema | undefined = undefined,
>(definition: Endpoint<P, Q, B, R>): Endpoint<P, Q, B, R> {
  return definition;
}

type Out<S> = S extends Schema ? z.output<S> : undefined;
type In<S> = S extends Schema ? z.input<S> : undefined;

export type ParamsOf<E> = E extends Endpoint<infer P, infer _Q, infer _B, infer _R> ? Out<P> : never;
export type QueryOf<E> = E extends Endpoint<infer _P, infer Q, infer _B, infer _R> ? Out<Q> : never;
export type BodyOf<E> = E extends Endpoint<infer _P, infer _Q, infer B, infer _R> ? Out<B> : never;
export type BodyInputOf<E> = E extends Endpoint<infer _P, infer _Q, infer B, infer _R> ? In<B> : never;
export type ResponseOf<E> = E extends Endpoint<infer _P, infer _Q, infer _B, infer R> ? Out<R> : never;
