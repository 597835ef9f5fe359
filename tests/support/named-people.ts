import type { IdentityProvider, Principal } from '../../server/auth/principal.ts';

/** People of two organisations, `org_1` and `org_2`. */
const PEOPLE: Readonly<Record<string, { orgId: string; role: 'admin' | 'member' }>> = {
  admin: { orgId: 'org_1', role: 'admin' },
  member: { orgId: 'org_1', role: 'member' },
  other: { orgId: 'org_2', role: 'admin' },
};

/** Knows people by a bearer token that is their name; all sign-ins claim this plan. */
export function namedPeople(plan: string): IdentityProvider {
  return {
    mode: 'local',
    identifyCached: ({ bearer }) => {
      const principal = principalOf(bearer ?? '', plan);
      return principal === undefined ? { kind: 'anonymous' } : { kind: 'signed-in', principal };
    },
    identify: () => Promise.resolve({ kind: 'anonymous' }),
  };
}

function principalOf(name: string, plan: string): Principal | undefined {
  const person = PEOPLE[name];
  if (person === undefined) return undefined;
  const { orgId, role } = person;
  const email = `${name}@example.com`;
  const claims = { plan, features: [], sessionId: undefined, via: 'bearer' as const };
  return {
    userId: `user_${name}`,
    orgId,
    orgName: orgId,
    email,
    name,
    role,
    isAdmin: role === 'admin',
    ...claims,
  };
}
