import { sha256Hex } from '../../ids.ts';
import type { Credentials, Identified, IdentityProvider } from '../principal.ts';
import type { SessionCache } from './session-cache.ts';

const ANONYMOUS: Identified = { kind: 'anonymous' };
/** 32 bytes in base64url; anything else is not one of our tokens and need not be hashed. */
const TOKEN = /^[\w-]{43}$/;

/** Knows people by the sessions of local accounts. */
export class LocalIdentity implements IdentityProvider {
  readonly mode = 'local';
  readonly #sessions: SessionCache;

  constructor(sessions: SessionCache) {
    this.#sessions = sessions;
  }

  identifyCached(credentials: Credentials): Identified | undefined {
    const token = credentials.bearer ?? credentials.cookie;
    if (token === undefined || !TOKEN.test(token)) return ANONYMOUS;
    if (!this.#sessions.loaded) return undefined;
    const via = credentials.bearer === undefined ? 'cookie' : 'bearer';
    return this.#sessions.identify(sha256Hex(token), via) ?? ANONYMOUS;
  }

  async identify(credentials: Credentials): Promise<Identified> {
    await this.#sessions.load();
    return this.identifyCached(credentials) ?? ANONYMOUS;
  }
}
