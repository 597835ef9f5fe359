import type { Logger } from 'pino';
import { writeAudit } from '../../audit/audit-writer.ts';
import type { Clock } from '../../clock.ts';
import type { Database, Transaction } from '../../db/database.ts';
import { AppError } from '../../http/app-error.ts';
import {
  memberRemovedNotice,
  memberRoleChangedNotice,
  type NoticedMember,
} from '../../notifications/notices/member-notices.ts';
import type { Notifier } from '../../notifications/notifier.ts';
import type { Principal } from '../principal.ts';
import {
  countActiveAdmins,
  deleteAccount,
  findAccount,
  listAccounts,
  updateAccount,
  type Account,
} from './account-repository.ts';
import type { SessionCache } from './session-cache.ts';
import { deleteSessionsOf } from './session-repository.ts';

export interface MemberDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Logger;
  readonly sessions: SessionCache;
  readonly notifier: Pick<Notifier, 'record' | 'announce'>;
}

export interface MemberChange {
  readonly role?: 'admin' | 'member' | undefined;
  readonly disabled?: boolean | undefined;
}

/** Who changes a member, and from where. */
export interface MemberEditor {
  readonly principal: Principal;
  readonly address: string;
}

/** People of the organisation, longest-standing first. */
export async function listMembers(deps: MemberDeps, principal: Principal): Promise<Account[]> {
  return listAccounts(deps.db.read, principal.orgId);
}

/**
 * Changes role or disabled state; takes effect on running sessions at once, and disabling ends them. Throws 404 for
 * nobody of this organisation and 409 when it would leave no administrator.
 */
export async function updateMember(
  deps: MemberDeps,
  editor: MemberEditor,
  id: string,
  change: MemberChange,
): Promise<Account> {
  const { updated, told } = await deps.db.write(async (tx) => {
    const member = await requireMember(tx, editor.principal, id);
    const next = {
      ...member,
      role: change.role ?? member.role,
      disabled: change.disabled ?? member.disabled,
    };
    const isSame = next.role === member.role && next.disabled === member.disabled;
    if (isSame) return { updated: member, told: undefined };
    await requireAnotherAdmin(tx, member, next.role === 'admin' && !next.disabled);
    await updateAccount(tx, id, { role: next.role, disabled: next.disabled });
    if (next.disabled) await deleteSessionsOf(tx, id, undefined);
    await audit(deps, tx, editor, 'member_updated', {
      email: member.email,
      role: next.role,
      disabled: next.disabled,
    });
    if (next.role === member.role) return { updated: next, told: undefined };
    const notice = memberRoleChangedNotice(noticed(member), { role: next.role, accounts: 'local' });
    return { updated: next, told: await deps.notifier.record(tx, notice) };
  });
  if (updated.disabled) deps.sessions.endAccount(id, undefined);
  else deps.sessions.changeRole(id, updated.role);
  deps.notifier.announce(told);
  return updated;
}

/** Removes a person and ends their sessions. Throws 404 and 409 like `updateMember`. */
export async function removeMember(deps: MemberDeps, editor: MemberEditor, id: string): Promise<void> {
  const told = await deps.db.write(async (tx) => {
    const member = await requireMember(tx, editor.principal, id);
    await requireAnotherAdmin(tx, member, false);
    await deleteSessionsOf(tx, id, undefined);
    await deleteAccount(tx, id);
    await audit(deps, tx, editor, 'member_removed', { email: member.email });
    return deps.notifier.record(tx, memberRemovedNotice(noticed(member), { accounts: 'local' }));
  });
  deps.sessions.endAccount(id, undefined);
  deps.notifier.announce(told);
}

function noticed({ orgId, id, email }: Account): NoticedMember {
  return { orgId, userId: id, identifier: email };
}

async function requireMember(tx: Transaction, principal: Principal, id: string): Promise<Account> {
  const member = await findAccount(tx, id);
  if (member !== undefined && member.orgId === principal.orgId) return member;
  throw AppError.plain(404, 'There is no such person in this organization.');
}

/** Runs inside the writing transaction, so that two administrators cannot remove each other at the same moment. */
async function requireAnotherAdmin(
  tx: Transaction,
  member: Account,
  staysActiveAdmin: boolean,
): Promise<void> {
  const isActiveAdmin = member.role === 'admin' && !member.disabled;
  if (!isActiveAdmin || staysActiveAdmin || (await countActiveAdmins(tx, member.orgId)) > 1) return;
  throw AppError.plain(409, 'This is the last administrator. Make somebody else an administrator first.');
}

async function audit(
  deps: MemberDeps,
  tx: Transaction,
  editor: MemberEditor,
  event: string,
  details: Readonly<Record<string, unknown>>,
): Promise<void> {
  const { principal, address } = editor;
  await writeAudit(tx, { orgId: principal.orgId, event, actor: { principal }, address, details }, deps);
}
