import type { IncomingMessage } from 'node:http';
import { auth, type Invite, type Me, type Member } from '../contract/auth.ts';
import { AppError } from '../http/app-error.ts';
import type { Call } from '../http/call.ts';
import { cookieValue, SESSION_COOKIE } from '../http/request-facts.ts';
import type { RouteBinder } from '../http/route-binder.ts';
import type { Endpoint } from '../contract/endpoint.ts';
import type { Account } from './local/account-repository.ts';
import {
  acceptInvite,
  createInvite,
  openInvites,
  withdrawInvite,
  type InviteDeps,
} from './local/invite-service.ts';
import { listMembers, removeMember, updateMember, type MemberDeps } from './local/member-service.ts';
import type { SignedIn, SignInOrigin } from './local/session-service.ts';
import { isSetupRequired, organizationName, setUp, type SetupDeps } from './local/setup-service.ts';
import { signIn, signOut, signOutEverywhere, type SignInDeps } from './local/sign-in-service.ts';
import { changePassword, type PasswordDeps } from './passwords/password-service.ts';
import type { IdentityProvider, Principal } from './principal.ts';
import { endedSessionCookie, sessionCookie } from './session-cookie.ts';

export type LocalAccounts = SetupDeps & SignInDeps & InviteDeps & MemberDeps & PasswordDeps;

export interface AuthRoutesDeps {
  readonly mode: IdentityProvider['mode'];
  /** Everything behind local accounts; undefined with Clerk. */
  readonly local: LocalAccounts | undefined;
  readonly clerkPublishableKey: string | undefined;
  readonly version: string;
  /** Whether the call arrived over https, by the trusted-proxy rule. */
  readonly isHttps: (request: IncomingMessage) => boolean;
  /** Whether caller and `Host` are both loopback: such a caller sits at this machine and needs no setup code. */
  readonly isLoopbackCall: (request: IncomingMessage) => boolean;
  /** Throws 403 for a call that another web page makes the browser send. */
  readonly requireOwnPage: (request: IncomingMessage) => void;
}

type AnyCall = Pick<Call<Endpoint>, 'request' | 'response' | 'address'>;

const SUCCESS = { success: true } as const;
const DEFAULT_SITE_NAME = 'Sentinel Command Center';

/** Binds `/api/auth/*`. With Clerk only `config` and `me` are served. */
export function authRoutes(binder: RouteBinder, deps: AuthRoutesDeps): void {
  bindPublic(binder, deps);
  bindOwnAccount(binder, deps);
  bindInvites(binder, deps);
  bindMembers(binder, deps);
}

function bindPublic(binder: RouteBinder, deps: AuthRoutesDeps): void {
  binder.bind(auth.config, async ({ request }) => {
    const required = deps.local !== undefined && (await isSetupRequired(deps.local.db));
    const name = deps.local === undefined ? undefined : await organizationName(deps.local.db);
    return {
      mode: deps.mode,
      setup_required: required,
      setup_code_required: required && !deps.isLoopbackCall(request),
      clerk_publishable_key: deps.clerkPublishableKey ?? null,
      version: deps.version,
      site_name: name ?? DEFAULT_SITE_NAME,
    };
  });
  binder.bind(auth.setup, async (call) => {
    const local = localAccounts(deps);
    deps.requireOwnPage(call.request);
    const needsCode = !deps.isLoopbackCall(call.request);
    return welcome(deps, call, await setUp(local, call.body, { ...originOf(call), needsCode }));
  });
  binder.bind(auth.signIn, async (call) => {
    const local = localAccounts(deps);
    deps.requireOwnPage(call.request);
    return welcome(deps, call, await signIn(local, call.body, originOf(call)));
  });
  binder.bind(auth.acceptInvite, async (call) => {
    const local = localAccounts(deps);
    deps.requireOwnPage(call.request);
    return welcome(deps, call, await acceptInvite(local, call.body, originOf(call)));
  });
}

