import { stat } from 'node:fs/promises';
import type { Clock } from '../clock.ts';
import type { LoopState } from '../contract/system.ts';
import type { Database } from '../db/database.ts';
import type { HubStats } from '../events/event-hub.ts';
import type { FeedStats } from '../streaming/notices/live-feed.ts';
import type { VideoCounts } from '../streaming/http/video-counts.ts';
import type { CacheStats } from '../streaming/segment-cache.ts';
import type { DiskFigures } from '../system/health-service.ts';
import type { LagMeter } from './lag-meter.ts';
import { counter, gauge, labelled, type Metric } from './metric.ts';
import { mailsByState, oldestWaitingMail } from './metrics-repository.ts';

/** Where the figures are read when somebody asks; nothing is collected in between. */
export interface MetricSources {
  readonly version: string;
  readonly db: Database;
  readonly databaseFile: string;
  readonly clock: Clock;
  readonly lag: Pick<LagMeter, 'figures'>;
  readonly video: VideoCounts;
  readonly cache: () => CacheStats;
  readonly pendingViewerSeconds: () => number;
  readonly subscribers: () => HubStats;
  readonly nodeChannels: () => number;
  readonly loops: () => readonly LoopState[];
  readonly disk: () => Promise<DiskFigures>;
  readonly uptimeSeconds: () => number;
  readonly notices: () => FeedStats;
}

/** The figures of the whole server, which name nobody and nothing of anybody. */
export async function serverMetrics(sources: MetricSources): Promise<readonly Metric[]> {
  return [
    labelled('gauge', 'sentinel_build_info', 'The running version.', [
      { labels: { version: sources.version }, value: 1 },
    ]),
    ...videoMetrics(sources),
    ...cacheMetrics(sources.cache()),
    ...listenerMetrics(sources),
    ...loopMetrics(sources),
    ...(await mailMetrics(sources)),
    ...(await storageMetrics(sources)),
    ...processMetrics(sources),
  ];
}

function videoMetrics({ video, pendingViewerSeconds }: MetricSources): Metric[] {
  const refused = (side: string) =>
    [...video.refused]
      .map(([key, value]) => ({ key: key.split(' '), value }))
      .filter(({ key }) => key[0] === side)
      .map(({ key, value }) => ({ labels: { status: key[1] ?? '' }, value }));
  return [
    counter('sentinel_ingest_segments_total', 'Segments taken from nodes.', video.segmentsTaken),
    counter('sentinel_ingest_bytes_total', 'Bytes of segments taken from nodes.', video.segmentBytesTaken),
    counter('sentinel_ingest_playlists_total', 'Playlists taken from nodes.', video.playlistsTaken),
    labelled(
      'counter',
      'sentinel_ingest_refused_total',
      'Refused pushes of nodes by status: 401 key, 402 plan, 404 camera, 413 too large, 429 too many.',
      refused('push'),
    ),
    counter(
      'sentinel_serve_segments_total',
      'Segments sent to viewers; each is about a second of viewing, so its rate is the number of streams watched.',
      video.segmentsServed,
    ),
    counter('sentinel_serve_bytes_total', 'Bytes of segments sent to viewers.', video.segmentBytesServed),
    counter('sentinel_serve_playlists_total', 'Playlists sent to viewers.', video.playlistsServed),
    labelled(
      'counter',
      'sentinel_serve_refused_total',
      'Refused requests of viewers by status: 401 signed out, 404 nothing there, 429 allowance used up.',
      refused('view'),
    ),
    gauge('sentinel_viewing_unsaved_seconds', 'Viewing time not yet written down.', pendingViewerSeconds()),
  ];
}

function cacheMetrics(stats: CacheStats): Metric[] {
  return [
    gauge('sentinel_cache_bytes', 'Bytes of live video in memory.', stats.totalBytes),
    gauge('sentinel_cache_segments', 'Segments of live video in memory.', stats.segments),
    gauge('sentinel_cache_cameras', 'Cameras with live video in memory.', stats.cameras),
    gauge('sentinel_cache_playlists', 'Cameras with a playlist.', stats.playlists),
  ];
}

