import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/database.ts';
import { notifications } from '../db/schema/notifications.ts';
import { readSetting } from '../db/settings-repository.ts';
import type { HeartbeatEvent } from '../nodes/reports/heartbeat-service.ts';

/** A node or camera that went offline or came back. */
export type Transition = {
  readonly orgId: string;
  readonly name: string;
  readonly status: 'online' | 'offline';
} & (
  | { readonly kind: 'node'; readonly nodeId: string }
  | { readonly kind: 'camera'; readonly cameraId: string; readonly nodeId: string | null }
);

export interface TransitionNoticesDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Logger;
}

/** The same transition of the same thing is told at most once in this time. */
const QUIET_MS = 60_000;

/** States of a camera that delivers pictures. */
const LIVE: ReadonlySet<string> = new Set(['online', 'streaming', 'recording']);

type NotificationValues = typeof notifications.$inferInsert;

/** Writes a notification when a node or camera goes offline or comes back. */
export class TransitionNotices {
  readonly #deps: TransitionNoticesDeps;
  /** Monotonic time of the last notice by kind, id and direction. */
  readonly #told = new Map<string, number>();
  /** What went offline and was not yet told to be back: a restart registers it, or shows other states, before. */
  readonly #down = new Set<string>();

  constructor(deps: TransitionNoticesDeps) {
    this.#deps = deps;
  }

  /** Notes one transition, unless it was told within the last minute or is switched off. Never throws. */
  async announce(transition: Transition): Promise<void> {
    try {
      await this.#write(transition);
    } catch (error) {
      this.#deps.log.warn({ err: error }, 'A notice about a node or camera could not be stored');
    }
  }

  /** What a stored heartbeat changed: the node back, and cameras that went or came, in the node's order. */
  async heartbeat(event: HeartbeatEvent): Promise<void> {
    const { orgId, nodeId, nodeName } = event;
    if (event.cameOnline || this.#down.has(`node ${nodeId}`)) {
      await this.announce({ kind: 'node', orgId, nodeId, name: nodeName, status: 'online' });
    }
    for (const { cameraId, name, former, status } of event.changed) {
      const cameBack = LIVE.has(status) && (former === 'offline' || this.#down.has(`camera ${cameraId}`));
      if (!cameBack && status !== 'offline') continue;
      const direction = cameBack ? 'online' : 'offline';
      await this.announce({ kind: 'camera', orgId, cameraId, nodeId, name, status: direction });
    }
  }

  async #write(transition: Transition): Promise<void> {
    const { db, clock } = this.#deps;
    const { kind, orgId, status } = transition;
    const id = transition.kind === 'node' ? transition.nodeId : transition.cameraId;
    if (status === 'offline') this.#down.add(`${kind} ${id}`);
    else this.#down.delete(`${kind} ${id}`);
    if (!this.#isDue(`${kind} ${id} ${status}`)) return;
    const wanted = await readSetting(db.read, orgId, `${kind}_transition_notifications`);
    if (wanted !== undefined && wanted !== 'true') return;
    const values = { ...wordsOf(transition), ...placeOf(transition), orgId, createdAt: clock.now() };
    await db.write(async (tx) => {
      tx.insert(notifications).values(values).run();
    });
  }

  /** Takes the slot of this transition; false while the last one is younger than a minute. */
  #isDue(key: string): boolean {
    const now = this.#deps.clock.monotonicMs();
    for (const [told, at] of this.#told) if (now - at >= QUIET_MS) this.#told.delete(told);
    if (this.#told.has(key)) return false;
    this.#told.set(key, now);
    return true;
  }
}

function placeOf(
  transition: Transition,
): Pick<NotificationValues, 'audience' | 'link' | 'cameraId' | 'nodeId'> {
  if (transition.kind === 'node') return { audience: 'admin', link: '/admin', nodeId: transition.nodeId };
  const { cameraId, nodeId } = transition;
  return { audience: 'all', link: `/dashboard?camera=${encodeURIComponent(cameraId)}`, cameraId, nodeId };
}

function wordsOf({
  kind,
  status,
  name,
}: Transition): Pick<NotificationValues, 'kind' | 'title' | 'body' | 'severity'> {
  // A title has at most 200 characters.
  const what = kind === 'node' ? `Node '${name.slice(0, 150)}'` : name.slice(0, 150);
  if (status === 'online') {
    return {
      kind: `${kind}_online`,
      title: `${what} is online`,
      body: kind === 'node' ? 'It is connected again.' : 'Its pictures are arriving again.',
      severity: 'info',
    };
  }
  return {
    kind: `${kind}_offline`,
    title: `${what} went offline`,
    body:
      kind === 'node'
        ? 'Nothing was heard of it for more than 90 seconds. Check its power and its network.'
        : 'No pictures are arriving from it. Check its power, its cable and its node.',
    severity: 'warning',
  };
}
