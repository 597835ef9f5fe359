import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Router } from 'express';
import type { z } from 'zod';
import type { IdentityProvider, Principal } from '../auth/principal.ts';
import type { Endpoint } from '../contract/endpoint.ts';
import { AppError } from './app-error.ts';
import { identify, requireMember, requireOwnOrigin, requireRole } from './guard/authorize.ts';
import type { Call, IntegrationCaller } from './call.ts';
import type { ClientAddresses } from './guard/client-address.ts';
import { readJson } from './request/json-body.ts';
import type { RateLimits } from './guard/rate-limits.ts';
import { credentialsOf, nodeKeyOf } from './request-facts.ts';
import { queryOf } from './request/request-url.ts';
import { requestScope } from './request/request-scope.ts';
import type { Handler, RouteBinder } from './route-binder.ts';
import { sendJson } from './send.ts';
import { malformedJson, validationError, type InputPart } from './validation-error.ts';

export interface BinderServices {
  readonly identity: IdentityProvider;
  readonly addresses: ClientAddresses;
  readonly rateLimits: RateLimits;
  readonly ownOrigins: ReadonlySet<string>;
  /** Organisation and public id behind a node key, from memory; undefined for unknown keys. */
  readonly nodeOfKey: (key: string) => { readonly nodeId: string } | undefined;
  /** The program behind a key of the house; undefined for an unknown, revoked or other kind of key. */
  readonly integrationOfKey: (key: string) => Promise<IntegrationCaller | undefined>;
  /** Whether the request carries the key of the agent service; always false when none is configured. */
  readonly isAgentService: (request: IncomingMessage) => boolean;
  /** Throws 402 when the organisation may not take on more because a payment is overdue. */
  readonly requireBilling: (principal: Principal) => Promise<void>;
}

type PathParams = Readonly<Record<string, string | readonly string[] | undefined>>;

/** What is known of a request before its input is looked at. */
interface Admission {
  readonly principal: Principal | undefined;
  readonly nodeKey: string | undefined;
  readonly integration?: IntegrationCaller;
  /** Owner of the rate-limit bucket: the authenticated identity, else the address. */
  readonly identity: string;
  /** True for a node key that no node has. */
  readonly stranger?: boolean;
}

/** Binds endpoints to an Express router in one order of checks: identity, input, rate limit, handler. */
export function expressBinder(router: Router, services: BinderServices): RouteBinder {
  return {
    bind: (endpoint, handler) => {
      const path = endpoint.path.replaceAll(/\{(\w+)\}/g, ':$1');
      const method = endpoint.method.toLowerCase() as 'get' | 'post' | 'put' | 'patch' | 'delete';
      router[method](path, async (request, response) => {
        await serve(services, endpoint, handler, { request, response, params: request.params });
      });
    },
  };
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly params: PathParams;
}

async function serve<E extends Endpoint>(
  services: BinderServices,
  endpoint: E,
  handler: Handler<E>,
  exchange: Exchange,
): Promise<void> {
  const { request, response } = exchange;
  const admission = await admit(services, endpoint, request);
  const params = validated(endpoint.params, exchange.params, 'path');
  const query = validated(endpoint.query, queryOf(request.url), 'query');
  const body = await bodyOf(endpoint, request);
  if (endpoint.limit !== undefined) {
    const path = admission.stranger === true ? endpoint.path : concretePath(endpoint, exchange.params);
    const bucket = `${bucketOwner(endpoint, admission)} ${path}`;
    await services.rateLimits.consume(endpoint.limit, bucket);
  }
  const call = {
    params,
    query,
    body,
    address: services.addresses.addressOf(request),
    request,
    response,
    get principal() {
      return present(admission.principal);
    },
    get nodeKey() {
      return present(admission.nodeKey);
    },
    get integration() {
      return present(admission.integration);
    },
  } as Call<E>;
  const answer = await handler(call);
  if (answer !== undefined && !response.writableEnded)
    sendJson(response, endpoint.successStatus ?? 200, answer);
}

async function admit(
  services: BinderServices,
  endpoint: Endpoint,
  request: IncomingMessage,
): Promise<Admission> {
  const caller = services.addresses.callerOf(request);
  if (endpoint.access === 'public') return { principal: undefined, nodeKey: undefined, identity: caller };
  if (endpoint.access === 'node') {
    const nodeKey = nodeKeyOf(request);
    if (nodeKey === undefined) throw AppError.plain(401, 'The X-Node-API-Key header is missing.');
    const node = services.nodeOfKey(nodeKey);
    const identity = node === undefined ? undefined : `node:${node.nodeId}`;
    // Ids that a stranger names are not looked at: each would open a window of its own.
    return { principal: undefined, nodeKey, identity: identity ?? caller, stranger: identity === undefined };
  }
  if (endpoint.access === 'integration') return admitIntegration(services, request);
  if (endpoint.access === 'agent') {
    if (!services.isAgentService(request)) throw AppError.plain(401, 'The agent key is missing or wrong.');
    return { principal: undefined, nodeKey: undefined, identity: 'agent-service' };
  }
  const principal = requireMember(await identify(request, services.identity));
  const scope = requestScope.getStore();
  if (scope !== undefined) scope.orgId = principal.orgId;
  requireOwnOrigin(request, principal, services.ownOrigins);
  requireRole(principal, endpoint.access);
  if (endpoint.access === 'billing') await services.requireBilling(principal);
  return { principal, nodeKey: undefined, identity: `user:${principal.orgId}:${principal.userId}` };
}

/** 401 is the one status by which these programs learn that their key is bad. */
async function admitIntegration(services: BinderServices, request: IncomingMessage): Promise<Admission> {
  const key = credentialsOf(request).bearer;
  const integration = key === undefined ? undefined : await services.integrationOfKey(key);
  if (integration === undefined)
    throw AppError.plain(401, 'The integration key is missing, wrong or revoked.');
  const scope = requestScope.getStore();
  if (scope !== undefined) scope.orgId = integration.orgId;
  const identity = `integration:${integration.keyId}`;
  return { principal: undefined, nodeKey: undefined, integration, identity };
}

function bucketOwner({ limit }: Endpoint, { identity, principal }: Admission): string {
  return limit?.sharedBy === 'organization' && principal !== undefined ? `org:${principal.orgId}` : identity;
}

/** The path with its ids, however the caller spelled it: other escapes or a slash at the end open no new bucket. */
function concretePath(endpoint: Endpoint, params: PathParams): string {
  return endpoint.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(params[name]));
}

function present<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('This endpoint does not authenticate that kind of caller');
  return value;
}

function validated(schema: z.ZodType | undefined, input: unknown, part: InputPart): unknown {
  if (schema === undefined) return undefined;
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw validationError(part, parsed.error.issues);
}

async function bodyOf(endpoint: Endpoint, request: IncomingMessage): Promise<unknown> {
  if (endpoint.body === undefined) return undefined;
  const json = await readJson(request);
  const plain = endpoint.bodyErrors === 'plain400';
  if (!json.ok) {
    const plainJson = plain || endpoint.bodyErrors === 'plain400json';
    throw plainJson ? AppError.plain(400, 'The request body is not valid JSON.') : malformedJson();
  }
  const parsed = endpoint.body.safeParse(json.value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  if (plain)
    throw AppError.plain(400, `${String(issue?.path[0] ?? 'The body')}: ${issue?.message ?? 'not valid'}`);
  throw validationError('body', parsed.error.issues);
}
