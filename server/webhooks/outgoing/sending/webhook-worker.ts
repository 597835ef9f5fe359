import type { Logger } from 'pino';
import type { Publish } from '../../../events/event-hub.ts';
import { deliver, type Claimed, type DeliverDeps } from './deliver.ts';
import { abandonedIds, markSending, nextDue, putBack, waitingEndpoints } from '../delivery-repository.ts';
import { publishDeliveries } from '../publish-deliveries.ts';
import { isResting } from './retry-plan.ts';
import { endpointById } from '../webhook-repository.ts';

export interface WebhookWorkerDeps extends DeliverDeps {
  readonly log: Logger;
  readonly publish: Publish;
}

/** An attempt takes ten seconds at most; one that is older was cut off by the end of the program. */
const ABANDONED_AFTER_MS = 60_000;
/** Endpoints that are served at the same time. */
const MAX_LANES = 20;
/** Messages of one endpoint before another one's turn. */
const LANE_MESSAGES = 50;

/**
 * Sends waiting messages. Each endpoint has a lane of its own: messages of one endpoint leave one after the other, and
 * a receiver that hangs holds up nobody else.
 */
export class WebhookWorker {
  readonly #deps: WebhookWorkerDeps;
  /** Lanes under way by endpoint. */
  readonly #lanes = new Map<string, Promise<void>>();
  /** Endpoint whose lane was begun last: the next turn goes on behind it. */
  #last = '';

  constructor(deps: WebhookWorkerDeps) {
    this.#deps = deps;
  }

  /** Takes back what an earlier run left under way and begins a lane for each endpoint with a message due. */
  async tick(signal: AbortSignal): Promise<void> {
    await this.#takeBack();
    const waiting = await waitingEndpoints(this.#deps.db.read);
    const later = waiting.filter((id) => id > this.#last);
    for (const endpointId of [...later, ...waiting.slice(0, waiting.length - later.length)]) {
      if (signal.aborted || this.#lanes.size >= MAX_LANES) return;
      if (this.#lanes.has(endpointId) || !(await this.#isReady(endpointId))) continue;
      this.#last = endpointId;
      const lane = this.#run(endpointId, signal).finally(() => this.#lanes.delete(endpointId));
      this.#lanes.set(endpointId, lane);
    }
  }

  /** Resolves when every lane has ended; soon after the signal of their tick aborted. Await it before the database closes. */
  async idle(): Promise<void> {
    while (this.#lanes.size > 0) await Promise.all(this.#lanes.values());
  }

  async #takeBack(): Promise<void> {
    const { db, clock, log } = this.#deps;
    const before = new Date(clock.now().getTime() - ABANDONED_AFTER_MS);
    const ids = await abandonedIds(db.read, before, [...this.#lanes.keys()]);
    if (ids.length === 0) return;
    await db.write((tx) => putBack(tx, ids));
    log.info({ messages: ids.length }, 'Webhook messages cut off by a stop are sent again');
  }

  /** Asked outside a transaction, so that endpoints that wait cost no write. */
  async #isReady(endpointId: string): Promise<boolean> {
    const { db, clock } = this.#deps;
    const endpoint = await endpointById(db.read, endpointId);
    if (endpoint?.enabled !== true || isResting(endpoint, clock.now())) return false;
    return (await nextDue(db.read, endpointId, clock.now())) !== undefined;
  }

  /** Never rejects. After a failure the endpoint rests. */
  async #run(endpointId: string, signal: AbortSignal): Promise<void> {
    let orgId: string | undefined;
    try {
      for (let sent = 0; sent < LANE_MESSAGES && !signal.aborted; sent += 1) {
        const claimed = await this.#claim(endpointId);
        if (claimed === undefined) break;
        ({ orgId } = claimed.row);
        const outcome = await deliver(this.#deps, claimed, signal);
        if (outcome?.verdict !== 'delivered') break;
      }
    } catch (error) {
      this.#deps.log.error({ err: error }, 'A webhook message could not be handled; it will be tried again');
    }
    if (orgId !== undefined) publishDeliveries(this.#deps.publish, orgId);
  }

  #claim(endpointId: string): Promise<Claimed | undefined> {
    const { db, clock } = this.#deps;
    return db.write(async (tx) => {
      const endpoint = await endpointById(tx, endpointId);
      if (endpoint?.enabled !== true) return undefined;
      const row = await nextDue(tx, endpointId, clock.now());
      if (row === undefined) return undefined;
      await markSending(tx, row.id, clock.now());
      return { row, endpoint };
    });
  }
}
