import type { Publish } from '../../events/event-hub.ts';
import { prepareMails, type PrepareDeps } from './prepare-mails.ts';
import { claimMail, reclaimMails } from './outbox-repository.ts';
import { sendMail, type SendDeps } from './send-mail.ts';

export interface MailWorkerDeps extends PrepareDeps, SendDeps {
  readonly publish: Publish;
  /** How long a mail that is being handed over may still take once the server stops, in milliseconds. */
  readonly stopGraceMs?: number;
}

/** Mails that a tick brought to an end, and those it found left behind. */
export interface MailSummary {
  readonly sent: number;
  readonly failed: number;
  readonly suppressed: number;
  readonly reclaimed: number;
}

/** Stopping the whole server takes five seconds at most. */
const STOP_GRACE_MS = 3000;

/** Sends what waits in the outbox, one mail after the other, each with transactions of its own. */
export class MailWorker {
  readonly #deps: MailWorkerDeps;
  #lastTickMs: number | undefined;

  constructor(deps: MailWorkerDeps) {
    this.#deps = deps;
  }

  /** Monotonic time of the last sign of life: the start of a tick, or of a mail within it. Undefined before the first. */
  get lastTickMs(): number | undefined {
    return this.#lastTickMs;
  }

  /** Prepares new mails, takes back those left behind, and sends up to a batch. Stops between two when aborted. */
  async tick(signal?: AbortSignal): Promise<MailSummary> {
    const { db, clock } = this.#deps;
    const changed = new Set<string>();
    this.#stamp();
    try {
      await prepareMails(this.#deps, (orgId) => changed.add(orgId), signal);
      const reclaimed = await db.write((tx) => reclaimMails(tx, clock.now()));
      return { ...(await this.#send(changed, signal)), reclaimed };
    } finally {
      for (const orgId of changed) this.#announce(orgId);
    }
  }

  async #send(
    changed: Set<string>,
    signal: AbortSignal | undefined,
  ): Promise<Omit<MailSummary, 'reclaimed'>> {
    const { db, clock, batchSize, stopGraceMs = STOP_GRACE_MS } = this.#deps;
    const total = { sent: 0, failed: 0, suppressed: 0 };
    /** Organisations whose mail server does not answer: one wait for it is enough. */
    const unreachable = new Set<string>();
    using patience = new Patience(signal, stopGraceMs);
    for (let done = 0; done < batchSize; done += 1) {
      if (signal?.aborted === true) break;
      this.#stamp();
      const row = await db.write((tx) => claimMail(tx, clock.now(), unreachable));
      if (row === undefined) break;
      changed.add(row.orgId);
      const outcome = await sendMail(this.#deps, row, patience.signal);
      if (outcome === 'later') unreachable.add(row.orgId);
      if (outcome === 'sent' || outcome === 'failed' || outcome === 'suppressed') total[outcome] += 1;
    }
    return total;
  }

  #stamp(): void {
    this.#lastTickMs = this.#deps.clock.monotonicMs();
  }

  #announce(orgId: string): void {
    this.#deps.publish({ orgId, audience: 'admin', message: { type: 'changed', what: 'deliveries' } });
  }
}

/** A signal that follows another one some time later, so that a mail half handed over is mostly finished, not repeated. */
class Patience {
  readonly #late = new AbortController();
  readonly #stop: AbortSignal | undefined;
  readonly #onStop: () => void;
  #timer: NodeJS.Timeout | undefined;

  constructor(stop: AbortSignal | undefined, graceMs: number) {
    this.#stop = stop;
    this.#onStop = () => {
      this.#timer = setTimeout(() => this.#late.abort(), graceMs);
    };
    stop?.addEventListener('abort', this.#onStop, { once: true });
  }

  get signal(): AbortSignal {
    return this.#late.signal;
  }

  [Symbol.dispose](): void {
    this.#stop?.removeEventListener('abort', this.#onStop);
    clearTimeout(this.#timer);
  }
}
