import type { Clock } from '../clock.ts';

const ANSWER_WITHIN_MS = 2_000;
const REMEMBER_MS = 30_000;

/**
 * Whether the server answers under `url`, its own address in the network. A firewall that keeps other devices out often
 * lets the computer itself through, so only "no" is proof of anything.
 */
async function answersUnder(url: string): Promise<boolean> {
  try {
    const answer = await fetch(`${url}/api/health`, {
      redirect: 'error',
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    });
    const body: unknown = await answer.json();
    return typeof body === 'object' && body !== null && 'status' in body && body.status === 'healthy';
  } catch {
    return false;
  }
}

/** Remembers an answer for half a minute, so that open pages do not make the server call itself all the time. */
export class SelfCheck {
  readonly #clock: Clock;
  #last: { readonly url: string; readonly at: number; readonly answer: Promise<boolean> } | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  answersUnder(url: string): Promise<boolean> {
    const now = this.#clock.monotonicMs();
    if (this.#last?.url === url && now - this.#last.at < REMEMBER_MS) return this.#last.answer;
    const answer = answersUnder(url);
    this.#last = { url, at: now, answer };
    return answer;
  }
}
