import { timingSafeEqual } from 'node:crypto';
import type { Logger } from 'pino';
import { writeAudit } from '../../audit/audit-writer.ts';
import type { Clock } from '../../clock.ts';
import type { Config } from '../../config/config.ts';
import { email, newPassword } from '../../contract/primitives.ts';
import type { Database, Transaction } from '../../db/database.ts';
import { AppError } from '../../http/app-error.ts';
import { newUuid, readableCode, sha256Hex } from '../../ids.ts';
import { welcomeNotice } from '../../notifications/notices/organization-notices.ts';
import type { Notifier, StoredNotification } from '../../notifications/notifier.ts';
import { StartError } from '../../start-error.ts';
import type { PasswordHasher } from '../passwords/password-hasher.ts';
import { anyAccountExists, insertAccount, type Account } from './account-repository.ts';
import { findOrganization, resetOrganization, saveOrganization } from './organization-repository.ts';
import type { SessionCache } from './session-cache.ts';
import { admitSession, openSession, type SignedIn, type SignInOrigin } from './session-service.ts';

/** The code that proves access to this machine during setup; a new one for every start of the program. */
export class SetupCode {
  #text = readableCode();

  get text(): string {
    return this.#text;
  }

  /** Makes a new code, for a setup that begins while the program runs. */
  renew(): string {
    this.#text = readableCode();
    return this.#text;
  }

  /** Letter case and separators do not matter; takes equally long for every wrong code. */
  matches(given: string): boolean {
    return timingSafeEqual(digest(given), digest(this.text));
  }
}

function digest(code: string): Buffer {
  return Buffer.from(sha256Hex(code.toUpperCase().replaceAll(/[^A-Z0-9]/g, '')), 'hex');
}

export interface OwnerDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Logger;
  readonly hasher: PasswordHasher;
  readonly notifier: Pick<Notifier, 'record' | 'announce'>;
}

export interface SetupDeps extends OwnerDeps {
  readonly sessions: SessionCache;
  readonly setupCode: SetupCode;
}

export interface SetupForm {
  readonly organization: string;
  readonly name: string;
  readonly email: string;
  readonly password: string;
  readonly setup_code?: string | undefined;
}

interface NewOwner {
  readonly organization: string;
  readonly name: string;
  readonly email: string;
  readonly passwordHash: string;
}

/** Whether the first owner must still be created. */
export async function isSetupRequired(db: Database): Promise<boolean> {
  return !(await anyAccountExists(db.read));
}

/** Display name of the installation, or undefined before setup. */
export async function organizationName(db: Database): Promise<string | undefined> {
  return (await findOrganization(db.read))?.name;
}

/**
 * Creates the organisation and its first owner and signs them in. Throws 409 once anybody exists, and 403
 * `setup_code_required` or `setup_code_wrong` unless the caller is trusted or has the code.
 */
export async function setUp(
  deps: SetupDeps,
  form: SetupForm,
  caller: SignInOrigin & { readonly needsCode: boolean },
): Promise<SignedIn> {
  if (!(await isSetupRequired(deps.db))) throw alreadySetUp();
  if (caller.needsCode) requireSetupCode(deps.setupCode, form.setup_code);
  const passwordHash = await deps.hasher.hash(form.password);
  const now = deps.clock.now();
  const { opened, welcome } = await deps.db.write(async (tx) => {
    const owner = await createOwner(tx, { ...form, passwordHash }, now);
    const session = await openSession(tx, owner, caller, now);
    const principal = deps.sessions.principalOf(session.session, 'cookie');
    await writeAudit(
      tx,
      { orgId: owner.orgId, event: 'owner_created', actor: { principal }, address: caller.address },
      deps,
    );
    return { opened: session, welcome: await recordWelcome(deps, tx, owner, form.organization) };
  });
  await deps.sessions.reload();
  deps.notifier.announce(welcome);
  return admitSession(deps.sessions, opened);
}

/**
 * Creates the owner named in the configuration when nobody exists yet; answers whether it did. Throws StartError when
 * the e-mail address or the password is not acceptable.
 */
export async function ensureOwner(deps: OwnerDeps, owner: Config['owner']): Promise<boolean> {
  if (owner === undefined || !(await isSetupRequired(deps.db))) return false;
  const address = email.safeParse(owner.email);
  const password = newPassword.safeParse(owner.password);
  const issue = address.error?.issues[0] ?? password.error?.issues[0];
  if (!address.success || !password.success) {
    throw new StartError(`The owner account cannot be created: ${issue?.message ?? 'not valid'}.`, 'owner');
  }
  const passwordHash = await deps.hasher.hash(password.data);
  const welcome = await deps.db.write(async (tx) => {
    const form = { organization: owner.organization, name: 'Owner', email: address.data, passwordHash };
    const account = await createOwner(tx, form, deps.clock.now());
    const { orgId } = account;
    const actor = { label: 'configuration' };
    await writeAudit(tx, { orgId, event: 'owner_created', actor, address: undefined }, deps);
    return recordWelcome(deps, tx, account, form.organization);
  });
  deps.notifier.announce(welcome);
  return true;
}

function recordWelcome(
  deps: OwnerDeps,
  tx: Transaction,
  owner: Account,
  name: string,
): Promise<StoredNotification | undefined> {
  return deps.notifier.record(tx, welcomeNotice({ orgId: owner.orgId, name, createdBy: owner.id }));
}

/** Checks again that nobody exists: of two simultaneous setups exactly one wins. */
async function createOwner(tx: Transaction, form: NewOwner, now: Date): Promise<Account> {
  if (await anyAccountExists(tx)) throw alreadySetUp();
  // After a full reset the record of it must stay visible, so the new owner takes over the old id.
  const known = (await findOrganization(tx))?.id ?? (await resetOrganization(tx));
  const orgId = known ?? `org_${newUuid()}`;
  await saveOrganization(tx, { id: orgId, name: form.organization }, now);
  const owner: Account = {
    id: `user_${newUuid()}`,
    orgId,
    email: form.email,
    name: form.name,
    passwordHash: form.passwordHash,
    role: 'admin',
    disabled: false,
    createdAt: now,
    lastSignInAt: null,
  };
  await insertAccount(tx, owner);
  return owner;
}

function requireSetupCode(code: SetupCode, given: string | undefined): void {
  if (given === undefined || given === '') {
    throw AppError.coded(
      403,
      'setup_code_required',
      'Enter the setup code that the server printed when it started.',
    );
  }
  if (!code.matches(given)) {
    throw AppError.coded(
      403,
      'setup_code_wrong',
      'That is not the setup code. The server prints a new one at every start.',
    );
  }
}

function alreadySetUp(): AppError {
  return AppError.plain(409, 'This installation already has an owner. Sign in instead.');
}
