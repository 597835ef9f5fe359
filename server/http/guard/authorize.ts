import type { IncomingMessage } from 'node:http';
import type { Identified, IdentityProvider, Principal } from '../../auth/principal.ts';
import type { Access } from '../../contract/endpoint.ts';
import { AppError } from '../app-error.ts';
import { credentialsOf } from '../request-facts.ts';

/** Who the identity provider says is calling, as a person or as the documented refusal. */
export function requireMember(identified: Identified): Principal {
  switch (identified.kind) {
    case 'signed-in':
      return identified.principal;
    case 'no-organization':
      throw AppError.plain(400, 'Choose an organization first: none is active in this session.');
    case 'unconfigured':
      throw AppError.plain(503, 'Sign-in is not configured: both Clerk keys must be set on the server.');
    case 'anonymous':
      throw AppError.plain(401, 'Sign in first: this session is missing or has ended.');
  }
}

/**
 * A cookie is sent by the browser on its own, so a change asked for with one must come from a page of ours.
 * Requests without `Origin` and `Sec-Fetch-Site` come from no browser.
 */
export function requireOwnOrigin(
  request: IncomingMessage,
  principal: Principal,
  ownOrigins: ReadonlySet<string>,
): void {
  if (principal.via !== 'cookie' || request.method === 'GET' || request.method === 'HEAD') return;
  requireSameSite(request, ownOrigins);
}

/** The same rule for calls that set a cookie although nobody is signed in yet. */
export function requireSameSite(request: IncomingMessage, ownOrigins: ReadonlySet<string>): void {
  const { origin, host } = request.headers;
  const site = request.headers['sec-fetch-site'];
  const refused = AppError.coded(
    403,
    'foreign_origin',
    'This change was asked for by another web page, so it was refused.',
  );
  if (origin !== undefined) {
    const isOwn = ownOrigins.has(origin) || origin === `http://${host}` || origin === `https://${host}`;
    if (!isOwn) throw refused;
  } else if (site !== undefined && site !== 'same-origin' && site !== 'none') {
    throw refused;
  }
}

/** Signs the caller in for an endpoint of `access`, asking the provider only when memory does not know. */
export async function identify(request: IncomingMessage, identity: IdentityProvider): Promise<Identified> {
  const credentials = credentialsOf(request);
  return identity.identifyCached(credentials) ?? (await identity.identify(credentials));
}

/** Throws 403 unless the person may use endpoints of this access level. */
export function requireRole(principal: Principal, access: Access): void {
  if ((access === 'admin' || access === 'billing') && !principal.isAdmin) {
    throw AppError.plain(403, 'Only administrators of this organization may do that.');
  }
}
