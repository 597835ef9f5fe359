import type { Logger } from 'pino';
import { writeAudit } from '../../audit/audit-writer.ts';
import type { Clock } from '../../clock.ts';
import type { Database } from '../../db/database.ts';
import { AppError } from '../../http/app-error.ts';
import { readableCode } from '../../ids.ts';
import {
  findAccount,
  findAccountByEmail,
  findFirstAdmin,
  updateAccount,
} from '../local/account-repository.ts';
import type { SessionCache } from '../local/session-cache.ts';
import { deleteSessionsOf } from '../local/session-repository.ts';
import type { Principal } from '../principal.ts';
import type { PasswordHasher } from './password-hasher.ts';

export interface ResetDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Logger;
  readonly hasher: PasswordHasher;
}

export interface PasswordDeps extends ResetDeps {
  readonly sessions: SessionCache;
}

/**
 * Changes the caller's own password and ends all their other sessions. Throws 403 when the current one is wrong (401
 * would sign the page out).
 */
export async function changePassword(
  deps: PasswordDeps,
  caller: { readonly principal: Principal; readonly address: string },
  words: { readonly current: string; readonly next: string },
): Promise<void> {
  const { principal, address } = caller;
  const account = await findAccount(deps.db.read, principal.userId);
  if (account === undefined || !(await deps.hasher.verify(words.current, account.passwordHash)))
    throw wrong();
  const passwordHash = await deps.hasher.hash(words.next);
  await deps.db.write(async (tx) => {
    // Of two changes at the same moment only the first knew the current password.
    if ((await findAccount(tx, account.id))?.passwordHash !== account.passwordHash) throw wrong();
    await updateAccount(tx, account.id, { passwordHash });
    await deleteSessionsOf(tx, account.id, principal.sessionId);
    const entry = { orgId: account.orgId, event: 'password_changed', actor: { principal }, address };
    await writeAudit(tx, entry, deps);
  });
  deps.sessions.endAccount(account.id, principal.sessionId);
}

function wrong(): AppError {
  return AppError.plain(403, 'The current password is not right.');
}

export interface ResetPassword {
  readonly email: string;
  readonly password: string;
}

/**
 * Sets a new password for an account from the command line of the machine itself, enables the account and ends its
 * sessions; a running server notices within seconds. Without `email` the first administrator is meant, without
 * `password` one is made up. Answers undefined when there is no such account.
 */
export async function resetPassword(
  deps: ResetDeps,
  wish: { readonly email?: string | undefined; readonly password?: string | undefined },
): Promise<ResetPassword | undefined> {
  const email = wish.email?.trim().toLowerCase();
  const { read } = deps.db;
  const account = email === undefined ? await findFirstAdmin(read) : await findAccountByEmail(read, email);
  if (account === undefined) return undefined;
  const password = wish.password ?? readableCode();
  const passwordHash = await deps.hasher.hash(password);
  await deps.db.write(async (tx) => {
    await updateAccount(tx, account.id, { passwordHash, disabled: false });
    await deleteSessionsOf(tx, account.id, undefined);
    const actor = { label: 'command line' };
    const details = { email: account.email };
    const { orgId } = account;
    await writeAudit(tx, { orgId, event: 'password_changed', actor, address: undefined, details }, deps);
  });
  return { email: account.email, password };
}