function bindOwnAccount(binder: RouteBinder, deps: AuthRoutesDeps): void {
  binder.bind(auth.me, (call) => {
    renewCookie(deps, call);
    return meOf(call.principal);
  });
  binder.bind(auth.signOut, async (call) => {
    await signOut(localAccounts(deps), call.principal);
    forgetCookie(deps, call);
    return SUCCESS;
  });
  binder.bind(auth.signOutAll, async (call) => {
    await signOutEverywhere(localAccounts(deps), call.principal, call.address);
    forgetCookie(deps, call);
    return SUCCESS;
  });
  binder.bind(auth.password, async (call) => {
    await changePassword(localAccounts(deps), call, call.body);
    return SUCCESS;
  });
}

function bindInvites(binder: RouteBinder, deps: AuthRoutesDeps): void {
  binder.bind(auth.listInvites, async (call) => {
    const invites = await openInvites(localAccounts(deps), call.principal);
    return invites.map(inviteOf);
  });
  binder.bind(auth.createInvite, async (call) => {
    const wish = { ...call.body, address: call.address };
    const { invite, token, link } = await createInvite(localAccounts(deps), call.principal, wish);
    return { ...inviteOf(invite), token, link };
  });
  binder.bind(auth.deleteInvite, async (call) => {
    await withdrawInvite(localAccounts(deps), call.principal, call.params.id);
    return SUCCESS;
  });
}

function bindMembers(binder: RouteBinder, deps: AuthRoutesDeps): void {
  binder.bind(auth.members, async (call) => {
    const members = await listMembers(localAccounts(deps), call.principal);
    return members.map(memberOf);
  });
  binder.bind(auth.updateMember, async (call) =>
    memberOf(await updateMember(localAccounts(deps), call, call.params.id, call.body)),
  );
  binder.bind(auth.deleteMember, async (call) => {
    await removeMember(localAccounts(deps), call, call.params.id);
    return SUCCESS;
  });
}

function localAccounts(deps: AuthRoutesDeps): LocalAccounts {
  if (deps.local !== undefined) return deps.local;
  throw AppError.plain(404, 'Accounts are managed by Clerk on this installation');
}

function originOf(call: AnyCall): SignInOrigin {
  return { address: call.address, userAgent: call.request.headers['user-agent'] };
}

function welcome(deps: AuthRoutesDeps, call: AnyCall, signedIn: SignedIn): Me {
  const secure = deps.isHttps(call.request);
  call.response.appendHeader('Set-Cookie', sessionCookie(signedIn.token, secure));
  return meOf(signedIn.principal);
}

/** The session slides with every use; the browser's copy follows whenever a page asks who it is. */
function renewCookie(deps: AuthRoutesDeps, call: AnyCall & { readonly principal: Principal }): void {
  const token = cookieValue(call.request.headers.cookie, SESSION_COOKIE);
  if (call.principal.via !== 'cookie' || token === undefined) return;
  call.response.appendHeader('Set-Cookie', sessionCookie(token, deps.isHttps(call.request)));
}

function forgetCookie(deps: AuthRoutesDeps, call: AnyCall): void {
  call.response.appendHeader('Set-Cookie', endedSessionCookie(deps.isHttps(call.request)));
}

function meOf(principal: Principal): Me {
  return {
    user_id: principal.userId,
    email: principal.email,
    name: principal.name,
    role: principal.role,
    is_admin: principal.isAdmin,
    org_id: principal.orgId,
    org_name: principal.orgName,
  };
}

function inviteOf(invite: {
  readonly id: number;
  readonly email: string;
  readonly role: Invite['role'];
  readonly createdAt: Date;
  readonly expiresAt: Date;
}): Invite {
  return {
    id: invite.id,
    email: invite.email,
    role: invite.role,
    created_at: invite.createdAt.toISOString(),
    expires_at: invite.expiresAt.toISOString(),
  };
}

function memberOf(account: Account): Member {
  return {
    id: account.id,
    email: account.email,
    name: account.name,
    role: account.role,
    disabled: account.disabled,
    created_at: account.createdAt.toISOString(),
    last_sign_in_at: account.lastSignInAt?.toISOString() ?? null,
  };
}
