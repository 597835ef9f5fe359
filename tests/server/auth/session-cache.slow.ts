import BetterSqlite3 from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LocalIdentity } from '../../../server/auth/local/local-identity.ts';
import { SessionCache } from '../../../server/auth/local/session-cache.ts';
import { tendSessions, type SignedIn } from '../../../server/auth/local/session-service.ts';
import { signIn } from '../../../server/auth/local/sign-in-service.ts';
import { resetPassword } from '../../../server/auth/passwords/password-service.ts';
import type { Identified } from '../../../server/auth/principal.ts';
import { openDatabase } from '../../../server/db/open-database.ts';
import { sessions, users } from '../../../server/db/schema/identity.ts';
import { openLocal, ORIGIN, OWNER_FORM, statusOf, type LocalFixture } from './local-fixture.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

describe('SessionCache', () => {
  let local: LocalFixture;
  let owner: SignedIn;
  beforeEach(async () => {
    local = await openLocal();
    owner = await local.owner();
  });
  afterEach(() => local[Symbol.asyncDispose]());

  function identify(token: string): Identified | undefined {
    return local.identity.identifyCached({ cookie: token, bearer: undefined });
  }

  it('answers every token without a query, unknown ones too', () => {
    const select = vi.spyOn(local.db.read, 'select');
    expect(identify(owner.token)?.kind).toBe('signed-in');
    for (let i = 0; i < 100; i += 1)
      expect(identify('A'.repeat(40) + String(100 + i))?.kind).toBe('anonymous');
    expect(identify('eyJ.not.ours')?.kind).toBe('anonymous');
    expect(local.identity.identifyCached({ cookie: undefined, bearer: undefined })?.kind).toBe('anonymous');
    expect(select).not.toHaveBeenCalled();
  });

  it('loads the sessions of an earlier start on the first question', async () => {
    const { db, clock } = local;
    const cache = new SessionCache({ db, clock, claims: { plan: 'self_hosted', features: [] } });
    const identity = new LocalIdentity(cache);
    const credentials = { cookie: owner.token, bearer: undefined };
    expect(identity.identifyCached(credentials)).toBeUndefined();
    const answers = await Promise.all([identity.identify(credentials), identity.identify(credentials)]);
    expect(answers).toMatchObject([{ principal: { orgName: 'Corner Shop' } }, { kind: 'signed-in' }]);
  });

  it('a session ends after 30 days without use, and use slides it', () => {
    local.clock.advance(29 * DAY);
    expect(identify(owner.token)?.kind).toBe('signed-in');
    local.clock.advance(29 * DAY);
    expect(identify(owner.token)?.kind).toBe('signed-in');
    local.clock.advance(30 * DAY);
    expect(identify(owner.token)?.kind).toBe('anonymous');
  });

  it('stores use at most once an hour and not in the request', async () => {
    const stored = (): number => local.db.read.select().from(sessions).get()?.lastUsedAt.getTime() ?? 0;
    const start = stored();
    local.clock.advance(HOUR - 1);
    identify(owner.token);
    await tendSessions(local);
    expect(stored()).toBe(start);
    local.clock.advance(1);
    identify(owner.token);
    expect(stored()).toBe(start);
    const write = vi.spyOn(local.db, 'write');
    await tendSessions(local);
    await tendSessions(local);
    expect(stored()).toBe(start + HOUR);
    expect(write).toHaveBeenCalledTimes(1);
    const row = local.db.read.select().from(sessions).get();
    expect(row?.expiresAt.getTime()).toBe(start + HOUR + 30 * DAY);
  });

  it('removes expired sessions, keeping one whose use was not stored yet', async () => {
    const idle = await signIn(local, { email: OWNER_FORM.email, password: OWNER_FORM.password }, ORIGIN);
    local.clock.advance(30 * DAY - 1);
    identify(owner.token);
    local.clock.advance(1);
    await tendSessions(local);
    const left = local.db.read.select().from(sessions).all();
    expect(left.map((row) => row.id)).toEqual([owner.principal.sessionId]);
    expect([identify(owner.token)?.kind, identify(idle.token)?.kind]).toEqual(['signed-in', 'anonymous']);
  });

  it('notices a password reset by another process, which also enables the account', async () => {
    const elsewhere = await openDatabase({ file: local.file, log: local.log, clock: local.clock });
    await elsewhere.write(async (tx) => {
      tx.update(users).set({ disabled: true }).run();
    });
    const reset = await resetPassword({ ...local, db: elsewhere }, {});
    await elsewhere.close();
    expect(reset?.email).toBe(OWNER_FORM.email);
    await local.sessions.refreshIfChanged();
    expect(identify(owner.token)?.kind).toBe('anonymous');
    const old = { email: OWNER_FORM.email, password: OWNER_FORM.password };
    expect(await statusOf(signIn(local, old, ORIGIN))).toBe(401);
    const fresh = await signIn(local, { email: OWNER_FORM.email, password: reset?.password ?? '' }, ORIGIN);
    await local.sessions.refreshIfChanged();
    expect(identify(fresh.token)?.kind).toBe('signed-in');
  });

  it('resets a named account to a given password, and says when there is none', async () => {
    await local.join(owner, 'mia@example.com', 'member');
    const wish = { email: ' Mia@Example.com', password: 'given by hand' };
    expect(await resetPassword(local, wish)).toEqual({ email: 'mia@example.com', password: 'given by hand' });
    expect(await resetPassword(local, { email: 'nobody@example.com' })).toBeUndefined();
    expect(identify(owner.token)?.kind).toBe('signed-in');
  });

  it('reads nothing anew while only our own changes happened', async () => {
    await local.join(owner, 'mia@example.com', 'member');
    const reload = vi.spyOn(local.sessions, 'reload');
    await local.sessions.refreshIfChanged();
    expect(reload).not.toHaveBeenCalled();
  });

  it('a reload that overlaps a sign-out does not bring the session back', async () => {
    const id = owner.principal.sessionId ?? 0;
    const select = local.db.read.select.bind(local.db.read);
    const reads: string[] = [];
    vi.spyOn(local.db.read, 'select').mockImplementation((fields) => {
      reads.push('read');
      // The second read of a reload is the one of the sessions; right after it the session ends.
      if (reads.length === 2) queueMicrotask(() => endBehindTheReload(id));
      return select(fields);
    });
    await local.sessions.reload();
    expect(reads.length).toBeGreaterThan(2);
    expect(identify(owner.token)?.kind).toBe('anonymous');
  });

  function endBehindTheReload(id: number): void {
    const other = new BetterSqlite3(local.file);
    other.exec('DELETE FROM sessions');
    other.close();
    local.sessions.end([id]);
  }
});
