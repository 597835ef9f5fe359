import type { Logger } from 'pino';
import type { Clock } from '../../clock.ts';
import type { LiveMessage, SegmentMessage } from '../../contract/dashboard-events.ts';
import type { SegmentCache } from '../segment-cache.ts';
import type { StreamNews } from './notice-board.ts';

/** Takes what a camera's followers are told: the text of one `segment` or `live` message. Must not wait. */
export type Follower = (cameraId: string, json: string) => void;

export interface FeedStats {
  /** Cameras somebody follows, each counted once for everyone who does. */
  readonly camera_followers: number;
  /** Segment notices that slow followers were spared since the start. */
  readonly notices_skipped: number;
}

/** Tells followers of a camera about its segments, each at the moment it is accepted or published. */
export class LiveFeed {
  readonly #segments: SegmentCache;
  readonly #clock: Clock;
  readonly #log: Logger;
  readonly #followers = new Map<string, Set<Follower>>();
  #followed = 0;
  #skipped = 0;

  constructor(core: { readonly segments: SegmentCache; readonly clock: Clock; readonly log: Logger }) {
    this.#segments = core.segments;
    this.#clock = core.clock;
    this.#log = core.log;
    core.segments.observe((cameraId, news) => this.#tell(cameraId, news));
  }

  /** Follows a camera until the answered function is called. What is on air already is asked for with `live`. */
  follow(cameraId: string, follower: Follower): () => void {
    const followers = this.#followers.get(cameraId) ?? new Set();
    this.#followers.set(cameraId, followers.add(follower));
    this.#followed += 1;
    return () => {
      if (!followers.delete(follower)) return;
      this.#followed -= 1;
      if (followers.size === 0 && this.#followers.get(cameraId) === followers)
        this.#followers.delete(cameraId);
    };
  }

  /** The `live` message of this moment, as JSON. */
  live(cameraId: string): string {
    const live = this.#segments.live(cameraId, this.#clock.monotonicMs());
    const message: LiveMessage = {
      type: 'live',
      camera_id: cameraId,
      target_s: live.targetSeconds,
      discontinuity_sequence: live.discontinuitySequence,
      segments: [...live.segments],
    };
    return JSON.stringify(message);
  }

  /** Counts a notice that a follower could not take. */
  skipped(): void {
    this.#skipped += 1;
  }

  stats(): FeedStats {
    return { camera_followers: this.#followed, notices_skipped: this.#skipped };
  }

  /** Never throws: what becomes of a follower must not fail the upload it is told of. */
  #tell(cameraId: string, news: StreamNews): void {
    const followers = this.#followers.get(cameraId);
    if (followers === undefined) return;
    try {
      for (const json of this.#messages(cameraId, news)) {
        for (const follower of followers) follower(cameraId, json);
      }
    } catch (error) {
      this.#log.error({ err: error }, 'A follower of live video could not be told');
    }
  }

  #messages(cameraId: string, news: StreamNews): string[] {
    if (news.reset) return [this.live(cameraId)];
    return news.segments.map((segment) => {
      const message: SegmentMessage = { type: 'segment', camera_id: cameraId, segment };
      return JSON.stringify(message);
    });
  }
}
