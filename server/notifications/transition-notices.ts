import type { Clock } from '../clock.ts';
import type { Database } from '../db/database.ts';
import type { HeartbeatEvent } from '../nodes/reports/heartbeat-service.ts';
import { cameraOfflineNotice, cameraOnlineNotice } from './notices/camera-notices.ts';
import { nodeOfflineNotice, nodeOnlineNotice } from './notices/node-notices.ts';
import type { Notice, Notifier } from './notifier.ts';
import { storedOffline } from './transition-repository.ts';

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
  readonly notifier: Pick<Notifier, 'notify'>;
}

/** The same transition of the same thing is told at most once in this time. */
const QUIET_MS = 60_000;

/** States of a camera that delivers pictures. */
const LIVE: ReadonlySet<string> = new Set(['online', 'streaming', 'recording']);

/** Notifies when a node or camera goes offline or comes back. */
export class TransitionNotices {
  readonly #deps: TransitionNoticesDeps;
  /** Monotonic time of the last notice by kind, id and direction. */
  readonly #told = new Map<string, number>();
  /** What went offline and was not yet told to be back: a restart registers it, or shows other states, before. */
  readonly #down = new Set<string>();

  constructor(deps: TransitionNoticesDeps) {
    this.#deps = deps;
  }

  /** Takes over what is stored as offline, so that its return is told although the server was restarted between. */
  async load(): Promise<void> {
    const offline = await storedOffline(this.#deps.db.read);
    for (const id of offline.nodes) this.#down.add(`node ${id}`);
    for (const id of offline.cameras) this.#down.add(`camera ${id}`);
  }

  /** Tells of one transition, unless it was told within the last minute. Never throws. */
  async announce(transition: Transition): Promise<void> {
    const { kind, status } = transition;
    const id = transition.kind === 'node' ? transition.nodeId : transition.cameraId;
    if (status === 'offline') this.#down.add(`${kind} ${id}`);
    else this.#down.delete(`${kind} ${id}`);
    if (this.#isDue(`${kind} ${id} ${status}`)) await this.#deps.notifier.notify(noticeOf(transition));
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

  /** Takes the slot of this transition; false while the last one is younger than a minute. */
  #isDue(key: string): boolean {
    const now = this.#deps.clock.monotonicMs();
    for (const [told, at] of this.#told) if (now - at >= QUIET_MS) this.#told.delete(told);
    if (this.#told.has(key)) return false;
    this.#told.set(key, now);
    return true;
  }
}

function noticeOf(transition: Transition): Notice {
  const back = transition.status === 'online';
  if (transition.kind === 'node') return back ? nodeOnlineNotice(transition) : nodeOfflineNotice(transition);
  return back ? cameraOnlineNotice(transition) : cameraOfflineNotice(transition);
}
