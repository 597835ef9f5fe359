import { createClerkClient, verifyToken } from '@clerk/backend';
import { TokenVerificationError } from '@clerk/backend/errors';
import { decodeJwt } from '@clerk/backend/jwt';
import type { Logger } from 'pino';
import type { Clock } from '../../clock.ts';
import { sha256Hex } from '../../ids.ts';
import type { Credentials, Identified, IdentityProvider } from '../principal.ts';
import { readClaims, type ClerkClaims } from './claims.ts';
import { SigningKeys } from './signing-keys.ts';
import { VerifiedTokens } from './verified-tokens.ts';

export interface ClerkIdentityConfig {
  readonly secretKey: string | undefined;
  readonly publishableKey: string | undefined;
  /** PEM public key; with it no session needs the network. */
  readonly jwtKey: string | undefined;
  readonly apiUrl: string;
}

export interface ClerkIdentityDeps {
  readonly config: ClerkIdentityConfig;
  readonly clock: Clock;
  readonly log: Logger;
  /** Origins whose pages may use a session here, compared with the token's `azp`. */
  readonly authorizedParties: () => readonly string[];
}

const ANONYMOUS: Identified = { kind: 'anonymous' };
const CLOCK_SKEW_MS = 5000;
const JWT_FORM = /^[\w-]+\.[\w-]+\.[\w-]+$/;
const MAX_TOKEN_CHARACTERS = 16_384;

/** Knows people by Clerk session tokens in the `Authorization` header; cookies count for nothing. */
export class ClerkIdentity implements IdentityProvider {
  readonly mode = 'clerk';
  readonly #deps: ClerkIdentityDeps;
  readonly #keys: SigningKeys;
  readonly #verified: VerifiedTokens;

  constructor(deps: ClerkIdentityDeps) {
    this.#deps = deps;
    this.#verified = new VerifiedTokens(deps.clock);
    const { secretKey = '', apiUrl } = deps.config;
    const client = createClerkClient({ secretKey, apiUrl });
    this.#keys = new SigningKeys(async () => (await client.jwks.getJwks()).keys ?? [], deps.clock);
  }

  identifyCached(credentials: Credentials): Identified | undefined {
    const { secretKey, publishableKey } = this.#deps.config;
    if (secretKey === undefined || publishableKey === undefined) return { kind: 'unconfigured' };
    const token = credentials.bearer;
    if (token === undefined || token.length > MAX_TOKEN_CHARACTERS || !JWT_FORM.test(token)) return ANONYMOUS;
    return this.#verified.find(sha256Hex(token));
  }

  async identify(credentials: Credentials): Promise<Identified> {
    const known = this.identifyCached(credentials);
    if (known !== undefined || credentials.bearer === undefined) return known ?? ANONYMOUS;
    try {
      return await this.#verify(credentials.bearer);
    } catch (error) {
      // A bad token is the caller's matter; anything else is ours and shows only in the log.
      if (!(error instanceof TokenVerificationError)) {
        this.#deps.log.warn({ err: error }, 'A Clerk session could not be checked');
      }
      return ANONYMOUS;
    }
  }

  async #verify(token: string): Promise<Identified> {
    const jwtKey = this.#deps.config.jwtKey ?? (await this.#keyOf(token));
    if (jwtKey === undefined) return ANONYMOUS;
    const payload = await verifyToken(token, { jwtKey, clockSkewInMs: CLOCK_SKEW_MS });
    // The library lets a token without a party pass, so the rule is checked here. A pending session has tasks to do
    // at Clerk before it counts.
    const isOurs = typeof payload.azp === 'string' && this.#deps.authorizedParties().includes(payload.azp);
    const claims = isOurs && payload.sts !== 'pending' ? readClaims({ ...payload }) : undefined;
    if (claims === undefined) return ANONYMOUS;
    const identified = identifiedOf(claims);
    this.#verified.add(sha256Hex(token), identified, payload.exp * 1000 + CLOCK_SKEW_MS);
    return identified;
  }

  async #keyOf(token: string): Promise<string | undefined> {
    const { header } = decodeJwt(token);
    return this.#keys.find(header.kid);
  }
}

function identifiedOf(claims: ClerkClaims): Identified {
  const { orgId, permissions: _, ...person } = claims;
  if (orgId === undefined) return { kind: 'no-organization' };
  return {
    kind: 'signed-in',
    principal: {
      ...person,
      orgId,
      role: person.isAdmin ? 'admin' : 'member',
      sessionId: undefined,
      via: 'bearer',
    },
  };
}
