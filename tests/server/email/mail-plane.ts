import { createServer } from 'node:http';
import { join } from 'node:path';
import type { IdentityProvider, Principal } from '../../../server/auth/principal.ts';
import type { Config, MailConfig } from '../../../server/config/config.ts';
import type { Database } from '../../../server/db/database.ts';
import { openDatabase } from '../../../server/db/open-database.ts';
import { auditLog } from '../../../server/db/schema/logs.ts';
import { deliveryLogRoutes } from '../../../server/email/log/delivery-log-routes.ts';
import { mailPreferencesRoutes } from '../../../server/email/setup/mail-preferences-routes.ts';
import { mailSettingsRoutes } from '../../../server/email/setup/mail-settings-routes.ts';
import { OrganizationTransports } from '../../../server/email/transport/organization-transports.ts';
import { UnsubscribeLinks } from '../../../server/email/unsubscribe/unsubscribe-links.ts';
import { unsubscribeRoutes } from '../../../server/email/unsubscribe/unsubscribe-routes.ts';
import type { HubEvent } from '../../../server/events/event-hub.ts';
import { createLogger } from '../../../server/log.ts';
import {
  loadInstallationSecret,
  type InstallationSecret,
} from '../../../server/secrets/installation-secret.ts';
import { Installation } from '../../../server/system/installation.ts';
import { benchApplication, closeServer, listenOnLoopback } from '../../support/bench-application.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { TestClient } from '../../support/test-client.ts';
import { temporaryFolder, testConfig } from '../../support/test-config.ts';

export interface MailPlane {
  readonly url: string;
  readonly config: Config;
  readonly db: Database;
  readonly databaseFile: string;
  readonly clock: FakeClock;
  readonly secret: InstallationSecret;
  readonly installation: Installation;
  readonly transports: OrganizationTransports;
  readonly links: UnsubscribeLinks;
  readonly published: readonly HubEvent[];
  readonly logLines: readonly string[];
  readonly anonymous: TestClient;
  person(orgId: string, role?: 'admin' | 'member'): TestClient;
  /** Audit rows of an organization, oldest first. */
  audit(orgId: string): { event: string; details: unknown; userId: string | null; username: string | null }[];
  [Symbol.asyncDispose](): Promise<void>;
}

/** Bearer tokens that say who somebody is. */
const identity: IdentityProvider = {
  mode: 'clerk',
  identifyCached: () => undefined,
  identify: async ({ bearer }) =>
    bearer === undefined ? { kind: 'anonymous' } : { kind: 'signed-in', principal: principalOf(bearer) },
};

function principalOf(token: string): Principal {
  const [orgId = '', role = ''] = token.split('.');
  return {
    userId: `user_${orgId}_${role}`,
    orgId,
    orgName: 'Corner Shop <Main>',
    email: `${role}@${orgId}.example`,
    name: role,
    role: role === 'admin' ? 'admin' : 'member',
    isAdmin: role === 'admin',
    plan: 'free_org',
    features: [],
    sessionId: undefined,
    via: 'bearer',
  };
}

export interface MailPlaneOptions {
  /** What the environment sets. */
  readonly mail?: Partial<MailConfig>;
  readonly config?: Partial<Config>;
}

/** The routes of mail settings, preferences, delivery log and unsubscribe over real HTTP and a real database. */
export async function openMailPlane(options: MailPlaneOptions = {}): Promise<MailPlane> {
  const folder = temporaryFolder();
  const clock = new FakeClock();
  const logLines: string[] = [];
  const log = createLogger('debug', (line) => logLines.push(line));
  const defaults = testConfig(folder.path, options.config);
  const config = { ...defaults, mail: { ...defaults.mail, ...options.mail } };
  const databaseFile = join(folder.path, 'sentinel.db');
  const db = await openDatabase({ file: databaseFile, log, clock });
  const secret = loadInstallationSecret(folder.path);
  const published: HubEvent[] = [];
  const installation = new Installation({ config, db, clock, log });
  const transports = new OrganizationTransports({ config, db, secret, log });
  const links = new UnsubscribeLinks(secret.key('unsubscribe'), clock);
  const publish = (event: HubEvent): void => void published.push(event);
  const deps = {
    config,
    db,
    clock,
    log,
    publish,
    secret,
    installation,
    transports,
    unsubscribeLinks: links,
  };
  const server = createServer(application(deps));
  const url = await listenOnLoopback(server);
  const anonymous = new TestClient(url);
  const parts = { config, db, databaseFile, clock, secret, installation, transports, links };
  return {
    ...parts,
    url,
    published,
    logLines,
    anonymous,
    person: (orgId, role = 'admin') => anonymous.with({ authorization: `Bearer ${orgId}.${role}` }),
    audit: (orgId) => auditOf(db, orgId),
    [Symbol.asyncDispose]: async () => {
      await closeServer(server);
      await db.close();
      folder[Symbol.dispose]();
    },
  };
}

type Deps = Parameters<typeof mailSettingsRoutes>[1] &
  Parameters<typeof mailPreferencesRoutes>[1] &
  Parameters<typeof unsubscribeRoutes>[1];

function application(deps: Deps) {
  const { application, binder } = benchApplication({ identity, log: deps.log });
  mailSettingsRoutes(binder, deps);
  mailPreferencesRoutes(binder, deps);
  deliveryLogRoutes(binder, deps);
  unsubscribeRoutes(binder, deps);
  return application;
}

function auditOf(db: Database, orgId: string): ReturnType<MailPlane['audit']> {
  const rows = db.read.select().from(auditLog).orderBy(auditLog.id).all();
  return rows
    .filter((row) => row.orgId === orgId)
    .map(({ event, details, userId, username }) => ({
      event,
      details: details === null ? null : (JSON.parse(details) as unknown),
      userId,
      username,
    }));
}
