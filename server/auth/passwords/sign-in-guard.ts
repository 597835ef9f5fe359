import { setTimeout as delay } from 'node:timers/promises';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { AppError } from '../../http/app-error.ts';
import { addressGroup } from '../../http/guard/address-group.ts';
import { FailureCounter } from './failure-counter.ts';

/** Failures of one account from one address before each further one must wait, doubling up to the longest wait. */
const FREE_FAILURES = 5;
const LONGEST_WAIT_SECONDS = 300;
/** Failures from one address over all accounts. */
const ADDRESS_FAILURES = 30;
const ADDRESS_WINDOW_SECONDS = 900;
/** Failures of one account over all addresses before strangers are slowed. */
const ACCOUNT_FAILURES = 20;
const DELAY_STEP_MS = 250;
const LONGEST_DELAY_MS = 2000;
const MAX_KNOWN_PLACES = 1000;

const HOUR = 3600;

/**
 * Slows guessing of passwords without letting a stranger lock anybody out: waits and refusals hit only the address
 * that guesses. An account under attack from many addresses makes strangers wait up to two seconds, never the
 * addresses its owner signed in from. Unknown accounts are treated like known ones, so that nothing tells them apart.
 */
export class SignInGuard {
  readonly #pairFailures = new FailureCounter(24 * HOUR);
  readonly #pairWaits = new RateLimiterMemory({ points: 0, duration: LONGEST_WAIT_SECONDS });
  readonly #addressFailures = new FailureCounter(ADDRESS_WINDOW_SECONDS);
  readonly #accountFailures = new FailureCounter(HOUR);
  readonly #pairRecords = new RateLimiterMemory({ points: 1, duration: HOUR / 6 });
  readonly #allRecords = new RateLimiterMemory({ points: 200, duration: HOUR });
  readonly #knownPlaces = new Set<string>();
  readonly #sleep: (ms: number) => Promise<unknown>;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(sleep: (ms: number) => Promise<unknown> = (ms) => delay(ms)) {
    this.#sleep = sleep;
  }

  /**
   * Admits one attempt, counting it as failed until `succeeded` says otherwise, so that parallel guesses gain
   * nothing. May take up to 2 s; throws 429 with `Retry-After` when this address must wait.
   */
  async admit(account: string, address: string): Promise<void> {
    const turn = this.#turn.then(() => this.#count(account, addressGroup(address)));
    this.#turn = turn.catch(() => undefined);
    const slowMs = await turn;
    if (slowMs > 0) await this.#sleep(slowMs);
  }

  /** The attempt proved to be the owner's: its traces go and the address is known from now on. */
  async succeeded(account: string, address: string): Promise<void> {
    const place = placeOf(account, addressGroup(address));
    await this.#pairFailures.forget(place);
    await this.#pairWaits.delete(place);
    await this.#addressFailures.takeBack(addressGroup(address));
    await this.#accountFailures.takeBack(account);
    this.#knownPlaces.delete(place);
    this.#knownPlaces.add(place);
    for (const oldest of this.#knownPlaces) {
      if (this.#knownPlaces.size <= MAX_KNOWN_PLACES) break;
      this.#knownPlaces.delete(oldest);
    }
  }

  /** The attempt could not be checked, so it says nothing about the caller. */
  async withdraw(account: string, address: string): Promise<void> {
    await this.#pairFailures.takeBack(placeOf(account, addressGroup(address)));
    await this.#addressFailures.takeBack(addressGroup(address));
    await this.#accountFailures.takeBack(account);
  }

  /** Whether a failure deserves a row of its own: one in ten minutes for an account and address, 200 an hour in all. */
  async isWorthRecording(account: string, address: string): Promise<boolean> {
    const place = placeOf(account, addressGroup(address));
    const pair = await this.#pairRecords.penalty(place);
    if (pair.consumedPoints > this.#pairRecords.points) return false;
    const all = await this.#allRecords.penalty('all');
    return all.consumedPoints <= this.#allRecords.points;
  }

  /** Refuses or counts; answers how long to slow the attempt, ms. */
  async #count(account: string, group: string): Promise<number> {
    const place = placeOf(account, group);
    const wait = await this.#pairWaits.get(place);
    if (wait !== null) throw mustWait(wait.msBeforeNext, `${FREE_FAILURES} failed sign-ins`);
    const address = await this.#addressFailures.get(group);
    if (address !== null && address.consumedPoints >= ADDRESS_FAILURES) {
      throw mustWait(address.msBeforeNext, `${ADDRESS_FAILURES} failed sign-ins per 15 minutes`);
    }
    await this.#addressFailures.add(group);
    const failures = await this.#pairFailures.add(place);
    if (failures >= FREE_FAILURES) {
      const seconds = Math.min(LONGEST_WAIT_SECONDS, 2 ** (failures - FREE_FAILURES));
      await this.#pairWaits.block(place, seconds);
    }
    const ofAccount = await this.#accountFailures.add(account);
    if (this.#knownPlaces.has(place)) return 0;
    return Math.min(LONGEST_DELAY_MS, Math.max(0, ofAccount - ACCOUNT_FAILURES) * DELAY_STEP_MS);
  }
}

function placeOf(account: string, group: string): string {
  return `${group} ${account}`;
}

function mustWait(ms: number, limit: string): AppError {
  const seconds = Math.max(1, Math.ceil(ms / 1000));
  const message = `Too many failed sign-ins. Try again in ${seconds} seconds.`;
  return AppError.shaped(
    429,
    message,
    { error: 'rate_limit_exceeded', message, limit, retry_after_seconds: seconds },
    { 'Retry-After': String(seconds) },
  );
}
