import { t } from '@lingui/core/macro';
import type { OpenSession, SessionEvents } from '../../player/hls-session.ts';
import type { SessionFailure } from '../../player/trouble.ts';
import type { EventLog } from './event-log.ts';

function failureWords({ kind, status, segment }: SessionFailure): string {
  const what = segment ? 'segment' : 'playlist';
  if (kind === 'network') {
    return status === null || status === 0
      ? t`No answer for a ${what}`
      : t`A ${what} was answered with status ${status}`;
  }
  return kind === 'media' ? t`The video could not be decoded` : t`The player library failed`;
}

/** Notes playlists that say something new; a list that grows by itself is no news. */
class PlaylistNotes {
  readonly #log: EventLog;
  #end: number | null = null;
  #segmentMs: number | null = null;

  constructor(log: EventLog) {
    this.#log = log;
  }

  note(end: number, segmentMs: number): void {
    if (this.#end === null) this.#log.add(t`First playlist, up to segment ${end}`);
    else if (end < this.#end)
      this.#log.add(t`Segment numbers fell from ${this.#end} to ${end}`, { isBad: true });
    if (segmentMs !== this.#segmentMs) this.#log.add(t`Segments last up to ${segmentMs / 1000} s`);
    this.#end = end;
    this.#segmentMs = segmentMs;
  }
}

function tracedEvents(
  events: SessionEvents,
  log: EventLog,
  onSegment: (seconds: number) => void,
): SessionEvents {
  const playlists = new PlaylistNotes(log);
  return {
    playlist: (end, segmentMs) => {
      playlists.note(end, segmentMs);
      events.playlist(end, segmentMs);
    },
    segment: (endS, durationS) => {
      onSegment(durationS);
      log.add(t`Segment of ${durationS.toFixed(1)} s buffered`, { kind: 'segment' });
      events.segment(endS, durationS);
    },
    codec: (codec) => {
      log.add(t`Video codec ${codec}`);
      events.codec(codec);
    },
    undecodable: () => {
      log.add(t`This browser refuses the video format`, { isBad: true });
      events.undecodable();
    },
    failed: (failure) => {
      log.add(failureWords(failure), { kind: `failed ${failureWords(failure)}`, isBad: true });
      events.failed(failure);
    },
  };
}

/** Sessions that do what others do, and write down each step. `onSegment` is told the seconds of each segment. */
export function traced(
  load: () => Promise<OpenSession>,
  log: EventLog,
  onSegment: (seconds: number) => void,
): () => Promise<OpenSession> {
  return async () => {
    const open = await load();
    return (video, url, events) => {
      log.add(t`Session opened`);
      const session = open(video, url, tracedEvents(events, log, onSegment));
      return {
        retryLoad: () => {
          log.add(t`Tries to load again`, { kind: 'retry' });
          session.retryLoad();
        },
        recoverMedia: (now) => {
          const begun = session.recoverMedia(now);
          if (begun) log.add(t`Rebuilds its buffers`);
          return begun;
        },
        stopLoad: () => {
          log.add(t`Stops loading`);
          session.stopLoad();
        },
        destroy: () => {
          log.add(t`Session closed`);
          session.destroy();
        },
      };
    };
  };
}
