import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible';

/** Enough for any honest installation; some megabytes at most, for keys are chosen by whoever tries to sign in. */
const MAX_KEYS = 10_000;

/** Failures per key, forgotten some time after the first one, or when 10,000 other keys failed more recently. */
export class FailureCounter {
  readonly #counts: RateLimiterMemory;
  /** Least recently failed first. Keys whose count has ended stay until they are pushed out. */
  readonly #keys = new Set<string>();

  constructor(seconds: number) {
    // Nothing is refused here, so the limit is one no key reaches.
    this.#counts = new RateLimiterMemory({ points: Number.MAX_SAFE_INTEGER, duration: seconds });
  }

  /** Counts one failure; answers how many there are now. */
  async add(key: string): Promise<number> {
    this.#keys.delete(key);
    this.#keys.add(key);
    const { consumedPoints } = await this.#counts.penalty(key);
    for (const oldest of this.#keys) {
      if (this.#keys.size <= MAX_KEYS) break;
      await this.forget(oldest);
    }
    return consumedPoints;
  }

  /** Takes one failure back. */
  async takeBack(key: string): Promise<void> {
    const { consumedPoints } = await this.#counts.reward(key);
    if (consumedPoints <= 0) await this.forget(key);
  }

  /** Failures of the key with the time until they are forgotten; null when there are none. */
  get(key: string): Promise<RateLimiterRes | null> {
    return this.#counts.get(key);
  }

  async forget(key: string): Promise<void> {
    this.#keys.delete(key);
    await this.#counts.delete(key);
  }
}
