import { WATCHED_MAX } from '../contract/dashboard-events.ts';
import type { LiveFeed } from '../streaming/notices/live-feed.ts';

export interface WatchDeps {
  readonly feed: Pick<LiveFeed, 'follow' | 'live' | 'skipped'>;
  /** Whether people of the organisation may see this camera; false also where there is no such camera. */
  readonly mayWatch: (orgId: string, cameraId: string) => boolean;
}

/** The connection of one tab. */
interface Outlet {
  /** Takes no more until `WatchedCameras.resume` is called. */
  readonly isFull: boolean;
  write(json: string): unknown;
}

/**
 * The cameras one tab plays. Notices are never queued: while the connection is full it is only remembered which cameras
 * have news, and each of them is told anew, with its newest segments, when the connection takes messages again.
 */
export class WatchedCameras {
  readonly #outlet: Outlet;
  readonly #deps: WatchDeps;
  readonly #orgId: string;
  /** Camera → the function that ends following it. */
  readonly #watched = new Map<string, () => void>();
  readonly #behind = new Set<string>();
  #ended = false;

  constructor(outlet: Outlet, orgId: string, deps: WatchDeps) {
    this.#outlet = outlet;
    this.#orgId = orgId;
    this.#deps = deps;
  }

  /** Watches these cameras and no others; those beyond the limit and those the person may not see are passed over. */
  replace(cameraIds: readonly string[]): void {
    if (this.#ended) return;
    const wanted = this.#permitted(cameraIds);
    for (const [cameraId, unfollow] of this.#watched) {
      if (wanted.has(cameraId)) continue;
      unfollow();
      this.#watched.delete(cameraId);
      this.#behind.delete(cameraId);
    }
    for (const cameraId of wanted) {
      if (this.#watched.has(cameraId)) continue;
      this.#watched.set(cameraId, this.#deps.feed.follow(cameraId, this.#told));
      this.#behind.add(cameraId);
    }
    this.resume();
  }

  /** Tells what could not be told, as far as the connection takes it. */
  resume(): void {
    for (const cameraId of this.#behind) {
      if (this.#outlet.isFull) return;
      this.#behind.delete(cameraId);
      this.#outlet.write(this.#deps.feed.live(cameraId));
    }
  }

  /** Stops telling anything, for good. */
  end(): void {
    this.#ended = true;
    for (const unfollow of this.#watched.values()) unfollow();
    this.#watched.clear();
    this.#behind.clear();
  }

  readonly #told = (cameraId: string, json: string): void => {
    if (!this.#outlet.isFull && !this.#behind.has(cameraId)) {
      this.#outlet.write(json);
      return;
    }
    this.#behind.add(cameraId);
    this.#deps.feed.skipped();
  };

  #permitted(cameraIds: readonly string[]): ReadonlySet<string> {
    const permitted = new Set<string>();
    for (const cameraId of cameraIds) {
      if (permitted.size === WATCHED_MAX) break;
      if (this.#deps.mayWatch(this.#orgId, cameraId)) permitted.add(cameraId);
    }
    return permitted;
  }
}
