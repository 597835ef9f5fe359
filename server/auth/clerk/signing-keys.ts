import { createPublicKey } from 'node:crypto';
import type { Clock } from '../../clock.ts';

/** One RSA key of a key set. */
export interface PublicJwk {
  readonly kid: string;
  readonly kty: string;
  readonly n: string;
  readonly e: string;
}

/** Answers the key set of the Clerk instance. */
export type FetchKeys = () => Promise<readonly PublicJwk[]>;

/** A token with an unknown key id may cause one request in this time, whoever sends how many. */
const SHORTEST_PAUSE_MS = 5000;
/** A withdrawn key is forgotten after this time. */
const LONGEST_AGE_MS = 3_600_000;

/** Public keys of a Clerk instance by key id, as PEM. */
export class SigningKeys {
  readonly #fetchKeys: FetchKeys;
  readonly #clock: Clock;
  #pemById: ReadonlyMap<string, string> = new Map();
  #fetchedAtMs = Number.NEGATIVE_INFINITY;
  #triedAtMs = Number.NEGATIVE_INFINITY;
  #fetching: Promise<void> | undefined;

  constructor(fetchKeys: FetchKeys, clock: Clock) {
    this.#fetchKeys = fetchKeys;
    this.#clock = clock;
  }

  /** Key for the id, asking Clerk when needed; undefined when Clerk has no such key. Throws when Clerk cannot be asked. */
  async find(keyId: string): Promise<string | undefined> {
    const known = this.#pemById.get(keyId);
    if (known !== undefined && this.#clock.monotonicMs() - this.#fetchedAtMs < LONGEST_AGE_MS) return known;
    try {
      await this.#refresh();
    } catch (error) {
      // An outage of Clerk must not sign anybody out whose key is known.
      if (known === undefined) throw error;
    }
    return this.#pemById.get(keyId);
  }

  async #refresh(): Promise<void> {
    const now = this.#clock.monotonicMs();
    if (this.#fetching === undefined) {
      if (now - this.#triedAtMs < SHORTEST_PAUSE_MS) return;
      this.#triedAtMs = now;
      this.#fetching = this.#replaceKeys().finally(() => {
        this.#fetching = undefined;
      });
    }
    await this.#fetching;
  }

  async #replaceKeys(): Promise<void> {
    const keys = await this.#fetchKeys();
    this.#pemById = new Map(keys.map((key) => [key.kid, pemOf(key)]));
    this.#fetchedAtMs = this.#clock.monotonicMs();
  }
}

function pemOf({ kty, n, e }: PublicJwk): string {
  return createPublicKey({ key: { kty, n, e }, format: 'jwk' })
    .export({ type: 'spki', format: 'pem' })
    .toString();
}
