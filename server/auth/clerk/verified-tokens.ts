import type { Clock } from '../../clock.ts';
import type { Identified } from '../principal.ts';

interface VerifiedToken {
  readonly identified: Identified;
  /** Unix time, ms. */
  readonly expiresAtMs: number;
}

/** A token lives for a minute, so this is thousands of people. */
const MAX_TOKENS = 5000;

/** Sessions whose signature was checked, by SHA-256 of the token, until they expire. The least recently used go first. */
export class VerifiedTokens {
  readonly #clock: Clock;
  readonly #byHash = new Map<string, VerifiedToken>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  find(tokenHash: string): Identified | undefined {
    const entry = this.#byHash.get(tokenHash);
    if (entry === undefined) return undefined;
    this.#byHash.delete(tokenHash);
    if (entry.expiresAtMs <= this.#clock.now().getTime()) return undefined;
    this.#byHash.set(tokenHash, entry);
    return entry.identified;
  }

  add(tokenHash: string, identified: Identified, expiresAtMs: number): void {
    this.#byHash.set(tokenHash, { identified, expiresAtMs });
    for (const oldest of this.#byHash.keys()) {
      if (this.#byHash.size <= MAX_TOKENS) break;
      this.#byHash.delete(oldest);
    }
  }
}
