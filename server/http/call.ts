import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Principal } from '../auth/principal.ts';
import type { BodyOf, Endpoint, ParamsOf, QueryOf } from '../contract/endpoint.ts';

/** A program of the house. */
export interface IntegrationCaller {
  readonly orgId: string;
  readonly keyId: number;
  /** Name of the key. */
  readonly name: string;
}

/** One request to a declared endpoint after authentication, limits and validation. */
export interface Call<E extends Endpoint> {
  readonly params: ParamsOf<E>;
  readonly query: QueryOf<E>;
  readonly body: BodyOf<E>;
  /** The signed-in person. Reading it on a `public` or `node` endpoint is a programming error and throws. */
  readonly principal: Principal;
  /** Raw `X-Node-API-Key`; present on `node` endpoints, else reading it throws. */
  readonly nodeKey: string;
  /** The key behind the call; present on `integration` endpoints, else reading it throws. */
  readonly integration: IntegrationCaller;
  /** Client address by the trusted-proxy rule. */
  readonly address: string;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}
