import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { updateMember } from '../../../server/auth/local/member-service.ts';
import type { SignedIn } from '../../../server/auth/local/session-service.ts';
import { signIn, signOut, signOutEverywhere } from '../../../server/auth/local/sign-in-service.ts';
import { changePassword } from '../../../server/auth/passwords/password-service.ts';
import { sessions } from '../../../server/db/schema/identity.ts';
import { sha256Hex } from '../../../server/ids.ts';
import {
  MEMBER_PASSWORD,
  openLocal,
  ORIGIN,
  OWNER_FORM,
  statusOf,
  type LocalFixture,
} from './local-fixture.ts';

const OWNER = { email: OWNER_FORM.email, password: OWNER_FORM.password };

describe('sign-in', () => {
  let local: LocalFixture;
  let owner: SignedIn;
  beforeEach(async () => {
    local = await openLocal();
    owner = await local.owner();
  });
  afterEach(async () => {
    vi.useRealTimers();
    await local[Symbol.asyncDispose]();
  });

  function isSignedIn({ token }: SignedIn): boolean {
    return local.identity.identifyCached({ cookie: token, bearer: undefined })?.kind === 'signed-in';
  }

  it('opens a session of which only the hash is stored', async () => {
    const { token, principal } = await signIn(local, OWNER, ORIGIN);
    const row = local.db.read
      .select()
      .from(sessions)
      .all()
      .find((session) => session.id === principal.sessionId);
    expect(row).toMatchObject({ tokenHash: sha256Hex(token), ipAddress: ORIGIN.address });
    expect(JSON.stringify(row)).not.toContain(token);
    expect(local.events()).toContain('signed_in');
  });

  it('accepts the token as cookie and as Bearer, and says which', async () => {
    const kinds = [
      local.identity.identifyCached({ cookie: owner.token, bearer: undefined }),
      local.identity.identifyCached({ cookie: undefined, bearer: owner.token }),
    ];
    expect(kinds).toMatchObject([{ principal: { via: 'cookie' } }, { principal: { via: 'bearer' } }]);
  });

  it('gives one answer for unknown account, wrong password and disabled account', async () => {
    const member = await local.join(owner, 'mia@example.com', 'member');
    const editor = { principal: owner.principal, address: ORIGIN.address };
    await updateMember(local, editor, member.principal.userId, { disabled: true });
    const attempts = [
      { email: 'nobody@example.com', password: 'whatever it is' },
      { email: OWNER.email, password: 'wrong password' },
      { email: 'mia@example.com', password: MEMBER_PASSWORD },
    ];
    for (const attempt of attempts) {
      await expect(signIn(local, attempt, ORIGIN)).rejects.toMatchObject({
        status: 401,
        body: { detail: 'E-mail or password is not right.' },
      });
    }
    expect(local.events().filter((event) => event === 'sign_in_failed')).toHaveLength(3);
  });

  it('slows guessing from one address, and the owner elsewhere is not touched', async () => {
    const guess = { email: OWNER.email, password: 'a wrong guess' };
    const stranger = { ...ORIGIN, address: '10.6.6.6' };
    // The fifth failure makes an address wait for one second only.
    vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'] });
    for (let i = 0; i < 5; i += 1) expect(await statusOf(signIn(local, guess, stranger))).toBe(401);
    expect(await statusOf(signIn(local, guess, stranger))).toBe(429);
    expect(await statusOf(signIn(local, OWNER, stranger))).toBe(429);
    expect((await signIn(local, OWNER, ORIGIN)).principal.email).toBe(OWNER.email);
    expect(local.events().filter((event) => event === 'sign_in_failed')).toHaveLength(1);
  });

  it('sign-out ends this session alone, at once', async () => {
    const second = await signIn(local, OWNER, ORIGIN);
    await signOut(local, second.principal);
    expect([isSignedIn(owner), isSignedIn(second)]).toEqual([true, false]);
    expect(local.db.read.select().from(sessions).all()).toHaveLength(1);
  });

  it('sign-out-all ends every session of the person and nobody else’s', async () => {
    const second = await signIn(local, OWNER, ORIGIN);
    const member = await local.join(owner, 'mia@example.com', 'member');
    await signOutEverywhere(local, owner.principal, ORIGIN.address);
    expect([owner, second, member].map(isSignedIn)).toEqual([false, false, true]);
    expect(local.events()).toContain('signed_out_everywhere');
  });

  it('a password change ends the other sessions and keeps this one', async () => {
    const second = await signIn(local, OWNER, ORIGIN);
    const caller = { principal: second.principal, address: ORIGIN.address };
    const next = 'a brand new password';
    const wrong = changePassword(local, caller, { current: 'not this one', next });
    expect(await statusOf(wrong)).toBe(403);
    await changePassword(local, caller, { current: OWNER.password, next });
    expect([isSignedIn(owner), isSignedIn(second)]).toEqual([false, true]);
    expect(await statusOf(signIn(local, OWNER, ORIGIN))).toBe(401);
    expect(await statusOf(signIn(local, { ...OWNER, password: next }, ORIGIN))).toBeUndefined();
    expect(local.events()).toContain('password_changed');
  });

  it('a sign-in overtaken by a password change is refused', async () => {
    const caller = { principal: owner.principal, address: ORIGIN.address };
    const words = { current: OWNER.password, next: 'a brand new password' };
    const verify = local.hasher.verify.bind(local.hasher);
    vi.spyOn(local.hasher, 'verify').mockImplementationOnce(async (password, hash) => {
      const matches = await verify(password, hash);
      await changePassword(local, caller, words);
      return matches;
    });
    expect(await statusOf(signIn(local, OWNER, ORIGIN))).toBe(401);
    expect(local.db.read.select().from(sessions).all()).toHaveLength(1);
  });

  it('a session that ends while the guard is told of the sign-in stays ended', async () => {
    vi.spyOn(local.guard, 'succeeded').mockImplementationOnce(() =>
      signOutEverywhere(local, owner.principal, ORIGIN.address),
    );
    const second = await signIn(local, OWNER, ORIGIN);
    expect(local.db.read.select().from(sessions).all()).toEqual([]);
    expect(isSignedIn(second)).toBe(false);
  });

  it('keeps at most 50 sessions of a person, dropping the least recently used', async () => {
    const { openSession, admitSession } = await import('../../../server/auth/local/session-service.ts');
    const { findAccount } = await import('../../../server/auth/local/account-repository.ts');
    const account = await findAccount(local.db.read, owner.principal.userId);
    if (account === undefined) throw new Error('the owner is missing');
    for (let i = 0; i < 50; i += 1) {
      local.clock.advance(1000);
      const now = local.clock.now();
      admitSession(local.sessions, await local.db.write((tx) => openSession(tx, account, ORIGIN, now)));
    }
    expect(local.db.read.select().from(sessions).all()).toHaveLength(50);
    expect(isSignedIn(owner)).toBe(false);
  });
});
