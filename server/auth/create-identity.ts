import type { Logger } from 'pino';
import type { Loop } from '../background/loop-runner.ts';
import type { Clock } from '../clock.ts';
import type { Config } from '../config/config.ts';
import type { Database } from '../db/database.ts';
import type { Notifier } from '../notifications/notifier.ts';
import { LocalIdentity } from './local/local-identity.ts';
import { SessionCache } from './local/session-cache.ts';
import { tendSessions } from './local/session-service.ts';
import { ensureOwner, SetupCode } from './local/setup-service.ts';
import { PasswordHasher } from './passwords/password-hasher.ts';
import { SignInGuard } from './passwords/sign-in-guard.ts';
import type { IdentityProvider } from './principal.ts';

/** What Clerk would list for an organisation that has everything. */
const LOCAL_FEATURES = ['admin', 'cameras'];

export interface IdentityCore {
  readonly config: Config;
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Logger;
  readonly notifier: Pick<Notifier, 'record' | 'announce'>;
  /** Origins under which people open the dashboard itself. */
  readonly ownOrigins: () => readonly string[];
}

/** How people are known, and what keeps that knowledge fresh. */
export interface Identity {
  readonly provider: IdentityProvider;
  readonly accounts:
    | { hasher: PasswordHasher; sessions: SessionCache; setupCode: SetupCode; guard: SignInGuard }
    | undefined;
  readonly loops: readonly Loop[];
}

/** Builds the identity provider the configuration asks for; its helpers end with `stack`. */
export async function createIdentity(core: IdentityCore, stack: AsyncDisposableStack): Promise<Identity> {
  const { config, db, clock, log, notifier } = core;
  if (config.clerk !== undefined) {
    const authorizedParties = () => [...config.corsOrigins, ...core.ownOrigins()];
    const { ClerkIdentity } = await import('./clerk/clerk-identity.ts');
    const provider = new ClerkIdentity({ config: config.clerk, clock, log, authorizedParties });
    return { provider, accounts: undefined, loops: [] };
  }
  const hasher = stack.use(new PasswordHasher());
  const sessions = new SessionCache({
    db,
    clock,
    claims: { plan: config.localPlan, features: LOCAL_FEATURES },
  });
  await ensureOwner({ db, clock, log, hasher, notifier }, config.owner);
  await sessions.load();
  return {
    provider: new LocalIdentity(sessions),
    accounts: { hasher, sessions, setupCode: new SetupCode(), guard: new SignInGuard() },
    loops: [
      { name: 'session-upkeep', everyMs: 60_000, tick: () => tendSessions({ db, clock, sessions }) },
      { name: 'session-refresh', everyMs: 2_000, tick: () => sessions.refreshIfChanged() },
    ],
  };
}
