import { expect } from 'vitest';
import {
  liveMessage,
  segmentMessage,
  type LiveMessage,
  type SegmentNotice,
} from '../../../server/contract/dashboard-events.ts';
import { LiveFeed } from '../../../server/streaming/notices/live-feed.ts';
import { createLogger } from '../../../server/log.ts';
import type { SegmentCache } from '../../../server/streaming/segment-cache.ts';
import type { FakeClock } from '../../support/fake-clock.ts';
import type { Shown } from './live-camera.ts';

/** What a page knows of one camera from notices alone. */
export class Follower {
  readonly cameraId: string;
  window: SegmentNotice[] = [];
  /** Discontinuity sequence of the segment before the window. */
  discontinuitySequence = 0;
  targetSeconds = 0;
  /** `live` or the sequence number, in the order told. */
  readonly told: ('live' | number)[] = [];
  readonly #inbox: string[] = [];
  #unfollow = (): void => undefined;

  constructor(cameraId: string) {
    this.cameraId = cameraId;
  }

  /** Connects, and is told the present window; again after a restart of the server. */
  connect(feed: LiveFeed): void {
    this.#unfollow();
    this.#unfollow = feed.follow(this.cameraId, (_cameraId, json) => this.#inbox.push(json));
    this.#inbox.push(feed.live(this.cameraId));
  }

  /** Takes in what was told; here and not when told, because a follower's error never reaches who tells it. */
  read(): this {
    for (const json of this.#inbox.splice(0)) this.#hear(JSON.parse(json));
    return this;
  }

  get newest(): SegmentNotice | undefined {
    return this.window.at(-1);
  }

  /** Whatever the playlist lists is known under the same number, and at most one segment more. */
  agreesWith(shown: Shown): void {
    this.read();
    const last = shown.mediaSequence + shown.entries.length - 1;
    expect(this.newest?.sequence).toBeGreaterThanOrEqual(last);
    expect(this.newest?.sequence).toBeLessThanOrEqual(last + 1);
    expect(this.targetSeconds).toBe(shown.targetDuration);
    const skipped = this.window.filter(({ sequence }) => sequence < shown.mediaSequence);
    const discontinuities = skipped.filter(({ discontinuity }) => discontinuity).length;
    expect(this.discontinuitySequence + discontinuities).toBe(shown.discontinuitySequence);
    const listed = this.window.slice(skipped.length, skipped.length + shown.entries.length);
    expect(listed.map(({ sequence, uri, discontinuity }) => ({ sequence, uri, discontinuity }))).toEqual(
      shown.entries.map(({ uri }, index) => ({
        sequence: shown.mediaSequence + index,
        uri,
        discontinuity: shown.discontinuities.includes(index),
      })),
    );
  }

  #hear(message: unknown): void {
    const live = liveMessage.safeParse(message);
    if (live.success) this.#begin(live.data);
    else {
      const { camera_id: cameraId, segment } = segmentMessage.parse(message);
      expect(cameraId).toBe(this.cameraId);
      this.#append(segment);
    }
  }

  #begin(live: LiveMessage): void {
    this.told.push('live');
    this.window = live.segments;
    this.discontinuitySequence = live.discontinuity_sequence;
    this.targetSeconds = live.target_s;
    const first = live.segments[0]?.sequence ?? 0;
    expect(live.segments.map(({ sequence }) => sequence - first)).toEqual([...live.segments.keys()]);
  }

  #append(notice: SegmentNotice): void {
    expect(notice.sequence).toBe((this.newest?.sequence ?? notice.sequence - 1) + 1);
    this.told.push(notice.sequence);
    this.window.push(notice);
  }
}

export function feedOf(segments: SegmentCache, clock: FakeClock): LiveFeed {
  return new LiveFeed({ segments, clock, log: createLogger('silent', () => undefined) });
}
