import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { email, newPassword, role, success, timestamp } from './primitives.ts';

const displayName = z.string().trim().min(1, 'Enter a name').max(80);

/** What a browser must know before anybody is signed in. */
export const authConfig = z.object({
  mode: z.enum(['local', 'clerk']),
  setup_required: z.boolean(),
  /** True when setup from this caller needs the one-time code the server printed. */
  setup_code_required: z.boolean(),
  clerk_publishable_key: z.string().nullable(),
  version: z.string(),
  site_name: z.string(),
});
export type AuthConfig = z.infer<typeof authConfig>;

export const me = z.object({
  user_id: z.string(),
  email: z.string(),
  name: z.string(),
  role,
  is_admin: z.boolean(),
  org_id: z.string(),
  org_name: z.string(),
});
export type Me = z.infer<typeof me>;

export const invite = z.object({
  id: z.number().int(),
  email: z.string(),
  role,
  created_at: timestamp,
  expires_at: timestamp,
});
export type Invite = z.infer<typeof invite>;

export const member = z.object({
  id: z.string(),
  email: z.string(),
  name: z.string(),
  role,
  disabled: z.boolean(),
  created_at: timestamp,
  last_sign_in_at: timestamp.nullable(),
});
export type Member = z.infer<typeof member>;

const tag = 'auth';
const memberId = z.object({ id: z.string().max(100) });

export const auth = {
  config: endpoint({
    method: 'GET',
    path: '/api/auth/config',
    access: 'public',
    tag,
    summary: 'Sign-in mode and whether the first owner must still be created',
    response: authConfig,
  }),
  setup: endpoint({
    method: 'POST',
    path: '/api/auth/setup',
    access: 'public',
    tag,
    limit: { max: 20, per: 'minute' },
    summary: 'Create the organisation and its first owner (only while no user exists)',
    body: z.object({
      organization: z.string().trim().min(1, 'Enter a name for this place').max(100),
      name: displayName,
      email,
      password: newPassword,
      setup_code: z.string().trim().max(64).optional(),
    }),
    response: me,
  }),
  signIn: endpoint({
    method: 'POST',
    path: '/api/auth/sign-in',
    access: 'public',
    tag,
    limit: { max: 60, per: 'minute' },
    summary: 'Sign in with e-mail and password; sets the session cookie',
    body: z.object({ email, password: z.string().min(1, 'Enter your password').max(200) }),
    response: me,
  }),
  signOut: endpoint({
    method: 'POST',
    path: '/api/auth/sign-out',
    access: 'view',
    tag,
    summary: 'End this session',
    response: success,
  }),
  signOutAll: endpoint({
    method: 'POST',
    path: '/api/auth/sign-out-all',
    access: 'view',
    tag,
    summary: 'End every session of this account',
    response: success,
  }),
  me: endpoint({
    method: 'GET',
    path: '/api/auth/me',
    access: 'view',
    tag,
    summary: 'The signed-in person',
    response: me,
  }),
  password: endpoint({
    method: 'POST',
    path: '/api/auth/password',
    access: 'view',
    tag,
    limit: { max: 10, per: 'minute' },
    summary: 'Change the password; ends every other session of this account',
    body: z.object({ current: z.string().min(1).max(200), next: newPassword }),
    response: success,
  }),
  listInvites: endpoint({
    method: 'GET',
    path: '/api/auth/invites',
    access: 'admin',
    tag,
    summary: 'Invitations that can still be accepted',
    response: z.array(invite),
  }),
  createInvite: endpoint({
    method: 'POST',
    path: '/api/auth/invites',
    access: 'admin',
    tag,
    limit: { max: 30, per: 'hour' },
    summary: 'Invite a person by a one-time link (7 days)',
    body: z.object({ email, role }),
    response: invite.extend({ token: z.string(), link: z.string() }),
  }),
  deleteInvite: endpoint({
    method: 'DELETE',
    path: '/api/auth/invites/{id}',
    access: 'admin',
    tag,
    summary: 'Withdraw an invitation',
    params: z.object({ id: z.coerce.number().int() }),
    response: success,
  }),
  acceptInvite: endpoint({
    method: 'POST',
    path: '/api/auth/invites/accept',
    access: 'public',
    tag,
    limit: { max: 20, per: 'minute' },
    summary: 'Accept an invitation: creates the account and signs in',
    body: z.object({ token: z.string().trim().min(1).max(200), name: displayName, password: newPassword }),
    response: me,
  }),
  members: endpoint({
    method: 'GET',
    path: '/api/auth/members',
    access: 'admin',
    tag,
    summary: 'People of this organisation',
    response: z.array(member),
  }),
  updateMember: endpoint({
    method: 'PATCH',
    path: '/api/auth/members/{id}',
    access: 'admin',
    tag,
    summary: 'Change a role, disable or enable an account',
    params: memberId,
    body: z.object({ role: role.optional(), disabled: z.boolean().optional() }),
    response: member,
  }),
  deleteMember: endpoint({
    method: 'DELETE',
    path: '/api/auth/members/{id}',
    access: 'admin',
    tag,
    summary: 'Remove a person',
    params: memberId,
    response: success,
  }),
};
