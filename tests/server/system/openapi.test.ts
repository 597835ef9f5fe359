import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { routeTable } from '../../../server/contract/route-table.ts';
import { startTestServer } from '../../support/test-server.ts';

const schema = z.union([z.record(z.string(), z.unknown()), z.boolean()]);
const content = z.record(z.string().regex(/^\w+\/[\w.+-]+$/), z.strictObject({ schema }));
const operation = z.strictObject({
  tags: z.array(z.string()).length(1),
  summary: z.string().min(3),
  description: z.string(),
  security: z.array(z.record(z.string(), z.array(z.string()))),
  parameters: z.array(
    z.strictObject({ name: z.string(), in: z.enum(['path', 'query']), required: z.boolean(), schema }),
  ),
  requestBody: z.strictObject({ required: z.boolean(), content }).optional(),
  responses: z.record(
    z.string().regex(/^[2-5]\d\d$/),
    z.strictObject({ description: z.string(), content: content.optional() }),
  ),
});
const document = z.strictObject({
  openapi: z.literal('3.1.0'),
  info: z.looseObject({ title: z.string(), version: z.string() }),
  paths: z.record(
    z.string().startsWith('/'),
    z.partialRecord(z.enum(['get', 'post', 'put', 'patch', 'delete']), operation),
  ),
  components: z.strictObject({
    schemas: z.record(z.string(), schema),
    securitySchemes: z.record(z.string(), z.looseObject({ type: z.enum(['apiKey', 'http']) })),
  }),
});

let raw: string;
let api: z.infer<typeof document>;
beforeAll(async () => {
  await using server = await startTestServer();
  const answer = await server.anonymous.get('/api/openapi.json');
  raw = answer.text;
  api = document.parse(answer.json());
});

const operations = () =>
  Object.entries(api.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, one]) => ({ label: `${method.toUpperCase()} ${path}`, path, one })),
  );

describe('the API document', () => {
  it('has the form of OpenAPI 3.1 and every declared route, no other', () => {
    const declared = routeTable.map(({ method, path }) => `${method} ${path}`);
    expect(
      operations()
        .map(({ label }) => label)
        .toSorted(),
    ).toEqual(declared.toSorted());
  });

  it('every schema is one that can be read again', () => {
    const media = operations().flatMap(({ one }) =>
      [one.requestBody, ...Object.values(one.responses)].flatMap((part) =>
        Object.values(part?.content ?? {}),
      ),
    );
    const schemas = [...operations().flatMap(({ one }) => one.parameters), ...media].map(
      (part) => part.schema,
    );
    expect(schemas.length).toBeGreaterThan(50);
    for (const one of schemas) {
      if (typeof one === 'object' && '$ref' in one) continue;
      expect(() => z.fromJSONSchema(one), JSON.stringify(one)).not.toThrow();
    }
  });

  it('every reference and every security scheme leads somewhere', () => {
    const references = [...raw.matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)].map(
      ([, name]) => name ?? '',
    );
    expect(references.length).toBeGreaterThan(0);
    expect(references.filter((name) => !(name in api.components.schemas))).toEqual([]);
    expect([...raw.matchAll(/"\$ref":"([^"]+)"/g)].length).toBe(references.length);
    const used = operations().flatMap(({ one }) => one.security.flatMap((rule) => Object.keys(rule)));
    expect([...new Set(used)].filter((name) => !(name in api.components.securitySchemes))).toEqual([]);
  });

  it('path parameters are those of the path', () => {
    for (const { label, path, one } of operations()) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      const declared = one.parameters.filter((parameter) => parameter.in === 'path');
      expect([label, declared.map(({ name }) => name)]).toEqual([label, inPath]);
      expect(declared.every(({ required }) => required)).toBe(true);
    }
  });

  it('a route that asks who calls says so, and names its refusals', () => {
    for (const { method, path, access, limit } of routeTable) {
      const one = api.paths[path]?.[method.toLowerCase() as 'get'];
      expect([path, (one?.security.length ?? 0) > 0]).toEqual([path, access !== 'public']);
      const answers = Object.keys(one?.responses ?? {});
      if (access !== 'public') expect([path, answers]).toEqual([path, expect.arrayContaining(['401'])]);
      if (limit !== undefined) expect([path, answers]).toEqual([path, expect.arrayContaining(['429'])]);
    }
  });
});
