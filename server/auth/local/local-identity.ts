import { sha256Hex } from '../../ids.ts';
import type { Credentials, Identified, IdentityProvider } from '../principal.ts';
import type { SessionCache } from './session-cache.ts';

const ANONYMOUS: Identified = { kind: 'anonymous' };
/** 32 bytes in base64url; anything else is not one of our tokens and need not be hashed. */
const TOKEN = /^[\w-]{43}$/;
/** Tokens whose hash is remembered: hashing one costs more than all else of knowing who asks for video. */
const REMEMBERED = 512;

/** Knows people by the sessions of local accounts. */
export class LocalIdentity implements IdentityProvider {
  readonly mode = 'local';
  readonly #sessions: SessionCache;
  /** Hashes of tokens that named somebody. Whether one still does is asked of the sessions each time. */
  readonly #hashes = new Map<string, string>();

  constructor(sessions: SessionCache) {
    this.#sessions = sessions;
  }

  identifyCached(credentials: Credentials): Identified | undefined {
    const token = credentials.bearer ?? credentials.cookie;
    if (token === undefined) return ANONYMOUS;
    const remembered = this.#hashes.get(token);
    if (remembered === undefined && !TOKEN.test(token)) return ANONYMOUS;
    if (!this.#sessions.loaded) return undefined;
    const via = credentials.bearer === undefined ? 'cookie' : 'bearer';
    const hash = remembered ?? sha256Hex(token);
    const identified = this.#sessions.identify(hash, via);
    if (identified === undefined) this.#hashes.delete(token);
    else if (remembered === undefined) this.#remember(token, hash);
    return identified ?? ANONYMOUS;
  }

  #remember(token: string, hash: string): void {
    if (this.#hashes.size >= REMEMBERED) this.#hashes.clear();
    this.#hashes.set(token, hash);
  }

  async identify(credentials: Credentials): Promise<Identified> {
    await this.#sessions.load();
    return this.identifyCached(credentials) ?? ANONYMOUS;
  }
}
