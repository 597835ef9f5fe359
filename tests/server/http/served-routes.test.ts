import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAppContext } from '../../../server/app-context.ts';
import type { AppContext } from '../../../server/app-parts.ts';
import { createApplication } from '../../../server/application.ts';
import { systemClock } from '../../../server/clock.ts';
import type { Endpoint } from '../../../server/contract/endpoint.ts';
import { routeTable } from '../../../server/contract/route-table.ts';
import { streaming } from '../../../server/contract/fleet/streaming.ts';
import { createLogger } from '../../../server/log.ts';
import { temporaryFolder, testConfig } from '../../support/test-config.ts';
import { startTestServer } from '../../support/test-server.ts';
import { addressOf, labelOf } from './declared-routes.ts';

/** The API document and its readers describe the table, so they stand outside of it. Anybody may read them. */
const DOCUMENTS = [
  'GET /api/openapi.json',
  'GET /api-docs',
  'GET /api-docs/start-swagger.js',
  'GET /api-redoc',
  'GET /api-docs/start-redoc.js',
  'GET /api-docs/redoc.standalone.js',
];

interface Layer {
  readonly route?: { readonly path: string; readonly methods: Readonly<Record<string, boolean>> };
  readonly handle?: { readonly stack?: readonly Layer[] };
}

/** Every route of a router and of the routers inside it, as `METHOD /path/{name}`. */
function routesIn(layers: readonly Layer[]): string[] {
  return layers.flatMap(({ route, handle }) => {
    if (route === undefined) return routesIn(handle?.stack ?? []);
    const path = route.path.replaceAll(/:(\w+)/g, '{$1}');
    return Object.keys(route.methods).map((method) => `${method.toUpperCase()} ${path}`);
  });
}

const isVideo = (endpoint: Endpoint): boolean => Object.values(streaming).some((one) => one === endpoint);

describe('served and declared routes are the same', () => {
  const folder = temporaryFolder();
  const stack = new AsyncDisposableStack();
  let context: AppContext;
  let served: string[];
  beforeAll(async () => {
    const options = { config: testConfig(folder.path), log: createLogger('silent'), clock: systemClock };
    context = await createAppContext(options, stack);
    const application = createApplication(context) as unknown as { router: { stack: Layer[] } };
    served = routesIn(application.router.stack);
  });
  afterAll(async () => {
    await stack.disposeAsync();
    folder[Symbol.dispose]();
  });

  const takenByVideo = (method: string, path: string): boolean => {
    const request = Object.assign(new IncomingMessage(new Socket()), { method, url: path });
    return context.http.hotPath(request, new ServerResponse(request));
  };

  it('every route of the router is declared with an access level', () => {
    expect(served.length).toBeGreaterThan(25);
    const declared = new Set([...routeTable.map(labelOf), ...DOCUMENTS]);
    expect(served.filter((route) => !declared.has(route))).toEqual([]);
    expect(served.toSorted()).toEqual([...new Set(served)].toSorted());
  });

  it('every declared route is served, the video ones in front of the router', () => {
    const others = routeTable.filter((endpoint) => !isVideo(endpoint));
    expect(others.map(labelOf).filter((route) => !served.includes(route))).toEqual([]);
    for (const endpoint of routeTable)
      expect([labelOf(endpoint), takenByVideo(endpoint.method, addressOf(endpoint))]).toEqual([
        labelOf(endpoint),
        isVideo(endpoint),
      ]);
  });

  it('every declared route has a known access level, once', () => {
    const labels = routeTable.map(labelOf);
    expect(labels.toSorted()).toEqual([...new Set(labels)].toSorted());
    for (const { access } of routeTable)
      expect(['public', 'view', 'admin', 'billing', 'node', 'integration', 'agent']).toContain(access);
  });

  it('what changes something is never open to members, and never public outside of signing in', () => {
    const open = routeTable.filter(
      ({ access, method }) => method !== 'GET' && (access === 'view' || access === 'public'),
    );
    const harmless = new Set([
      // Changes nothing here: the node keeps a copy.
      'POST /api/cameras/{camera_id}/snapshot',
      // Concern the caller alone.
      'POST /api/notifications/mark-viewed',
      'POST /api/notifications/request-admin-promotion',
      // Prove by a signature who sent them.
      'POST /api/notifications/email/unsubscribe',
      'POST /api/webhooks/clerk',
      'POST /api/webhooks/resend',
    ]);
    const labels = open.map(labelOf).filter((label) => !harmless.has(label));
    expect(labels.filter((label) => !label.startsWith('POST /api/auth/'))).toEqual([]);
  });
});

it('a slash at the end changes nothing and never redirects', async () => {
  await using server = await startTestServer();
  for (const endpoint of routeTable) {
    const bare = await server.anonymous.ask(endpoint.method, addressOf(endpoint));
    const slashed = await server.anonymous.ask(endpoint.method, `${addressOf(endpoint)}/`);
    expect([labelOf(endpoint), slashed.status]).toEqual([labelOf(endpoint), bare.status]);
    expect(bare.status < 300 || bare.status >= 400).toBe(true);
  }
});
