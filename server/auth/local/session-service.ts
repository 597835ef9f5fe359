import type { Clock } from '../../clock.ts';
import type { Database, Transaction } from '../../db/database.ts';
import { randomToken, sha256Hex } from '../../ids.ts';
import type { Principal } from '../principal.ts';
import { SESSION_SECONDS } from '../session-cookie.ts';
import { updateAccount, type Account } from './account-repository.ts';
import { deleteExpiredInvites } from './invite-repository.ts';
import type { SessionCache } from './session-cache.ts';
import {
  deleteSessions,
  insertSession,
  listExpiredSessionIds,
  listSessionIds,
  saveSessionUse,
  type StoredSession,
} from './session-repository.ts';

/** Where a sign-in comes from. */
export interface SignInOrigin {
  readonly address: string;
  readonly userAgent: string | undefined;
}

export interface OpenedSession {
  readonly token: string;
  readonly session: StoredSession;
  /** Older sessions that had to go. */
  readonly displaced: readonly number[];
}

export interface SignedIn {
  readonly token: string;
  readonly principal: Principal;
}

const TOKEN_BYTES = 32;
/** A script that signs in anew for every call must not fill the table. */
const MAX_SESSIONS_PER_PERSON = 50;
/** Longest delay between use of a session and its record, ms. */
const USE_LAG_MS = 3_600_000;
const BATCH = 200;

/** Stores a new session of the account inside the caller's transaction. */
export async function openSession(
  tx: Transaction,
  account: Account,
  origin: SignInOrigin,
  now: Date,
): Promise<OpenedSession> {
  const older = await listSessionIds(tx, account.id);
  const displaced = older.slice(0, Math.max(0, older.length - MAX_SESSIONS_PER_PERSON + 1));
  await deleteSessions(tx, displaced);
  await updateAccount(tx, account.id, { lastSignInAt: now });
  const token = randomToken(TOKEN_BYTES);
  const session = {
    orgId: account.orgId,
    userId: account.id,
    tokenHash: sha256Hex(token),
    lastUsedAt: now,
    expiresAt: new Date(now.getTime() + SESSION_SECONDS * 1000),
  };
  const id = await insertSession(tx, {
    ...session,
    createdAt: now,
    ipAddress: origin.address.slice(0, 45),
    userAgent: origin.userAgent?.slice(0, 300) ?? null,
  });
  const { email, name, role } = account;
  return { token, session: { ...session, id, email, name, role }, displaced };
}

/** Makes a committed session known to the running server. */
export function admitSession(sessions: SessionCache, opened: OpenedSession): SignedIn {
  sessions.end(opened.displaced);
  sessions.add(opened.session);
  return { token: opened.token, principal: sessions.principalOf(opened.session, 'cookie') };
}

export interface SessionUpkeepDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly sessions: SessionCache;
}

/**
 * Records the use of sessions, which slides their expiry, at most once an hour each, and removes expired sessions and
 * invitations. Meant for every minute.
 */
export async function tendSessions(deps: SessionUpkeepDeps): Promise<void> {
  const { db, clock, sessions } = deps;
  const uses = sessions.unsavedUse(USE_LAG_MS).slice(0, BATCH);
  const expired = await listExpiredSessionIds(db.read, clock.now(), BATCH);
  const used = new Set(uses.map((use) => use.id));
  const ended = expired.filter((id) => !used.has(id));
  if (uses.length > 0 || ended.length > 0) {
    await db.write(async (tx) => {
      for (const use of uses) await saveSessionUse(tx, use);
      await deleteSessions(tx, ended);
      await deleteExpiredInvites(tx, clock.now());
    });
  }
  sessions.markSaved(uses);
  sessions.end(ended);
}
