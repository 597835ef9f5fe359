import { createServer } from 'node:http';
import { join } from 'node:path';
import type { IdentityProvider, Principal } from '../../../../server/auth/principal.ts';
import type { Database } from '../../../../server/db/database.ts';
import { openDatabase } from '../../../../server/db/open-database.ts';
import { mcpActivityLogs } from '../../../../server/db/schema/logs.ts';
import { EventHub, type HubEvent } from '../../../../server/events/event-hub.ts';
import { SessionWatch } from '../../../../server/events/session-watch.ts';
import { createLogger } from '../../../../server/log.ts';
import { activityRoutes } from '../../../../server/mcp/activity/activity-routes.ts';
import { AgentActivity, type FinishedCall } from '../../../../server/mcp/activity/agent-activity.ts';
import { benchApplication, closeServer, listenOnLoopback } from '../../../support/bench-application.ts';
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
  const { application, binder } = benchApplication({ identity, log });
  activityRoutes(binder, { db, clock, hub, activity, sessions: new SessionWatch(identity), keepAliveMs: 60 });
  const server = createServer(application);
  const anonymous = new TestClient(await listenOnLoopback(server));
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
      await closeServer(server);
      await db.close();
      folder[Symbol.dispose]();
    },
  };
}
