import type { Logger } from 'pino';
import type { Loop } from '../background/loop-runner.ts';
import type { Clock } from '../clock.ts';
import type { Config } from '../config/config.ts';
import type { Database } from '../db/database.ts';
import { AccessLog } from './access-log.ts';
import { noVideoCounts, type VideoCounts } from './http/video-counts.ts';
import { LiveFeed } from './notices/live-feed.ts';
import { PlaylistHolds } from './notices/playlist-holds.ts';
import { SegmentCache } from './segment-cache.ts';
import { ViewerUsage } from './viewer-usage.ts';

export interface LiveVideoCore {
  readonly config: Config;
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Live video in memory, and who watches it. */
export interface LiveVideo {
  readonly segments: SegmentCache;
  readonly holds: PlaylistHolds;
  readonly feed: LiveFeed;
  readonly counts: VideoCounts;
  readonly usage: ViewerUsage;
  readonly accessLog: AccessLog;
  readonly loops: readonly Loop[];
}

/** Builds the video cache and its counters; what is pending is written when `stack` ends. */
export async function createLiveVideo(core: LiveVideoCore, stack: AsyncDisposableStack): Promise<LiveVideo> {
  const { config, db, clock } = core;
  const segments = new SegmentCache(config.segments, clock);
  const holds = new PlaylistHolds(segments);
  const feed = new LiveFeed({ ...core, segments });
  const usage = new ViewerUsage(db, clock);
  await usage.load();
  stack.defer(() => usage.flush());
  const loops = [{ name: 'viewer-usage', everyMs: 60_000, tick: () => usage.flush() }];
  return { segments, holds, feed, usage, accessLog: new AccessLog(core), counts: noVideoCounts(), loops };
}
