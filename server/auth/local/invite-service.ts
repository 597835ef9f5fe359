import type { Logger } from 'pino';
import { writeAudit } from '../../audit/audit-writer.ts';
import type { Clock } from '../../clock.ts';
import type { Database, Transaction } from '../../db/database.ts';
import { AppError } from '../../http/app-error.ts';
import { newUuid, randomToken, sha256Hex } from '../../ids.ts';
import { memberAddedNotice } from '../../notifications/notices/member-notices.ts';
import type { Notifier } from '../../notifications/notifier.ts';
import type { PasswordHasher } from '../passwords/password-hasher.ts';
import type { Principal } from '../principal.ts';
import { countAccounts, findAccountByEmail, insertAccount, type Account } from './account-repository.ts';
import {
  countOpenInvites,
  deleteInvite,
  deleteInvitesFor,
  findInviteByToken,
  insertInvite,
  listOpenInvites,
  type Invite,
} from './invite-repository.ts';
import type { SessionCache } from './session-cache.ts';
import { admitSession, openSession, type SignedIn, type SignInOrigin } from './session-service.ts';

const INVITE_MS = 7 * 24 * 3_600_000;
const TOKEN_BYTES = 32;

export interface InviteDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Logger;
  readonly hasher: PasswordHasher;
  readonly sessions: SessionCache;
  readonly notifier: Pick<Notifier, 'record' | 'announce'>;
  /** Base of links sent to people, without trailing slash. */
  readonly linkBase: () => string;
  /** How many people the plan allows. */
  readonly maxSeats: (orgId: string) => Promise<number>;
}

export interface NewInvite {
  readonly invite: Invite;
  readonly token: string;
  readonly link: string;
}

/** Invitations that can still be accepted. */
export async function openInvites(deps: InviteDeps, principal: Principal): Promise<Invite[]> {
  return listOpenInvites(deps.db.read, principal.orgId, deps.clock.now());
}

/**
 * Creates a one-time link; a former invitation of the same address is replaced. Throws 409 when the person already
 * has an account and 403 `plan_limit_hit` when people and open invitations fill all seats.
 */
export async function createInvite(
  deps: InviteDeps,
  principal: Principal,
  wish: { readonly email: string; readonly role: 'admin' | 'member'; readonly address: string },
): Promise<NewInvite> {
  const { orgId } = principal;
  const { email, role } = wish;
  const maxSeats = await deps.maxSeats(orgId);
  const token = randomToken(TOKEN_BYTES);
  const now = deps.clock.now();
  const invite = await deps.db.write(async (tx) => {
    if ((await findAccountByEmail(tx, email)) !== undefined) throw alreadyMember();
    await requireFreeSeat(tx, orgId, { maxSeats, email, now });
    await deleteInvitesFor(tx, orgId, email);
    const details = { email, role };
    await writeAudit(
      tx,
      { orgId, event: 'member_invited', actor: { principal }, address: wish.address, details },
      deps,
    );
    return insertInvite(tx, {
      orgId,
      email,
      role,
      tokenHash: sha256Hex(token),
      createdBy: principal.userId,
      createdAt: now,
      expiresAt: new Date(now.getTime() + INVITE_MS),
    });
  });
  return { invite, token, link: `${deps.linkBase()}/invite?token=${token}` };
}

/** Throws 404 when there is no such invitation. */
export async function withdrawInvite(deps: InviteDeps, principal: Principal, id: number): Promise<void> {
  const existed = await deps.db.write((tx) => deleteInvite(tx, principal.orgId, id));
  if (!existed) throw AppError.plain(404, 'This invitation does not exist any more.');
}

/**
 * Creates the account, signs it in and uses up the link, all or nothing. Throws 404 for a link that is unknown, used
 * or too old, and 409 when the address has an account by now.
 */
export async function acceptInvite(
  deps: InviteDeps,
  form: { readonly token: string; readonly name: string; readonly password: string },
  origin: SignInOrigin,
): Promise<SignedIn> {
  const tokenHash = sha256Hex(form.token);
  requireInvite(await findInviteByToken(deps.db.read, tokenHash), deps.clock.now());
  const passwordHash = await deps.hasher.hash(form.password);
  const now = deps.clock.now();
  const { opened, added } = await deps.db.write(async (tx) => {
    const invite = requireInvite(await findInviteByToken(tx, tokenHash), now);
    const account = newMember(invite, { name: form.name, passwordHash }, now);
    if ((await findAccountByEmail(tx, invite.email)) !== undefined) throw alreadyMember();
    await insertAccount(tx, account);
    await deleteInvite(tx, invite.orgId, invite.id);
    const session = await openSession(tx, account, origin, now);
    const principal = deps.sessions.principalOf(session.session, 'cookie');
    const details = { role: invite.role };
    await writeAudit(
      tx,
      { orgId: invite.orgId, event: 'member_joined', actor: { principal }, address: origin.address, details },
      deps,
    );
    const { orgId, id: userId, email: identifier, role } = account;
    const notice = memberAddedNotice({ orgId, userId, identifier }, { role, accounts: 'local' });
    return { opened: session, added: await deps.notifier.record(tx, notice) };
  });
  deps.notifier.announce(added);
  return admitSession(deps.sessions, opened);
}

function newMember(
  invite: Invite,
  person: { readonly name: string; readonly passwordHash: string },
  now: Date,
): Account {
  return {
    ...person,
    orgId: invite.orgId,
    email: invite.email,
    role: invite.role,
    id: `user_${newUuid()}`,
    disabled: false,
    createdAt: now,
    lastSignInAt: null,
  };
}

function requireInvite(invite: Invite | undefined, now: Date): Invite {
  if (invite !== undefined && invite.expiresAt > now) return invite;
  throw AppError.plain(404, 'This invitation link is no longer valid. Ask an administrator for a new one.');
}

async function requireFreeSeat(
  tx: Transaction,
  orgId: string,
  plan: { readonly maxSeats: number; readonly email: string; readonly now: Date },
): Promise<void> {
  const invited = await countOpenInvites(tx, orgId, { thanEmail: plan.email, now: plan.now });
  const taken = (await countAccounts(tx, orgId)) + invited;
  if (taken < plan.maxSeats) return;
  throw AppError.coded(
    403,
    'plan_limit_hit',
    `All ${plan.maxSeats} seats are taken by people and open invitations. Remove one first.`,
    { max_seats: plan.maxSeats },
  );
}

function alreadyMember(): AppError {
  return AppError.plain(409, 'A person with this e-mail address already has an account.');
}
