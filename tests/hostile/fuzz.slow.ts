import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Endpoint } from '../../server/contract/endpoint.ts';
import { routeTable } from '../../server/contract/route-table.ts';
import { createNode, type NodeKey } from '../support/people.ts';
import { TestClient, type Answer } from '../support/test-client.ts';
import { startTestServer, type TestServer } from '../support/test-server.ts';
import { endsAccess, labelOf } from '../server/http/declared-routes.ts';
import { Dice } from './dice.ts';

const ROUNDS = 40;
const SEED = Number(process.env['FUZZ_SEED'] ?? 20_260_301);

const NAMES = [
  '',
  '.',
  '..',
  '%2e%2e',
  '..%2f..%2fetc',
  'a%2fb',
  '%00',
  'a%00b',
  '%',
  '%E0%A4%A',
  '__proto__',
  'constructor',
  'null',
  '-1',
  '0',
  '1e99',
  '9007199254740993',
  'NaN',
  '%20',
  '%0d%0ax:y',
  '%F0%9F%92%A3',
  "'%3b--",
  'a'.repeat(200),
  'a'.repeat(10_000),
  '%ff',
  '*',
  '[]',
  '{}',
] as const;
const TEXTS = [
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  '\uD800',
  '\u202E',
  '\u{1F4A3}',
  '../../etc/passwd',
  "'; DROP TABLE users; --",
  '<script>',
  'x'.repeat(70_000),
  '%s%n',
  '-1',
  'true',
  'null',
  '__proto__',
  '2026-13-45',
  '\r\n',
  '${7*7}',
  '1.2.3',
] as const;
const VALUES: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -1,
  1.5,
  1e308,
  -0,
  2 ** 53,
  65_536,
  [],
  {},
  [null],
  [[[]]],
  { length: -1 },
  { toString: 1 },
  { a: { b: {} } },
];

/** JSON texts that parse to something a program does not expect, or do not parse at all. */
const RAW_BODIES = [
  '',
  ' ',
  '{',
  '[',
  'null',
  '0',
  '"x"',
  '[]',
  '{"__proto__":{"admin":true}}',
  '{"constructor":{"prototype":{"x":1}}}',
  '{"a":1,"a":2}',
  '\u{FEFF}{}',
  '{"a":1e999}',
  `${'{"a":'.repeat(2000)}1${'}'.repeat(2000)}`,
  'NaN',
  '{} garbage',
  "{'a':1}",
] as const;

function badValue(dice: Dice): unknown {
  return dice.chance(0.5) ? dice.pick(TEXTS) : dice.pick(VALUES);
}

/** A body that follows the declared shape but for some members. */
function bodyFor(dice: Dice, schema: unknown, own: Readonly<Record<string, unknown>>, depth = 0): unknown {
  const shape = schema as {
    properties?: Record<string, unknown>;
    items?: unknown;
    anyOf?: unknown[];
    type?: string;
  };
  if (depth > 4 || dice.chance(0.15)) return badValue(dice);
  if (shape.anyOf !== undefined) return bodyFor(dice, dice.pick(shape.anyOf), own, depth + 1);
  if (shape.items !== undefined)
    return Array.from({ length: dice.below(4) }, () => bodyFor(dice, shape.items, own, depth + 1));
  if (shape.properties === undefined)
    return dice.chance(0.5) ? badValue(dice) : shape.type === 'string' ? 'plain' : 7;
  const members = Object.entries(shape.properties)
    .filter(() => dice.chance(0.85))
    .map(([name, part]) => [
      name,
      name in own && dice.chance(0.8) ? own[name] : bodyFor(dice, part, own, depth + 1),
    ]);
  return Object.fromEntries(dice.chance(0.1) ? [...members, ['__proto__', badValue(dice)]] : members);
}

function pathFor(dice: Dice, endpoint: Endpoint, own: Readonly<Record<string, unknown>>): string {
  const path = endpoint.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const mine = own[name];
    return typeof mine === 'string' && dice.chance(0.4) ? mine : dice.pick(NAMES);
  });
  if (dice.chance(0.4)) return path;
  const pairs = Array.from(
    { length: dice.below(4) },
    () => `${dice.pick(['filename', 'limit', 'nocache', 'v', '__proto__', '%', ''])}=${dice.pick(NAMES)}`,
  );
  return `${path}?${pairs.join('&')}`;
}

