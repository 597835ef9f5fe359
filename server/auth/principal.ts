/** The signed-in person behind a request, whichever identity provider vouched for it. */
export interface Principal {
  readonly userId: string;
  readonly orgId: string;
  readonly orgName: string;
  readonly email: string;
  readonly name: string;
  readonly role: 'admin' | 'member';
  readonly isAdmin: boolean;
  /** Plan slug and features as the sign-in claims them; enforcement uses the effective plan. */
  readonly plan: string;
  readonly features: readonly string[];
  /** Local session; undefined with Clerk. */
  readonly sessionId: number | undefined;
  /** How the credential arrived: only cookies need the same-origin rule. */
  readonly via: 'cookie' | 'bearer';
}

export type Identified =
  | { readonly kind: 'signed-in'; readonly principal: Principal }
  | { readonly kind: 'anonymous' }
  /** Signed in, but no organisation is active. */
  | { readonly kind: 'no-organization' }
  /** The identity provider lacks its keys. */
  | { readonly kind: 'unconfigured' };

/** The credentials a request carries, read once from its headers. */
export interface Credentials {
  /** Token of `Authorization: Bearer`, if any. */
  readonly bearer: string | undefined;
  /** Value of the session cookie, if any. */
  readonly cookie: string | undefined;
}

/** One way of knowing people: local accounts or Clerk. */
export interface IdentityProvider {
  readonly mode: 'local' | 'clerk';
  /** Answers from memory, or undefined when the credential must be looked up first. Never blocks. */
  identifyCached(credentials: Credentials): Identified | undefined;
  identify(credentials: Credentials): Promise<Identified>;
}

/** How a person appears in audit rows: e-mail, else name, else the start of the user id. */
export function principalLabel(principal: Principal): string {
  return principal.email || principal.name || principal.userId.slice(0, 32);
}
