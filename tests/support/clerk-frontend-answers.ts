// What Clerk's frontend API says, in its own field names: only the parts that its browser library reads.

export interface ClerkOrganization {
  readonly id: string;
  readonly name: string;
  readonly role: 'admin' | 'member';
  /** Slug of the plan by billing; the free one by default. */
  readonly plan?: string;
}

/** A person with an account at Clerk. */
export interface ClerkPerson {
  readonly userId: string;
  readonly email: string;
  readonly name: string;
  readonly organizations: readonly ClerkOrganization[];
}

export interface ClerkSession {
  readonly id: string;
  readonly person: ClerkPerson;
  /** Active organisation of the session. */
  organizationId: string | undefined;
}

type Json = Readonly<Record<string, unknown>>;

const ALL = '/';
const unused = { enabled: false, required: false, used_for_first_factor: false, verify_at_sign_up: false };
const lists = { first_factors: [], second_factors: [], verifications: [], used_for_second_factor: false };
const never = { ...unused, ...lists };

/** Settings of the instance: e-mail and password, organisations on, several organisations for a person. */
export function environmentAnswer(): Json {
  const identifier = { ...never, enabled: true, required: true, used_for_first_factor: true };
  return {
    object: 'environment',
    id: 'env_1',
    maintenance_mode: false,
    auth_config: { object: 'auth_config', id: 'aconf_1', single_session_mode: true, reverification: false },
    display_config: displayConfig(),
    organization_settings: {
      enabled: true,
      max_allowed_memberships: 20,
      force_organization_selection: false,
      actions: { admin_delete: true },
      domains: { enabled: false, enrollment_modes: [], default_role: null },
      slug: { disabled: false },
      organization_creation_defaults: { enabled: false },
    },
    user_settings: {
      attributes: {
        email_address: { ...identifier, first_factors: ['email_code'], verifications: ['email_code'] },
        password: { ...never, enabled: true, required: true, first_factors: ['password'] },
        phone_number: never,
        username: never,
        first_name: never,
        last_name: never,
        web3_wallet: never,
        authenticator_app: never,
        backup_code: never,
        passkey: never,
      },
      actions: { create_organization: true, delete_self: false },
      social: {},
      sign_in: { second_factor: { required: false, enabled: false } },
      sign_up: { mode: 'public', captcha_enabled: false, progressive: true, mfa: { required: false } },
      password_settings: { min_length: 8, max_length: 72 },
      username_settings: { min_length: 4, max_length: 64 },
      passkey_settings: { allow_autofill: false, show_sign_in_button: false },
    },
    commerce_settings: {
      billing: {
        stripe_publishable_key: null,
        organization: { enabled: false, has_paid_plans: false },
        user: { enabled: false, has_paid_plans: false },
      },
    },
    api_keys_settings: { user_api_keys_enabled: false, orgs_api_keys_enabled: false },
    protect_config: null,
  };
}

function displayConfig(): Json {
  return {
    object: 'display_config',
    id: 'dconf_1',
    application_name: 'Loopback',
    instance_environment_type: 'production',
    after_sign_in_url: ALL,
    after_sign_up_url: ALL,
    after_sign_out_all_url: ALL,
    after_sign_out_one_url: ALL,
    after_switch_session_url: ALL,
    home_url: ALL,
    sign_in_url: '/sign-in',
    sign_up_url: '/sign-up',
    branded: false,
    captcha_provider: 'turnstile',
    captcha_oauth_bypass: [],
    preferred_sign_in_strategy: 'password',
    show_devmode_warning: false,
    theme: {},
  };
}

function organizationJson({ id, name }: ClerkOrganization): Json {
  return {
    object: 'organization',
    id,
    name,
    slug: id.replaceAll('_', '-'),
    image_url: '',
    has_image: false,
    public_metadata: {},
    members_count: 1,
    pending_invitations_count: 0,
    admin_delete_enabled: true,
    max_allowed_memberships: 20,
    created_at: 0,
    updated_at: 0,
  };
}

/** One membership of a person, as their own account lists it. */
export function membershipJson(organization: ClerkOrganization): Json {
  return {
    object: 'organization_membership',
    id: `orgmem_${organization.id}`,
    role: `org:${organization.role}`,
    role_name: organization.role,
    permissions: [],
    public_metadata: {},
    organization: organizationJson(organization),
    created_at: 0,
    updated_at: 0,
  };
}

function userJson({ userId, email, name, organizations }: ClerkPerson): Json {
  return {
    object: 'user',
    id: userId,
    first_name: name,
    last_name: null,
    username: null,
    image_url: '',
    has_image: false,
    primary_email_address_id: 'idn_1',
    email_addresses: [{ object: 'email_address', id: 'idn_1', email_address: email, linked_to: [] }],
    phone_numbers: [],
    web3_wallets: [],
    external_accounts: [],
    enterprise_accounts: [],
    passkeys: [],
    organization_memberships: organizations.map(membershipJson),
    password_enabled: true,
    public_metadata: {},
    unsafe_metadata: {},
    create_organization_enabled: true,
    created_at: 0,
    updated_at: 0,
  };
}

/** A session with its newest token. `now` is Unix time in ms. */
export function sessionJson(session: ClerkSession, jwt: string, now: number): Json {
  const { id, person, organizationId } = session;
  return {
    object: 'session',
    id,
    status: 'active',
    expire_at: now + 604_800_000,
    abandon_at: now + 2_592_000_000,
    last_active_at: now,
    last_active_token: { object: 'token', jwt },
    last_active_organization_id: organizationId ?? null,
    actor: null,
    tasks: null,
    factor_verification_age: [0, -1],
    user: userJson(person),
    public_user_data: { first_name: person.name, last_name: null, image_url: '', identifier: person.email },
    created_at: now,
    updated_at: now,
  };
}

/** A browser as Clerk knows it: with one session or with none. */
export function clientJson(id: string, session: Json | undefined, now: number): Json {
  return {
    object: 'client',
    id,
    sessions: session === undefined ? [] : [session],
    sign_in: null,
    sign_up: null,
    last_active_session_id: session?.['id'] ?? null,
    cookie_expires_at: null,
    created_at: now,
    updated_at: now,
  };
}

/** Claims of the second version of Clerk's session tokens, with nothing added to its default set. */
export function tokenClaims(session: ClerkSession, origin: string): Json {
  const { id, person, organizationId } = session;
  const active = person.organizations.find((organization) => organization.id === organizationId);
  const organization = active && { id: active.id, slg: active.id.replaceAll('_', '-'), rol: active.role };
  return {
    sub: person.userId,
    sid: id,
    azp: origin,
    v: 2,
    sts: 'active',
    fva: [0, -1],
    ...(active === undefined
      ? { pla: 'u:free_user' }
      : { o: organization, pla: `o:${active.plan ?? 'free_org'}`, fea: 'o:cameras' }),
  };
}
