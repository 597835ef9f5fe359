import { createHmac } from 'node:crypto';
import type { Logger } from 'pino';
import type { Config } from '../../config/config.ts';

export interface WakeUpDeps {
  readonly config: Pick<Config, 'sentinel'>;
  readonly log: Logger;
  /** How long the agent service may take to answer, ms. */
  readonly timeoutMs?: number;
}

const TIMEOUT_MS = 5_000;
/** Says no more than that something waits; the service asks for it. */
const BODY = '{}';

/** Tells the agent service that runs wait. Once, in the background: a service that was not reached asks by itself. */
export class AgentWakeUp {
  readonly #deps: WakeUpDeps;
  readonly #stop = new AbortController();
  readonly #underWay = new Set<Promise<void>>();

  constructor(deps: WakeUpDeps) {
    this.#deps = deps;
  }

  /** Does nothing when no service is to be told. */
  ring(): void {
    const { agentKey, wakeUpUrl } = this.#deps.config.sentinel;
    if (agentKey === undefined || wakeUpUrl === undefined || this.#stop.signal.aborted) return;
    const call = this.#post(wakeUpUrl, agentKey);
    this.#underWay.add(call);
    void call.finally(() => this.#underWay.delete(call));
  }

  /** Gives up what is under way and resolves when nothing is; from then on nobody is told any more. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await Promise.all(this.#underWay);
  }

  async #post(url: string, key: string): Promise<void> {
    const { log, timeoutMs = TIMEOUT_MS } = this.#deps;
    const signature = createHmac('sha256', key).update(BODY).digest('hex');
    try {
      const answer = await fetch(url, {
        method: 'POST',
        body: BODY,
        headers: { 'Content-Type': 'application/json', 'X-Sentinel-Signature': `sha256=${signature}` },
        redirect: 'manual',
        signal: AbortSignal.any([this.#stop.signal, AbortSignal.timeout(timeoutMs)]),
      });
      await answer.body?.cancel();
      if (answer.ok) log.debug({ status: answer.status }, 'The agent service was told of a run');
      else log.warn({ status: answer.status }, 'The agent service refused to be told of a run');
    } catch (error) {
      if (!this.#stop.signal.aborted)
        log.warn({ err: error }, 'The agent service could not be told of a run');
    }
  }
}
