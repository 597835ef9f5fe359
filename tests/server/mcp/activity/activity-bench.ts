import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import express, { type NextFunction, type Request, type Response } from 'express';
import type { IdentityProvider, Principal } from '../../../../server/auth/principal.ts';
import type { Database } from '../../../../server/db/database.ts';
import { openDatabase } from '../../../../server/db/open-database.ts';
import { mcpActivityLogs } from '../../../../server/db/schema/logs.ts';
import { EventHub, type HubEvent } from '../../../../server/events/event-hub.ts';
import { SessionWatch } from '../../../../server/events/session-watch.ts';
import { expressBinder } from '../../../../server/http/express-binder.ts';
import { ClientAddresses } from '../../../../server/http/guard/client-address.ts';
import { RateLimits } from '../../../../server/http/guard/rate-limits.ts';
import { sendError } from '../../../../server/http/send.ts';
import { createLogger } from '../../../../server/log.ts';
import { activityRoutes } from '../../../../server/mcp/activity/activity-routes.ts';
import { AgentActivity, type FinishedCall } from '../../../../server/mcp/activity/agent-activity.ts';
import { FakeClock } from '../../../support/fake-clock.ts';
import { TestClient } from '../../../support/test-client.ts';
import { temporaryFolder } from '../../../support/test-config.ts';

type StoredRow = typeof mcpActivityLogs.$inferSelect;

export interface ActivityBench {
  readonly clock: FakeClock;
  readonly db: Database;
  readonly hub: EventHub;
  readonly activity: AgentActivity;
  readonly published: readonly HubEvent[];
  readonly logLines: readonly string[];
  readonly anonymous: TestClient;
  /** Somebody of an organisation, by default an administrator on the free plan. */
  person(orgId: string, role?: 'admin' | 'member', plan?: string): TestClient;
  /** Records a call of `org_red`'s key `Night watch` that succeeded at once, unless said otherwise. */
  call(changes?: Partial<FinishedCall>): void;
  rows(): StoredRow[];
  [Symbol.asyncDispose](): Promise<void>;
}

function principalOf(token: string): Principal {
  const [orgId = '', role = '', plan = ''] = token.split('|');
  return {
    userId: `user_${orgId}_${role}`,
    orgId,
    orgName: orgId,
    email: `${role}@example.com`,
    name: role,
    role: role === 'admin' ? 'admin' : 'member',
    isAdmin: role === 'admin',
    plan,
    features: [],
    sessionId: undefined,
    via: 'bearer',
  };
}

/** Bearer tokens that say who somebody is. */
const identity: IdentityProvider = {
  mode: 'clerk',
  identifyCached: () => undefined,
  identify: async ({ bearer }) =>
    bearer === undefined
      ? { kind: 'anonymous' }
      : { kind: 'signed-in', principal: principalOf(Buffer.from(bearer, 'base64').toString()) },
};

/** The activity routes over real HTTP, with a real hub and a real database. */
export async function openActivityBench(): Promise<ActivityBench> {
  const folder = temporaryFolder();
  const clock = new FakeClock();
  const logLines: string[] = [];
  const log = createLogger('info', (line) => logLines.push(line));
  const db = await openDatabase({ file: join(folder.path, 'sentinel.db'), log, clock });
  const hub = new EventHub({ log });
  const published: HubEvent[] = [];
  const publish = (event: HubEvent): void => {
    published.push(event);
    hub.publish(event);
  };
  const activity = new AgentActivity({ db, clock, log, publish });
  const router = express.Router({ caseSensitive: true });
  const binder = expressBinder(router, {
    identity,
    addresses: new ClientAddresses([]),
    rateLimits: new RateLimits(),
    ownOrigins: new Set(),
    nodeOfKey: () => undefined,
    integrationOfKey: async () => undefined,
    isAgentService: () => false,
    requireBilling: async () => undefined,
  });
  activityRoutes(binder, { db, clock, hub, activity, sessions: new SessionWatch(identity), keepAliveMs: 60 });
  const application = express();
  application.use(router);
  application.use((error: unknown, _request: Request, response: Response, _next: NextFunction) =>
    sendError(response, error, log),
  );
  const server = createServer(application);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const anonymous = new TestClient(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  return {
    clock,
    db,
    hub,
    activity,
    published,
    logLines,
    anonymous,
    person: (orgId, role = 'admin', plan = 'free_org') => {
      const token = Buffer.from([orgId, role, plan].join('|')).toString('base64');
      return anonymous.with({ authorization: `Bearer ${token}` });
    },
    call: (changes) => {
      const usual = { orgId: 'org_red', keyName: 'Night watch', toolName: 'list_cameras' };
      activity.record({ ...usual, args: {}, durationMs: 12, ...changes });
    },
    rows: () => db.read.select().from(mcpActivityLogs).orderBy(mcpActivityLogs.id).all(),
    [Symbol.asyncDispose]: async () => {
      hub.stop();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await db.close();
      folder[Symbol.dispose]();
    },
  };
}
