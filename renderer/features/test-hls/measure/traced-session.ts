import { t } from '@lingui/core/macro';
import { formats } from '../../../hooks/format.ts';
import type { OpenSession, SessionEvents } from '../../player/hls-session.ts';
import type { PlaylistOrigin } from '../../player/notices/notice-loader.ts';
import type { SessionFailure } from '../../player/trouble.ts';
import type { EventLog } from './event-log.ts';

function failureWords({ kind, status, segment }: SessionFailure): string {
  if (kind === 'network' && (status === null || status === 0)) {
    return segment ? t`No answer for a segment` : t`No answer for a playlist`;
  }
  if (kind === 'network') {
    const answer = String(status);
    return segment
      ? t`A segment was answered with status ${answer}`
      : t`A playlist was answered with status ${answer}`;
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
    if (segmentMs !== this.#segmentMs)
      this.#log.add(t`Segments last up to ${formats.count(segmentMs / 1000)} s`);
    this.#end = end;
    this.#segmentMs = segmentMs;
  }
}

/** Notes when segments begin to be learned of in another way. */
class OriginNotes {
  readonly #log: EventLog;
  #origin: PlaylistOrigin | null = null;

  constructor(log: EventLog) {
    this.#log = log;
  }

  note(origin: PlaylistOrigin): void {
    if (origin !== this.#origin) {
      this.#log.add(
        origin === 'notice' ? t`The server tells of new segments` : t`Asks the server for new segments`,
      );
    }
    this.#origin = origin;
  }
}

function tracedEvents(
  events: SessionEvents,
  log: EventLog,
  onSegment: (seconds: number) => void,
): SessionEvents {
  const playlists = new PlaylistNotes(log);
  const origins = new OriginNotes(log);
  return {
    playlist: (end, segmentMs, origin) => {
      playlists.note(end, segmentMs);
      origins.note(origin);
      events.playlist(end, segmentMs, origin);
    },
    segment: (endS, durationS) => {
      onSegment(durationS);
      log.add(t`Segment of ${formats.number(durationS)} s buffered`, { kind: 'segment' });
      events.segment(endS, durationS);
    },
    codec: (codec) => {
      log.add(t`Video codec ${codec}`);
      events.codec(codec);
    },
    cameBack: () => {
      log.add(t`The server says that the camera is live again`);
      events.cameBack();
    },
    undecodable: () => {
      log.add(t`This browser refuses the video format`, { isBad: true });
      events.undecodable();
    },
    failed: (failure) => {
      const words = failureWords(failure);
      log.add(words, { kind: words, isBad: true });
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
