import type { Clock } from '../../clock.ts';
import type { Database } from '../../db/database.ts';
import type { Identified, Principal } from '../principal.ts';
import { SESSION_SECONDS } from '../session-cookie.ts';
import { findOrganization } from './organization-repository.ts';
import { listSessions, sessionFingerprint, type StoredSession } from './session-repository.ts';

/** Plan and features every member of a local installation has. */
export interface LocalClaims {
  readonly plan: string;
  readonly features: readonly string[];
}

/** Use of a session that is newer than what the database says. */
export interface SessionUse {
  readonly id: number;
  readonly lastUsedAt: Date;
  readonly expiresAt: Date;
}

interface Entry {
  readonly session: StoredSession;
  readonly byCookie: Identified;
  readonly byBearer: Identified;
  lastUsedMs: number;
  savedUseMs: number;
}

const SESSION_MS = SESSION_SECONDS * 1000;

/**
 * All sessions in memory, so that a request is recognised without touching a table, and an unknown token costs
 * nothing but its hash. Changes made here arrive through the methods; those of another process (a password reset on
 * the command line) are noticed by `refreshIfChanged`.
 */
export class SessionCache {
  readonly #db: Database;
  readonly #clock: Clock;
  readonly #claims: LocalClaims;
  #byHash = new Map<string, Entry>();
  #organizationName = '';
  /** Grows with every change made here; a reload that overlaps one starts again. */
  #generation = 0;
  #loading: Promise<void> | undefined;
  #loaded = false;

  constructor(deps: { readonly db: Database; readonly clock: Clock; readonly claims: LocalClaims }) {
    this.#db = deps.db;
    this.#clock = deps.clock;
    this.#claims = deps.claims;
  }

  get loaded(): boolean {
    return this.#loaded;
  }

  /** Reads the sessions once; later calls wait for the same read. */
  load(): Promise<void> {
    this.#loading ??= this.reload().catch((error: unknown) => {
      this.#loading = undefined;
      throw error;
    });
    return this.#loading;
  }

  /** Reads everything anew, keeping what is known of recent use. */
  async reload(): Promise<void> {
    let generation: number;
    let sessions: StoredSession[];
    do {
      generation = this.#generation;
      this.#organizationName = (await findOrganization(this.#db.read))?.name ?? '';
      sessions = await listSessions(this.#db.read);
    } while (generation !== this.#generation);
    const before = this.#byHash;
    this.#byHash = new Map(
      sessions.map((session) => [session.tokenHash, this.#entryOf(session, before.get(session.tokenHash))]),
    );
    this.#loaded = true;
  }

  /** Reads everything anew when sessions appeared or disappeared behind our back. Meant for every two seconds. */
  async refreshIfChanged(): Promise<void> {
    if (!this.#loaded) return;
    const stored = await sessionFingerprint(this.#db.read);
    let idSum = 0;
    for (const { session } of this.#byHash.values()) idSum += session.id;
    if (stored.count !== this.#byHash.size || stored.idSum !== idSum) await this.reload();
  }

  /** Who holds the token, or undefined. Counts as use of the session. */
  identify(tokenHash: string, via: Principal['via']): Identified | undefined {
    const entry = this.#byHash.get(tokenHash);
    if (entry === undefined) return undefined;
    const now = this.#clock.now().getTime();
    if (now >= entry.lastUsedMs + SESSION_MS) return undefined;
    entry.lastUsedMs = Math.max(now, entry.lastUsedMs);
    return via === 'cookie' ? entry.byCookie : entry.byBearer;
  }

  /** A session was stored. */
  add(session: StoredSession): void {
    this.#generation += 1;
    this.#byHash.set(session.tokenHash, this.#entryOf(session, undefined));
  }

  /** Sessions were deleted. */
  end(ids: readonly number[]): void {
    this.#removeWhere((session) => ids.includes(session.id));
  }

  /** All sessions of a person were deleted, except one when given. */
  endAccount(userId: string, exceptId: number | undefined): void {
    this.#removeWhere((session) => session.userId === userId && session.id !== exceptId);
  }

  /** A person's role changed; it holds from the next request on. */
  changeRole(userId: string, role: StoredSession['role']): void {
    this.#generation += 1;
    for (const [tokenHash, entry] of this.#byHash) {
      if (entry.session.userId !== userId) continue;
      this.#byHash.set(tokenHash, this.#entryOf({ ...entry.session, role }, entry));
    }
  }

  /** Sessions whose stored last use is at least `lagMs` behind. */
  unsavedUse(lagMs: number): SessionUse[] {
    return [...this.#byHash.values()]
      .filter((entry) => entry.lastUsedMs - entry.savedUseMs >= lagMs)
      .map((entry) => ({
        id: entry.session.id,
        lastUsedAt: new Date(entry.lastUsedMs),
        expiresAt: new Date(entry.lastUsedMs + SESSION_MS),
      }));
  }

  /** The uses were stored. */
  markSaved(uses: readonly SessionUse[]): void {
    const savedById = new Map(uses.map((use) => [use.id, use.lastUsedAt.getTime()]));
    for (const entry of this.#byHash.values()) {
      entry.savedUseMs = savedById.get(entry.session.id) ?? entry.savedUseMs;
    }
  }

  #removeWhere(matches: (session: StoredSession) => boolean): void {
    this.#generation += 1;
    for (const [tokenHash, { session }] of this.#byHash) {
      if (matches(session)) this.#byHash.delete(tokenHash);
    }
  }

  #entryOf(session: StoredSession, known: Entry | undefined): Entry {
    const savedUseMs = session.lastUsedAt.getTime();
    return {
      session,
      byCookie: { kind: 'signed-in', principal: this.principalOf(session, 'cookie') },
      byBearer: { kind: 'signed-in', principal: this.principalOf(session, 'bearer') },
      lastUsedMs: Math.max(savedUseMs, known?.lastUsedMs ?? 0),
      savedUseMs: Math.max(savedUseMs, known?.savedUseMs ?? 0),
    };
  }

  principalOf(session: StoredSession, via: Principal['via']): Principal {
    return {
      userId: session.userId,
      orgId: session.orgId,
      orgName: this.#organizationName,
      email: session.email,
      name: session.name,
      role: session.role,
      isAdmin: session.role === 'admin',
      plan: this.#claims.plan,
      features: this.#claims.features,
      sessionId: session.id,
      via,
    };
  }
}
