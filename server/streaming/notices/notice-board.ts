import type { SegmentNotice } from '../../contract/dashboard-events.ts';
import type { HeldSegment } from '../held-segments.ts';
import { noticeOf, type PublishedSegment } from './segment-notice.ts';

/** What happened to one camera's stream since it was last asked. */
export interface StreamNews {
  /** Something was published. */
  readonly published: boolean;
  /** Whoever follows segment by segment must take the whole window anew. */
  readonly reset: boolean;
  /** The next segments, in order; none with a reset. */
  readonly segments: readonly SegmentNotice[];
}

/** A segment told before the node's playlist lists it. */
interface Ahead {
  readonly segment: HeldSegment;
  readonly notice: SegmentNotice;
}

/**
 * Collects what followers of one camera are to be told. They are told of a segment once: at its publication, or before
 * it when it can only be the next one. Where the publication then turns out otherwise, they begin anew.
 */
export class NoticeBoard {
  #ahead: Ahead | undefined;
  #segments: SegmentNotice[] = [];
  #published = false;
  #reset = false;

  /** The notice given in advance of its publication, if there is one. */
  get ahead(): SegmentNotice | undefined {
    return this.#ahead?.notice;
  }

  /** Tells of a segment that must be the next one published. */
  expect(next: PublishedSegment): void {
    const notice = noticeOf(next);
    this.#ahead = { segment: next.segment, notice };
    this.#segments.push(notice);
  }

  published(entry: PublishedSegment): void {
    this.#published = true;
    const ahead = this.#ahead?.notice;
    this.#ahead = undefined;
    const notice = noticeOf(entry);
    if (ahead === undefined) this.#segments.push(notice);
    else if (!isSame(ahead, notice)) this.#reset = true;
  }

  /** Takes back what was told in advance: of this segment, or of any. */
  withdraw(segment = this.#ahead?.segment): void {
    if (this.#ahead === undefined || this.#ahead.segment !== segment) return;
    this.#ahead = undefined;
    this.#reset = true;
  }

  reset(): void {
    this.#reset = true;
  }

  /** Hands over the news, once; undefined when there are none. */
  take(): StreamNews | undefined {
    if (!this.#published && !this.#reset && this.#segments.length === 0) return undefined;
    const news = {
      published: this.#published,
      reset: this.#reset,
      segments: this.#reset ? [] : this.#segments,
    };
    this.#published = false;
    this.#reset = false;
    this.#segments = [];
    return news;
  }
}

/** The duration was a guess, which does no harm: players measure it. */
function isSame(told: SegmentNotice, published: SegmentNotice): boolean {
  return told.sequence === published.sequence && told.uri === published.uri && !published.discontinuity;
}
