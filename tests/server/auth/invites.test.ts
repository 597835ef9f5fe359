import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  acceptInvite,
  createInvite,
  openInvites,
  withdrawInvite,
  type NewInvite,
} from '../../../server/auth/local/invite-service.ts';
import type { SignedIn } from '../../../server/auth/local/session-service.ts';
import { invites, users } from '../../../server/db/schema/identity.ts';
import { sha256Hex } from '../../../server/ids.ts';
import {
  MEMBER_PASSWORD,
  openLocal,
  ORIGIN,
  statusesOf,
  statusOf,
  type LocalFixture,
} from './local-fixture.ts';

const DAY = 24 * 3_600_000;

describe('invites', () => {
  let local: LocalFixture;
  let owner: SignedIn;
  beforeEach(async () => {
    local = await openLocal();
    owner = await local.owner();
  });
  afterEach(() => local[Symbol.asyncDispose]());

  function invite(email: string, role: 'admin' | 'member' = 'member'): Promise<NewInvite> {
    return createInvite(local, owner.principal, { email, role, address: ORIGIN.address });
  }
  function accept(token: string): Promise<SignedIn> {
    return acceptInvite(local, { token, name: 'Mia', password: MEMBER_PASSWORD }, ORIGIN);
  }

  it('makes a one-time link of which only the hash is stored', async () => {
    const { token, link } = await invite('mia@example.com');
    expect(link).toBe(`http://192.168.1.10:8000/invite?token=${token}`);
    const row = local.db.read.select().from(invites).get();
    expect(row).toMatchObject({ tokenHash: sha256Hex(token), createdBy: owner.principal.userId });
    expect(JSON.stringify(row)).not.toContain(token);
  });

  it('accepting creates the account in its role, signs in and uses the link up', async () => {
    const { token } = await invite('mia@example.com', 'admin');
    const joined = await accept(token);
    expect(joined.principal).toMatchObject({
      email: 'mia@example.com',
      name: 'Mia',
      isAdmin: true,
      orgId: owner.principal.orgId,
    });
    expect(local.identity.identifyCached({ cookie: joined.token, bearer: undefined })?.kind).toBe(
      'signed-in',
    );
    expect(await statusOf(accept(token))).toBe(404);
    expect(await openInvites(local, owner.principal)).toEqual([]);
    expect(local.events()).toEqual(['owner_created', 'member_invited', 'member_joined']);
  });

  it('two people with one link make one account', async () => {
    const { token } = await invite('mia@example.com');
    const tries = await statusesOf([accept(token), accept(token)]);
    expect(tries).toEqual([404, undefined]);
    expect(local.db.read.select().from(users).all()).toHaveLength(2);
  });

  it('a link is good for seven days', async () => {
    const early = await invite('mia@example.com');
    const late = await invite('max@example.com');
    local.clock.advance(7 * DAY - 1);
    expect((await accept(early.token)).principal.email).toBe('mia@example.com');
    local.clock.advance(1);
    expect(await statusOf(accept(late.token))).toBe(404);
    expect(await openInvites(local, owner.principal)).toEqual([]);
  });

  it('refuses an address that has an account with 409, when inviting and when accepting', async () => {
    const { token } = await invite('mia@example.com');
    const account = local.db.read.select().from(users).get();
    if (account === undefined) throw new Error('the owner is missing');
    await local.db.write(async (tx) => {
      tx.insert(users)
        .values({ ...account, id: 'user_other', email: 'mia@example.com' })
        .run();
    });
    expect(await statusOf(invite('mia@example.com'))).toBe(409);
    expect(await statusOf(accept(token))).toBe(409);
  });

  it('a second invitation of the same address replaces the first', async () => {
    const first = await invite('mia@example.com');
    const second = await invite('mia@example.com', 'admin');
    expect(await openInvites(local, owner.principal)).toHaveLength(1);
    expect(await statusOf(accept(first.token))).toBe(404);
    expect((await accept(second.token)).principal.isAdmin).toBe(true);
  });

  it('people and open invitations fill the seats of the plan', async () => {
    local.seats = 2;
    const { invite: open } = await invite('mia@example.com');
    await expect(invite('max@example.com')).rejects.toMatchObject({
      status: 403,
      body: { detail: { error: 'plan_limit_hit', max_seats: 2 } },
    });
    expect(await statusOf(invite('mia@example.com'))).toBeUndefined();
    expect(await statusOf(withdrawInvite(local, owner.principal, open.id))).toBe(404);
    const [current] = await openInvites(local, owner.principal);
    await withdrawInvite(local, owner.principal, current?.id ?? 0);
    expect(await statusOf(invite('max@example.com'))).toBeUndefined();
  });

  it('of two simultaneous invitations for the last seat one is refused', async () => {
    local.seats = 2;
    const tries = await statusesOf([invite('a@example.com'), invite('b@example.com')]);
    expect(tries).toEqual([403, undefined]);
  });

  it('a withdrawn link cannot be accepted', async () => {
    const { token, invite: open } = await invite('mia@example.com');
    await withdrawInvite(local, owner.principal, open.id);
    expect(await statusOf(accept(token))).toBe(404);
  });
});
