import type { Notice } from '../notifier.ts';
import { shortName } from './camera-notices.ts';

/** Where accounts are kept, and so where a person acts on them. */
export type AccountsIn = 'local' | 'clerk';

/** The person a notice is about. */
export interface NoticedMember {
  readonly orgId: string;
  readonly userId: string;
  /** E-mail address, or what else people know them by. */
  readonly identifier: string;
}

const LINK = '/settings';

function placeOf(accounts: AccountsIn): string {
  return accounts === 'local' ? 'under Settings › People' : 'in Clerk';
}

function severityOf(role: string): Notice['severity'] {
  return role === 'admin' ? 'warning' : 'info';
}

function articleFor(role: string): string {
  return role === 'admin' ? 'an administrator' : `a ${role}`;
}

/** Somebody joined. `role` is without prefix: `admin`, `member` or another name Clerk knows. */
export function memberAddedNotice(
  { orgId, userId, identifier }: NoticedMember,
  { role, accounts }: { readonly role: string; readonly accounts: AccountsIn },
): Notice {
  return {
    orgId,
    kind: 'member_added',
    title: `Member added: ${shortName(identifier)}`,
    body: `${identifier} joined as ${articleFor(role)}. If you did not expect that, remove them ${placeOf(accounts)}.`,
    severity: severityOf(role),
    link: LINK,
    meta: { user_id: userId, identifier, role },
  };
}

/** Somebody's role changed; `role` is the new one. */
export function memberRoleChangedNotice(
  { orgId, userId, identifier }: NoticedMember,
  { role, accounts }: { readonly role: string; readonly accounts: AccountsIn },
): Notice {
  return {
    orgId,
    kind: 'member_role_changed',
    title: `Member role changed: ${shortName(identifier)}`,
    body: `${identifier} is now ${articleFor(role)}. If you did not expect that, change it back ${placeOf(accounts)}.`,
    severity: severityOf(role),
    link: LINK,
    meta: { user_id: userId, identifier, new_role: role },
  };
}

/** Somebody left or was removed. */
export function memberRemovedNotice(
  { orgId, userId, identifier }: NoticedMember,
  { accounts }: { readonly accounts: AccountsIn },
): Notice {
  const back = accounts === 'local' ? 'Invite them again' : 'Add them again';
  return {
    orgId,
    kind: 'member_removed',
    title: `Member removed: ${shortName(identifier)}`,
    body: `${identifier} has no access any more. ${back} ${placeOf(accounts)} if that was a mistake.`,
    severity: 'info',
    link: LINK,
    meta: { user_id: userId, identifier },
  };
}

/** A member asks for administrator rights. */
export function promotionRequestedNotice(
  requester: {
    readonly orgId: string;
    readonly userId: string;
    /** Empty when not known. */
    readonly email: string;
    /** How the person appears to others. */
    readonly label: string;
  },
  { accounts }: { readonly accounts: AccountsIn },
): Notice {
  const { orgId, userId, email, label } = requester;
  const how =
    accounts === 'local'
      ? 'Change their role under Settings › People'
      : 'Roles are kept in Clerk: change theirs there';
  return {
    orgId,
    kind: 'member_promotion_requested',
    title: `${shortName(label)} requested admin access`,
    body: `Admin access requested by ${label}. ${how}, or ignore this if you do not know them.`,
    severity: 'info',
    link: LINK,
    meta: { requester_user_id: userId, requester_email: email, requester_label: label },
  };
}
