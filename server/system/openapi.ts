import { z } from 'zod';
import type { Access, Endpoint } from '../contract/endpoint.ts';

const SECURITY: Readonly<Record<Access, readonly Record<string, readonly string[]>[]>> = {
  public: [],
  view: [{ session: [] }, { bearer: [] }],
  admin: [{ session: [] }, { bearer: [] }],
  billing: [{ session: [] }, { bearer: [] }],
  node: [{ nodeKey: [] }],
  integration: [{ integrationKey: [] }],
  agent: [{ agentKey: [] }],
};

const REFUSALS: Readonly<Record<Access, readonly number[]>> = {
  public: [],
  view: [400, 401],
  admin: [400, 401, 403],
  billing: [400, 401, 402, 403],
  node: [401, 404],
  integration: [401],
  agent: [401],
};

function jsonSchema(schema: z.ZodType, io: 'input' | 'output'): object {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return rest;
}

function parameters(schema: z.ZodType | undefined, place: 'path' | 'query'): object[] {
  if (!(schema instanceof z.ZodObject)) return [];
  return Object.entries(schema.shape).map(([name, shape]) => {
    const type = shape as z.ZodType;
    return {
      name,
      in: place,
      required: place === 'path' || !type.safeParse(undefined).success,
      schema: jsonSchema(type, 'input'),
    };
  });
}

function requestBody(endpoint: Endpoint): object | undefined {
  if (endpoint.rawBody !== undefined) {
    return {
      required: true,
      content: { [endpoint.rawBody]: { schema: { type: 'string', format: 'binary' } } },
    };
  }
  if (endpoint.body === undefined) return undefined;
  return { required: true, content: { 'application/json': { schema: jsonSchema(endpoint.body, 'input') } } };
}

function answers(endpoint: Endpoint): object {
  const content =
    endpoint.response === undefined
      ? {
          [endpoint.produces ?? 'application/octet-stream']: { schema: { type: 'string', format: 'binary' } },
        }
      : { 'application/json': { schema: jsonSchema(endpoint.response, 'output') } };
  const refusals = new Set(REFUSALS[endpoint.access]);
  if (endpoint.body !== undefined || endpoint.query !== undefined) refusals.add(422);
  if (endpoint.limit !== undefined) refusals.add(429);
  const error = { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } };
  return {
    [String(endpoint.successStatus ?? 200)]: { description: 'Done', content },
    ...Object.fromEntries(
      [...refusals].map((status) => [String(status), { description: 'Refused', content: error }]),
    ),
  };
}

function operation(endpoint: Endpoint): object {
  const limit = endpoint.limit === undefined ? '' : ` At most ${endpoint.limit.max} a ${endpoint.limit.per}.`;
  const body = requestBody(endpoint);
  return {
    tags: [endpoint.tag],
    summary: endpoint.summary,
    description: `Access: ${endpoint.access}.${limit}`,
    security: SECURITY[endpoint.access],
    parameters: [...parameters(endpoint.params, 'path'), ...parameters(endpoint.query, 'query')],
    ...(body === undefined ? {} : { requestBody: body }),
    responses: answers(endpoint),
  };
}

/** The OpenAPI 3.1 document of the whole route table. */
export function openApiDocument(routes: readonly Endpoint[], version: string): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const endpoint of routes) {
    paths[endpoint.path] = { ...paths[endpoint.path], [endpoint.method.toLowerCase()]: operation(endpoint) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Sentinel Command Center',
      version,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    paths,
    components: {
      schemas: {
        Error: {
          type: 'object',
          properties: {
            detail: {
              anyOf: [
                { type: 'string' },
                { type: 'object', properties: { error: { type: 'string' }, message: { type: 'string' } } },
              ],
            },
          },
        },
      },
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: 'sentinel_session' },
        bearer: { type: 'http', scheme: 'bearer' },
        nodeKey: { type: 'apiKey', in: 'header', name: 'X-Node-API-Key' },
        integrationKey: { type: 'http', scheme: 'bearer' },
        agentKey: { type: 'apiKey', in: 'header', name: 'X-Sentinel-Agent-Key' },
      },
    },
  };
}