function listenerMetrics({ video, subscribers, nodeChannels, notices }: MetricSources): Metric[] {
  const { camera_followers: followers, notices_skipped: skipped } = notices();
  const { subscriber_total: total, dropped } = subscribers();
  return [
    counter(
      'sentinel_cache_evicted_segments_total',
      'Segments dropped early because the memory for video was full.',
      video.segmentsEvicted,
    ),
    gauge('sentinel_event_subscribers', 'Open pages and event streams.', total),
    counter('sentinel_event_dropped_subscribers_total', 'Listeners ended because too slow.', dropped),
    gauge('sentinel_notice_followers', 'Cameras that open pages are told of segment by segment.', followers),
    counter('sentinel_notices_skipped_total', 'Notices of segments that a slow page was spared.', skipped),
    gauge('sentinel_node_channels', 'Open command channels of camera nodes.', nodeChannels()),
  ];
}

function loopMetrics({ loops, clock }: MetricSources): Metric[] {
  const now = clock.now().getTime();
  const states = loops();
  const each = (value: (loop: LoopState) => number | undefined) =>
    states.flatMap((loop) => {
      const figure = value(loop);
      return figure === undefined ? [] : [{ labels: { loop: loop.name }, value: figure }];
    });
  const lastSuccess = ({ last_run_at: at, last_error_class: error, running }: LoopState) =>
    at === null || error !== null || running ? undefined : Math.max(0, (now - Date.parse(at)) / 1000);
  return [
    labelled(
      'gauge',
      'sentinel_loop_last_success_age_seconds',
      'Since the last run of a background task began; missing while it runs or when that run failed.',
      each(lastSuccess),
    ),
    labelled(
      'counter',
      'sentinel_loop_runs_total',
      'Runs of a background task.',
      each(({ runs }) => runs),
    ),
    labelled(
      'counter',
      'sentinel_loop_failures_total',
      'Failed runs of a background task.',
      each(({ failures }) => failures),
    ),
  ];
}

const MAIL_STATES = ['preparing', 'pending', 'sending', 'sent', 'failed', 'suppressed'];

async function mailMetrics({ db, clock }: MetricSources): Promise<Metric[]> {
  const states = await mailsByState(db.read);
  const oldest = await oldestWaitingMail(db.read);
  const age = oldest === undefined ? 0 : (clock.now().getTime() - oldest.getTime()) / 1000;
  const names = [...new Set([...MAIL_STATES, ...states.keys()])];
  return [
    labelled(
      'gauge',
      'sentinel_mail_queue',
      'Mails in the queue by state; settled ones are kept for a week.',
      names.map((state) => ({ labels: { state }, value: states.get(state) ?? 0 })),
    ),
    gauge('sentinel_mail_oldest_pending_age_seconds', 'Age of the mail that waits longest.', age),
  ];
}

async function storageMetrics({ databaseFile, disk, db }: MetricSources): Promise<Metric[]> {
  const sizes = await Promise.all(
    [databaseFile, `${databaseFile}-wal`].map(
      async (file) => (await stat(file).catch(() => undefined))?.size,
    ),
  );
  const figures = await disk().catch(() => undefined);
  return [
    gauge(
      'sentinel_database_bytes',
      'Size of the database with its log of changes.',
      sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0),
    ),
    gauge('sentinel_database_writes_failing', '1 while the disk refuses changes.', Number(db.writesFailing)),
    ...(figures === undefined
      ? []
      : [
          gauge('sentinel_disk_free_bytes', 'Room on the disk of the data directory.', figures.bytesFree),
          gauge('sentinel_disk_total_bytes', 'Size of the disk of the data directory.', figures.bytesTotal),
        ]),
  ];
}

function processMetrics({ lag, clock, uptimeSeconds }: MetricSources): Metric[] {
  const { user, system } = process.cpuUsage();
  const { rss, heapUsed } = process.memoryUsage();
  const { meanSeconds, p99Seconds, maxSeconds } = lag.figures();
  const uptime = uptimeSeconds();
  const LAG = 'How late the event loop is since the start';
  return [
    counter('process_cpu_seconds_total', 'Processor time used.', (user + system) / 1e6),
    gauge('process_resident_memory_bytes', 'Memory of the process.', rss),
    gauge('process_heap_bytes', 'Memory of JavaScript objects.', heapUsed),
    gauge('sentinel_uptime_seconds', 'Time since the start of the server.', uptime),
    gauge(
      'sentinel_start_time_seconds',
      'Moment of the start, Unix time.',
      Math.round(clock.now().getTime() / 1000 - uptime),
    ),
    gauge('sentinel_event_loop_lag_mean_seconds', `${LAG}: mean.`, meanSeconds),
    gauge('sentinel_event_loop_lag_p99_seconds', `${LAG}: 99 % are below.`, p99Seconds),
    gauge('sentinel_event_loop_lag_max_seconds', `${LAG}: longest.`, maxSeconds),
  ];
}
