/** What a Clerk session says about a person, whichever version of the claims it uses. */
export interface ClerkClaims {
  readonly userId: string;
  /** Undefined while no organisation is active. */
  readonly orgId: string | undefined;
  readonly orgName: string;
  readonly role: string;
  readonly permissions: readonly string[];
  readonly isAdmin: boolean;
  readonly plan: string;
  readonly features: readonly string[];
  readonly email: string;
  readonly name: string;
}

type Json = Readonly<Record<string, unknown>>;

const ADMIN_ROLES = new Set(['org:admin', 'admin']);
const ADMIN_PERMISSION = 'org:cameras:manage_cameras';
const NO_PLAN = 'free_org';

/** Reads verified claims; answers undefined without a subject. Version 1 names win over the compact version 2 ones. */
export function readClaims(payload: Json): ClerkClaims | undefined {
  const userId = text(payload['sub']);
  if (userId === '') return undefined;
  const organization = object(payload['o']);
  const role = text(payload['org_role']) || text(organization['rol']);
  const permissions = permissionsOf(payload, organization);
  return {
    userId,
    orgId: text(payload['org_id']) || text(organization['id']) || undefined,
    orgName: text(payload['org_name']) || text(payload['org_slug']) || text(organization['slg']),
    role,
    permissions,
    isAdmin: ADMIN_ROLES.has(role) || permissions.includes(ADMIN_PERMISSION),
    plan: planOf(text(payload['pla'])),
    features: featuresOf(text(payload['fea'])),
    email: text(payload['email']),
    name: text(payload['username']) || text(payload['name']),
  };
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function object(value: unknown): Json {
  return typeof value === 'object' && value !== null ? (value as Json) : {};
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

/** `o:pro` and `u:free_user`: who pays, then the plan. */
function planOf(claim: string): string {
  return claim.slice(claim.lastIndexOf(':') + 1).trim() || NO_PLAN;
}

function featuresOf(claim: string): string[] {
  return claim
    .split(',')
    .map((item) => item.trim().replace(/^o:/, ''))
    .filter((item) => item !== '');
}

function permissionsOf(payload: Json, organization: Json): readonly string[] {
  const listed = texts(payload['org_permissions']);
  if (listed.length > 0) return listed;
  const short = texts(payload['permissions']);
  if (short.length > 0) return short;
  return compactPermissions(text(payload['fea']), text(organization['per']), text(organization['fpm']));
}

/**
 * Version 2: `fea` lists features with their scope, `per` the permission names, and `fpm` one bitmap of those names
 * for each feature. Features of a person (`u:`) keep their place but grant nothing in the organisation.
 */
function compactPermissions(fea: string, per: string, fpm: string): string[] {
  if (fea === '' || per === '') return [];
  const names = per.split(',').map((name) => name.trim());
  const bitmaps = fpm.split(',').map((item) => item.trim());
  if (!bitmaps.every((item) => /^\d{1,20}$/.test(item))) return [];
  return fea.split(',').flatMap((item, index) => {
    const [scope = '', feature = ''] = item.trim().split(':', 2);
    const bitmap = bitmaps[index];
    if (bitmap === undefined || feature === '' || !scope.includes('o')) return [];
    const bits = BigInt(bitmap);
    return names
      .filter((name, bit) => name !== '' && ((bits >> BigInt(bit)) & 1n) === 1n)
      .map((name) => `org:${feature}:${name}`);
  });
}
