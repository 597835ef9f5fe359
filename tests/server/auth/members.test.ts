import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listMembers, removeMember, updateMember } from '../../../server/auth/local/member-service.ts';
import type { SignedIn } from '../../../server/auth/local/session-service.ts';
import type { Principal } from '../../../server/auth/principal.ts';
import { sessions } from '../../../server/db/schema/identity.ts';
import { openLocal, ORIGIN, statusesOf, statusOf, type LocalFixture } from './local-fixture.ts';

describe('members', () => {
  let local: LocalFixture;
  let owner: SignedIn;
  beforeEach(async () => {
    local = await openLocal();
    owner = await local.owner();
  });
  afterEach(() => local[Symbol.asyncDispose]());

  const editor = (who: SignedIn) => ({ principal: who.principal, address: ORIGIN.address });
  function principalOf({ token }: SignedIn): Principal | undefined {
    const identified = local.identity.identifyCached({ cookie: token, bearer: undefined });
    return identified?.kind === 'signed-in' ? identified.principal : undefined;
  }

  it('lists the people of the organisation', async () => {
    await local.join(owner, 'mia@example.com', 'member');
    const members = await listMembers(local, owner.principal);
    expect(members.map(({ email, role, disabled }) => [email, role, disabled])).toEqual([
      ['owner@example.com', 'admin', false],
      ['mia@example.com', 'member', false],
    ]);
  });

  it('a new role holds for running sessions at once', async () => {
    const mia = await local.join(owner, 'mia@example.com', 'member');
    await updateMember(local, editor(owner), mia.principal.userId, { role: 'admin' });
    expect(principalOf(mia)).toMatchObject({ role: 'admin', isAdmin: true });
    await updateMember(local, editor(owner), mia.principal.userId, { role: 'member' });
    expect(principalOf(mia)).toMatchObject({ role: 'member', isAdmin: false });
    expect(local.events().filter((event) => event === 'member_updated')).toHaveLength(2);
  });

  it('disabling ends the sessions at once; enabling does not bring them back', async () => {
    const mia = await local.join(owner, 'mia@example.com', 'member');
    await updateMember(local, editor(owner), mia.principal.userId, { disabled: true });
    expect(principalOf(mia)).toBeUndefined();
    await updateMember(local, editor(owner), mia.principal.userId, { disabled: false });
    await local.sessions.reload();
    expect(principalOf(mia)).toBeUndefined();
    expect(principalOf(owner)?.isAdmin).toBe(true);
  });

  it('removing ends the sessions at once', async () => {
    const mia = await local.join(owner, 'mia@example.com', 'member');
    await removeMember(local, editor(owner), mia.principal.userId);
    expect(principalOf(mia)).toBeUndefined();
    expect(local.db.read.select().from(sessions).all()).toHaveLength(1);
    expect(local.events()).toContain('member_removed');
    expect(await statusOf(removeMember(local, editor(owner), mia.principal.userId))).toBe(404);
  });

  it('an unchanged member leaves no audit row', async () => {
    const mia = await local.join(owner, 'mia@example.com', 'member');
    await updateMember(local, editor(owner), mia.principal.userId, { role: 'member' });
    await updateMember(local, editor(owner), mia.principal.userId, {});
    expect(local.events()).not.toContain('member_updated');
  });

  it('people of another organisation are not found', async () => {
    const stranger = { ...owner.principal, orgId: 'org_other' };
    const other = { principal: stranger, address: ORIGIN.address };
    expect(await statusOf(updateMember(local, other, owner.principal.userId, { role: 'member' }))).toBe(404);
    expect(await statusOf(removeMember(local, other, owner.principal.userId))).toBe(404);
  });

  it('the last administrator cannot be removed, disabled or demoted', async () => {
    const { userId } = owner.principal;
    const mia = await local.join(owner, 'mia@example.com', 'admin');
    await updateMember(local, editor(owner), mia.principal.userId, { disabled: true });
    const tries = [
      () => updateMember(local, editor(owner), userId, { role: 'member' }),
      () => updateMember(local, editor(owner), userId, { disabled: true }),
      () => removeMember(local, editor(owner), userId),
    ];
    for (const attempt of tries) expect(await statusOf(attempt())).toBe(409);
    expect(principalOf(owner)?.isAdmin).toBe(true);
    await updateMember(local, editor(owner), mia.principal.userId, { disabled: false });
    expect(await statusOf(removeMember(local, editor(mia), userId))).toBeUndefined();
  });

  it.each([
    ['demote', { role: 'member' } as const],
    ['disable', { disabled: true }],
  ])('two administrators who %s each other at the same moment: one stays', async (_, change) => {
    const mia = await local.join(owner, 'mia@example.com', 'admin');
    const tries = await statusesOf([
      updateMember(local, editor(owner), mia.principal.userId, change),
      updateMember(local, editor(mia), owner.principal.userId, change),
    ]);
    expect(tries).toEqual([409, undefined]);
  });

  it('two administrators who remove each other at the same moment: one stays', async () => {
    const mia = await local.join(owner, 'mia@example.com', 'admin');
    const tries = await statusesOf([
      removeMember(local, editor(owner), mia.principal.userId),
      removeMember(local, editor(mia), owner.principal.userId),
    ]);
    expect(tries).toEqual([409, undefined]);
    expect(await listMembers(local, owner.principal)).toHaveLength(1);
  });
});
