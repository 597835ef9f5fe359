import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { removeMember, updateMember } from '../../../server/auth/local/member-service.ts';
import { ensureOwner } from '../../../server/auth/local/setup-service.ts';
import type { SignedIn } from '../../../server/auth/local/session-service.ts';
import { notifications } from '../../../server/db/schema/notifications.ts';
import type { HubEvent } from '../../../server/events/event-hub.ts';
import { openLocal, ORIGIN, statusOf, type LocalFixture } from '../auth/local-fixture.ts';

describe('notifications about local accounts', () => {
  let local: LocalFixture;
  let told: HubEvent[];
  beforeEach(async () => {
    told = [];
    local = await openLocal({ publish: (event) => void told.push(event) });
  });
  afterEach(() => local[Symbol.asyncDispose]());

  const rows = () => local.db.read.select().from(notifications).orderBy(notifications.id).all();
  const kinds = () => rows().map(({ kind }) => kind);
  const metaOf = (index: number): unknown => JSON.parse(rows()[index]?.metaJson ?? '');
  const editor = ({ principal }: SignedIn) => ({ principal, address: ORIGIN.address });

  it('the first setup welcomes the owner once', async () => {
    const { principal } = await local.owner();
    expect(rows()).toMatchObject([
      {
        kind: 'welcome',
        orgId: principal.orgId,
        audience: 'admin',
        title: 'Welcome to Sentinel, Corner Shop',
      },
    ]);
    expect(metaOf(0)).toEqual({ org_name: 'Corner Shop', created_by: principal.userId });
    expect(told).toMatchObject([{ message: { type: 'notification', kind: 'welcome' } }]);
    expect(await statusOf(local.owner())).toBe(409);
    expect(rows()).toHaveLength(1);
  });

  it('a configured owner is welcomed too', async () => {
    const owner = { email: 'boss@example.com', password: 'from the environment', organization: 'Depot' };
    await ensureOwner(local, owner);
    await ensureOwner(local, owner);
    expect(rows()).toMatchObject([{ kind: 'welcome', title: 'Welcome to Sentinel, Depot' }]);
  });

  it('joining, a new role and leaving are told to the administrators, after the commit', async () => {
    const owner = await local.owner();
    const mia = await local.join(owner, 'mia@example.com', 'member');
    const { userId } = mia.principal;
    await updateMember(local, editor(owner), userId, { role: 'admin' });
    await updateMember(local, editor(owner), userId, { role: 'admin' });
    await updateMember(local, editor(owner), userId, { role: 'member', disabled: true });
    await removeMember(local, editor(owner), userId);
    expect(rows().map(({ kind, severity, audience }) => `${kind} ${severity} ${audience}`)).toEqual([
      'welcome info admin',
      'member_added info admin',
      'member_role_changed warning admin',
      'member_role_changed info admin',
      'member_removed info admin',
    ]);
    const who = { user_id: userId, identifier: 'mia@example.com' };
    expect(metaOf(1)).toEqual({ ...who, role: 'member' });
    expect(metaOf(2)).toEqual({ ...who, new_role: 'admin' });
    expect(metaOf(4)).toEqual(who);
    expect(told.map(({ audience }) => audience)).toEqual(Array(5).fill('admin'));
    for (const { body } of rows().slice(1)) expect(body).toMatch(/^(?!.*Clerk).*Settings › People/);
  });

  it('an administrator who joins is a warning; disabling alone is no change of role', async () => {
    const owner = await local.owner();
    const mia = await local.join(owner, 'mia@example.com', 'admin');
    await updateMember(local, editor(owner), mia.principal.userId, { disabled: true });
    expect(rows()).toMatchObject([{ kind: 'welcome' }, { kind: 'member_added', severity: 'warning' }]);
  });

  it('what is refused is not told', async () => {
    const owner = await local.owner();
    const { userId } = owner.principal;
    expect(await statusOf(removeMember(local, editor(owner), userId))).toBe(409);
    expect(await statusOf(updateMember(local, editor(owner), userId, { role: 'member' }))).toBe(409);
    expect(await statusOf(removeMember(local, editor(owner), 'nobody'))).toBe(404);
    expect([kinds(), told.length]).toEqual([['welcome'], 1]);
  });
});
