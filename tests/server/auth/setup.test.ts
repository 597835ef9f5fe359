import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ensureOwner, isSetupRequired, setUp, SetupCode } from '../../../server/auth/local/setup-service.ts';
import { signIn } from '../../../server/auth/local/sign-in-service.ts';
import { users } from '../../../server/db/schema/identity.ts';
import { openLocal, ORIGIN, OWNER_FORM, statusesOf, statusOf, type LocalFixture } from './local-fixture.ts';

describe('setup', () => {
  let local: LocalFixture;
  beforeEach(async () => {
    local = await openLocal();
  });
  afterEach(() => local[Symbol.asyncDispose]());

  it('creates the organisation and its owner and signs them in', async () => {
    expect(await isSetupRequired(local.db)).toBe(true);
    const { principal, token } = await local.owner();
    expect(principal).toMatchObject({ orgName: 'Corner Shop', email: OWNER_FORM.email, isAdmin: true });
    expect(principal.orgId).toMatch(/^org_[0-9a-f-]{36}$/);
    expect(token).toMatch(/^[\w-]{43}$/);
    expect(await isSetupRequired(local.db)).toBe(false);
    expect(local.identity.identifyCached({ cookie: token, bearer: undefined })).toMatchObject({
      principal: { orgName: 'Corner Shop', plan: 'self_hosted', features: ['admin'] },
    });
    expect(local.events()).toEqual(['owner_created']);
  });

  it('refuses with 409 once anybody exists', async () => {
    await local.owner();
    expect(await statusOf(setUp(local, OWNER_FORM, { ...ORIGIN, needsCode: false }))).toBe(409);
  });

  it('two simultaneous setups make exactly one owner', async () => {
    const caller = { ...ORIGIN, needsCode: false };
    const tries = await statusesOf([
      setUp(local, { ...OWNER_FORM, email: 'a@example.com' }, caller),
      setUp(local, { ...OWNER_FORM, email: 'b@example.com' }, caller),
    ]);
    expect(tries).toEqual([409, undefined]);
    expect(local.db.read.select().from(users).all()).toHaveLength(1);
  });

  it('needs the one-time code from elsewhere', async () => {
    const caller = { ...ORIGIN, needsCode: true };
    await expect(setUp(local, OWNER_FORM, caller)).rejects.toMatchObject({
      status: 403,
      body: { detail: { error: 'setup_code_required' } },
    });
    const wrong = { ...OWNER_FORM, setup_code: new SetupCode().text };
    await expect(setUp(local, wrong, caller)).rejects.toMatchObject({
      status: 403,
      body: { detail: { error: 'setup_code_wrong' } },
    });
    const typed = { ...OWNER_FORM, setup_code: local.setupCode.text.toLowerCase().replaceAll('-', ' ') };
    expect((await setUp(local, typed, caller)).principal.isAdmin).toBe(true);
  });

  it('every process has a code of its own', () => {
    expect(new SetupCode().text).not.toBe(new SetupCode().text);
    expect(new SetupCode().text).toMatch(/^[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}$/);
  });

  it('creates the configured owner once', async () => {
    const owner = { email: 'Boss@Example.com', password: 'from the environment', organization: 'Depot' };
    expect(await ensureOwner(local, owner)).toBe(true);
    expect(await ensureOwner(local, owner)).toBe(false);
    const { principal } = await signIn(
      local,
      { email: 'boss@example.com', password: owner.password },
      ORIGIN,
    );
    expect(principal).toMatchObject({ isAdmin: true, email: 'boss@example.com' });
    expect(await ensureOwner(local, undefined)).toBe(false);
    expect(local.events()).toEqual(['owner_created', 'signed_in']);
  });

  it('says in one sentence why a configured owner is not acceptable', async () => {
    const owner = { email: 'boss@example.com', password: 'short', organization: 'Depot' };
    await expect(ensureOwner(local, owner)).rejects.toThrow('Use at least 10 characters');
  });
});
