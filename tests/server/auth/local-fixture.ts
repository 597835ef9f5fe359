import { join } from 'node:path';
import type { Logger } from 'pino';
import type { LocalAccounts } from '../../../server/auth/auth-routes.ts';
import { LocalIdentity } from '../../../server/auth/local/local-identity.ts';
import { SessionCache } from '../../../server/auth/local/session-cache.ts';
import type { SignedIn } from '../../../server/auth/local/session-service.ts';
import { SetupCode, setUp } from '../../../server/auth/local/setup-service.ts';
import { acceptInvite, createInvite } from '../../../server/auth/local/invite-service.ts';
import { PasswordHasher } from '../../../server/auth/passwords/password-hasher.ts';
import { SignInGuard } from '../../../server/auth/passwords/sign-in-guard.ts';
import { openDatabase } from '../../../server/db/open-database.ts';
import { auditLog } from '../../../server/db/schema/logs.ts';
import type { Publish } from '../../../server/events/event-hub.ts';
import { createLogger } from '../../../server/log.ts';
import { Notifier, type FollowUp } from '../../../server/notifications/notifier.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { temporaryFolder } from '../../support/test-config.ts';

export const ORIGIN = { address: '192.168.1.20', userAgent: 'test browser' } as const;
export const OWNER_FORM = {
  organization: 'Corner Shop',
  name: 'Olga Owner',
  email: 'owner@example.com',
  password: 'correct horse battery',
} as const;
export const MEMBER_PASSWORD = 'another long password';

export interface LocalFixture extends LocalAccounts {
  readonly notifier: Notifier;
  readonly clock: FakeClock;
  readonly file: string;
  readonly identity: LocalIdentity;
  /** Delays the guard asked for, ms. */
  readonly delays: number[];
  seats: number;
  owner(): Promise<SignedIn>;
  join(owner: SignedIn, email: string, role: 'admin' | 'member'): Promise<SignedIn>;
  /** Names of the audit rows so far. */
  events(): string[];
  [Symbol.asyncDispose](): Promise<void>;
}

export interface LocalOptions {
  /** Hears of notifications after their commit. */
  readonly publish?: Publish;
  /** More work in the transaction of each notification. */
  readonly followUps?: readonly FollowUp[];
  /** Hears of notifications that failed. */
  readonly log?: Logger;
}

/** Local accounts on a database of their own; one hashing thread, a clock that stands still. */
export async function openLocal(options: LocalOptions = {}): Promise<LocalFixture> {
  const folder = temporaryFolder();
  const log = createLogger('silent');
  const clock = new FakeClock();
  const file = join(folder.path, 'test.db');
  const db = await openDatabase({ file, log, clock });
  const hasher = new PasswordHasher();
  const sessions = new SessionCache({ db, clock, claims: { plan: 'self_hosted', features: ['admin'] } });
  await sessions.load();
  const delays: number[] = [];
  const guard = new SignInGuard(async (ms) => delays.push(ms));
  const fixture: LocalFixture = {
    db,
    clock,
    log,
    hasher,
    sessions,
    notifier: new Notifier({
      db,
      clock,
      log: options.log ?? log,
      publish: options.publish ?? (() => undefined),
      followUps: options.followUps ?? [],
    }),
    guard,
    file,
    delays,
    setupCode: new SetupCode(),
    identity: new LocalIdentity(sessions),
    seats: 100,
    linkBase: () => 'http://192.168.1.10:8000',
    maxSeats: async () => fixture.seats,
    owner: () => setUp(fixture, OWNER_FORM, { ...ORIGIN, needsCode: false }),
    join: async (owner, email, role) => {
      const { token } = await createInvite(fixture, owner.principal, {
        email,
        role,
        address: ORIGIN.address,
      });
      return acceptInvite(fixture, { token, name: 'Mia Member', password: MEMBER_PASSWORD }, ORIGIN);
    },
    events: () =>
      db.read
        .select({ event: auditLog.event })
        .from(auditLog)
        .orderBy(auditLog.id)
        .all()
        .map((row) => row.event),
    [Symbol.asyncDispose]: async () => {
      await hasher[Symbol.asyncDispose]();
      await db.close();
      folder[Symbol.dispose]();
    },
  };
  return fixture;
}

/** Status of a refusal, or `undefined` when the call went through. */
export async function statusOf(call: Promise<unknown>): Promise<number | undefined> {
  try {
    await call;
    return undefined;
  } catch (error) {
    if (error instanceof Error && 'status' in error && typeof error.status === 'number') return error.status;
    throw error;
  }
}

/** Statuses of calls made at the same moment, refusals first. */
export async function statusesOf(calls: readonly Promise<unknown>[]): Promise<(number | undefined)[]> {
  const statuses = await Promise.all(calls.map(statusOf));
  return statuses.toSorted((a, b) => (a ?? 0) - (b ?? 0));
}
