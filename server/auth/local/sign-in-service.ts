import type { Logger } from 'pino';
import { writeAudit } from '../../audit/audit-writer.ts';
import type { Clock } from '../../clock.ts';
import type { Database } from '../../db/database.ts';
import { AppError } from '../../http/app-error.ts';
import type { PasswordHasher } from '../passwords/password-hasher.ts';
import type { Principal } from '../principal.ts';
import { findAccount, findAccountByEmail, type Account } from './account-repository.ts';
import { findOrganization } from './organization-repository.ts';
import type { SessionCache } from './session-cache.ts';
import { deleteSessions, deleteSessionsOf } from './session-repository.ts';
import { admitSession, openSession, type SignedIn, type SignInOrigin } from './session-service.ts';
import type { SignInGuard } from '../passwords/sign-in-guard.ts';

export interface SignInDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Logger;
  readonly hasher: PasswordHasher;
  readonly guard: SignInGuard;
  readonly sessions: SessionCache;
}

interface Attempt {
  readonly email: string;
  readonly password: string;
}

/** One answer for unknown account, wrong password and disabled account. */
function refused(): AppError {
  return AppError.plain(401, 'E-mail or password is not right.');
}

/**
 * Opens a session for an account. Throws 401 (one answer whatever is wrong), 429 while guessing is slowed and 503
 * when too many sign-ins wait.
 */
export async function signIn(deps: SignInDeps, attempt: Attempt, origin: SignInOrigin): Promise<SignedIn> {
  const { guard, db, clock, sessions } = deps;
  await guard.admit(attempt.email, origin.address);
  const account = await findAccountByEmail(db.read, attempt.email);
  if (!(await passwordMatches(deps, attempt, origin, account)) || account === undefined || account.disabled) {
    await recordFailure(deps, attempt.email, account, origin);
    throw refused();
  }
  const opened = await db.write(async (tx) => {
    const current = await findAccount(tx, account.id);
    // The account may have been closed, or its password changed, while the password was checked.
    if (current === undefined || current.disabled || current.passwordHash !== account.passwordHash)
      throw refused();
    const session = await openSession(tx, current, origin, clock.now());
    const principal = sessions.principalOf(session.session, 'cookie');
    await writeAudit(
      tx,
      { orgId: current.orgId, event: 'signed_in', actor: { principal }, address: origin.address },
      deps,
    );
    return session;
  });
  // Nothing may come between the commit and this: a session ended meanwhile would be admitted after its end.
  const signedIn = admitSession(sessions, opened);
  await guard.succeeded(attempt.email, origin.address);
  return signedIn;
}

async function passwordMatches(
  deps: SignInDeps,
  attempt: Attempt,
  origin: SignInOrigin,
  account: Account | undefined,
): Promise<boolean> {
  try {
    return await deps.hasher.verify(attempt.password, account?.passwordHash);
  } catch (error) {
    await deps.guard.withdraw(attempt.email, origin.address);
    throw error;
  }
}

async function recordFailure(
  deps: SignInDeps,
  email: string,
  account: Account | undefined,
  origin: SignInOrigin,
): Promise<void> {
  if (!(await deps.guard.isWorthRecording(email, origin.address))) return;
  const orgId = account?.orgId ?? (await findOrganization(deps.db.read))?.id;
  if (orgId === undefined) return;
  await deps.db.write((tx) =>
    writeAudit(
      tx,
      { orgId, event: 'sign_in_failed', actor: { label: email }, address: origin.address },
      deps,
    ),
  );
}

/** Ends the session of this call. */
export async function signOut(deps: SignInDeps, principal: Principal): Promise<void> {
  const { sessionId } = principal;
  if (sessionId === undefined) return;
  await deps.db.write((tx) => deleteSessions(tx, [sessionId]));
  deps.sessions.end([sessionId]);
}

/** Ends every session of the person. */
export async function signOutEverywhere(
  deps: SignInDeps,
  principal: Principal,
  address: string,
): Promise<void> {
  await deps.db.write(async (tx) => {
    await deleteSessionsOf(tx, principal.userId, undefined);
    await writeAudit(
      tx,
      { orgId: principal.orgId, event: 'signed_out_everywhere', actor: { principal }, address },
      deps,
    );
  });
  deps.sessions.endAccount(principal.userId, undefined);
}
