import { createServer } from 'node:http';
import { join } from 'node:path';
import { auditRoutes } from '../../../server/audit/audit-routes.ts';
import type { IdentityProvider, Principal } from '../../../server/auth/principal.ts';
import type { DashboardMessage } from '../../../server/contract/dashboard-events.ts';
import type { Database } from '../../../server/db/database.ts';
import { openDatabase } from '../../../server/db/open-database.ts';
import { auditLog } from '../../../server/db/schema/logs.ts';
import { createLogger } from '../../../server/log.ts';
import { dangerRoutes, type DangerRoutesDeps } from '../../../server/organization/danger-routes.ts';
import { publishedContact } from '../../../server/settings/security-contact-service.ts';
import { settingsRoutes } from '../../../server/settings/settings-routes.ts';
import { securityTxtRoutes } from '../../../server/system/security-txt-routes.ts';
import { benchApplication, closeServer, listenOnLoopback } from '../../support/bench-application.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { TestClient } from '../../support/test-client.ts';
import { temporaryFolder } from '../../support/test-config.ts';

/** What the routes did outside the database, in order. */
export interface Effects {
  readonly commands: { readonly nodeId: string; readonly command: string; readonly timeoutMs: number }[];
  readonly forgottenKeys: string[];
  readonly disconnected: string[];
  readonly refreshed: string[];
  readonly closedCameras: string[];
  readonly forgottenUsage: string[];
  readonly published: {
    readonly orgId: string;
    readonly audience: string;
    readonly message: DashboardMessage;
  }[];
  readonly local: string[];
  readonly plansRead: string[];
}

export interface ControlPlane {
  readonly url: string;
  readonly db: Database;
  readonly clock: FakeClock;
  readonly dataDir: string;
  readonly databaseFile: string;
  readonly effects: Effects;
  readonly deps: DangerRoutesDeps;
  readonly anonymous: TestClient;
  /** Plan in force by organization; free when not set. */
  readonly plans: Map<string, string>;
  /** What a connected node answers to a command, by node id. */
  readonly connected: Map<string, () => Promise<Readonly<Record<string, unknown>>>>;
  person(orgId: string, role?: 'admin' | 'member', features?: readonly string[]): TestClient;
  /** Audit rows of an organization, oldest first. */
  audit(orgId: string): (typeof auditLog.$inferSelect)[];
  [Symbol.asyncDispose](): Promise<void>;
}

function principalOf(token: string): Principal {
  const [orgId = '', role = '', features = ''] = token.split('|');
  return {
    userId: `user_${orgId}_${role}`,
    orgId,
    orgName: orgId,
    email: `${role}@${orgId}.example`,
    name: role,
    role: role === 'admin' ? 'admin' : 'member',
    isAdmin: role === 'admin',
    plan: 'free_org',
    features: features.split(',').filter((name) => name !== ''),
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

function emptyEffects(): Effects {
  return {
    commands: [],
    forgottenKeys: [],
    disconnected: [],
    refreshed: [],
    closedCameras: [],
    forgottenUsage: [],
    published: [],
    local: [],
    plansRead: [],
  };
}

interface Parts {
  readonly db: Database;
  readonly clock: FakeClock;
  readonly effects: Effects;
  readonly plans: ControlPlane['plans'];
  readonly connected: ControlPlane['connected'];
  readonly local: { readonly dataDir: string; readonly databaseFile: string } | undefined;
}

function dangerDeps({ db, clock, effects, plans, connected, local }: Parts): DangerRoutesDeps {
  const later = (name: string) => async () => void effects.local.push(name);
  return {
    db,
    clock,
    log: createLogger('silent'),
    plans: { effective: async (orgId) => plans.get(orgId) ?? 'free_org' },
    publish: (event) => effects.published.push(event),
    keys: { remove: (nodeId) => void effects.forgottenKeys.push(nodeId) },
    connections: {
      isConnected: (nodeId) => connected.has(nodeId),
      disconnect: (nodeId) => void effects.disconnected.push(nodeId),
      send: async (nodeId, command, _payload, options) => {
        effects.commands.push({ nodeId, command, timeoutMs: options?.timeoutMs ?? 0 });
        return (await connected.get(nodeId)?.()) ?? {};
      },
    },
    directory: { refresh: async (orgId) => void effects.refreshed.push(orgId) },
    liveness: { forgetNode: () => undefined, forgetCameras: () => undefined },
    onCamerasDeleted: (ids) => void effects.closedCameras.push(...ids),
    forgetUsage: (orgId) => void effects.forgottenUsage.push(orgId),
    rereadPlan: async (orgId) => void effects.plansRead.push(orgId),
    local:
      local === undefined
        ? undefined
        : { ...local, forgetSessions: later('sessions forgotten'), beginSetup: later('setup begun') },
    isHttps: () => false,
  };
}

/** The routes of settings, logs and the danger zone over real HTTP and a real database; only the nodes are played. */
export async function openControlPlane(options: { readonly local?: boolean } = {}): Promise<ControlPlane> {
  const folder = temporaryFolder();
  const clock = new FakeClock();
  const databaseFile = join(folder.path, 'sentinel.db');
  const db = await openDatabase({ file: databaseFile, log: createLogger('silent'), clock });
  const effects = emptyEffects();
  const plans: ControlPlane['plans'] = new Map();
  const connected: ControlPlane['connected'] = new Map();
  const places = { dataDir: folder.path, databaseFile };
  const local = options.local === true ? places : undefined;
  const deps = dangerDeps({ db, clock, effects, plans, connected, local });
  const server = createServer(application(deps));
  const url = await listenOnLoopback(server);
  const anonymous = new TestClient(url);
  return {
    url,
    db,
    clock,
    ...places,
    effects,
    deps,
    anonymous,
    plans,
    connected,
    person: (orgId, role = 'admin', features = []) => {
      const token = Buffer.from([orgId, role, features.join(',')].join('|')).toString('base64');
      return anonymous.with({ authorization: `Bearer ${token}` });
    },
    audit: (orgId) =>
      db.read
        .select()
        .from(auditLog)
        .orderBy(auditLog.id)
        .all()
        .filter((row) => row.orgId === orgId),
    [Symbol.asyncDispose]: async () => {
      await closeServer(server);
      await db.close();
      folder[Symbol.dispose]();
    },
  };
}

function application(deps: DangerRoutesDeps) {
  const { application, binder } = benchApplication({ identity, log: deps.log });
  settingsRoutes(binder, deps);
  auditRoutes(binder, deps);
  dangerRoutes(binder, deps);
  const contact = () => publishedContact(deps.db);
  securityTxtRoutes(binder, { clock: deps.clock, contact, linkBase: () => 'https://cameras.example' });
  return application;
}