function rawBody(dice: Dice): string | Buffer {
  return dice.chance(0.5)
    ? dice.pick(RAW_BODIES)
    : Buffer.from(Array.from({ length: dice.below(300) }, () => dice.below(256)));
}

const text = z.object({ detail: z.string().min(1) });
const coded = z.object({ detail: z.looseObject({ message: z.string().min(1) }) });
const limited = z.object({
  error: z.literal('rate_limit_exceeded'),
  message: z.string(),
  limit: z.string(),
  retry_after_seconds: z.number().int(),
});
const refusal = z.union([text, coded, limited]);

function expectDocumented(label: string, answer: Answer): void {
  const isReadiness = answer.status === 503 && label.includes('/ready');
  // The node of this test never connects, which its commands answer with 503.
  const isUnconnected = answer.status === 503 && answer.text.includes('not connected');
  expect(
    isReadiness || isUnconnected || answer.status < 500,
    `${label} → ${answer.status} ${answer.text.slice(0, 300)}`,
  ).toBe(true);
  expect(answer.status < 300 || answer.status >= 400, `${label} redirects`).toBe(true);
  // Headers beyond 16 kB are refused by the parser, before anything is known of the request.
  if (answer.status === 431) return;
  expect(answer.headers['x-request-id'], label).toBeTypeOf('string');
  if (answer.status < 400 || isReadiness || label.startsWith('HEAD')) return;
  expect(
    refusal.safeParse(answer.text === '' ? undefined : JSON.parse(answer.text)).success,
    `${label} → ${answer.status} ${answer.text.slice(0, 300)}`,
  ).toBe(true);
}

describe(`every route against nasty input (FUZZ_SEED=${SEED})`, () => {
  let server: TestServer;
  let owner: TestClient;
  const nodes: NodeKey[] = [];
  const cameras: string[] = [];
  beforeAll(async () => {
    server = await startTestServer();
    owner = await server.owner();
    // Limits are counted per node, so a few nodes let more calls through to the handlers.
    for (let i = 0; i < 8; i += 1) {
      const node = await createNode(owner, `Node ${i}`);
      const machine = new TestClient(server.url, { 'x-node-api-key': node.key });
      const registered = await machine.post('/api/nodes/register', {
        node_id: node.nodeId,
        cameras: [{ device_path: '/dev/video0' }],
      });
      nodes.push(node);
      cameras.push(...Object.values(registered.json<{ cameras: Record<string, string> }>().cameras));
    }
  });
  afterAll(() => server[Symbol.asyncDispose]());

  it.each(
    routeTable
      .filter((endpoint) => !endsAccess(endpoint))
      .map((endpoint) => [labelOf(endpoint), endpoint] as const),
  )('%s', async (label, endpoint) => {
    const dice = new Dice(`${SEED} ${label}`);
    const schema =
      endpoint.body === undefined
        ? undefined
        : z.toJSONSchema(endpoint.body, { io: 'input', unrepresentable: 'any' });
    for (let round = 0; round < ROUNDS; round += 1) {
      const at = dice.below(nodes.length);
      const node = nodes[at] ?? { nodeId: '', key: '' };
      const own = {
        node_id: node.nodeId,
        camera_id: cameras[at],
        email: 'a@example.com',
        password: 'long enough now',
      };
      const client = dice.chance(0.9) ? owner.with({ 'x-node-api-key': node.key }) : server.anonymous;
      const body =
        schema === undefined || dice.chance(0.3) ? rawBody(dice) : JSON.stringify(bodyFor(dice, schema, own));
      const method = dice.chance(0.05) ? dice.pick(['HEAD', 'OPTIONS', 'PUT', 'TRACE']) : endpoint.method;
      const path = pathFor(dice, endpoint, own);
      const sent = {
        headers: {
          'content-type': dice.pick([
            'application/json',
            'text/plain',
            'multipart/form-data; boundary=x',
            '',
          ]),
        },
        ...(method === 'HEAD' ? {} : { body }),
      };
      expectDocumented(
        `${method} ${path.slice(0, 120)} ${String(body).slice(0, 200)}`,
        await client.ask(method, path, sent),
      );
    }
  });

  it('after all of it the server is well and logged no surprise', async () => {
    expect((await server.anonymous.get('/api/health')).status).toBe(200);
    expect((await owner.get('/api/cameras')).status).toBe(200);
    expect(server.logLines.filter((line) => line.includes(' ERROR '))).toEqual([]);
    expect(({} as Record<string, unknown>)['admin']).toBeUndefined();
  });
});
