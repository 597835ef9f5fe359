import type { OpenSession, SessionEvents } from '../../player/hls-session.ts';
import type { SessionFailure } from '../../player/trouble.ts';
import type { EventLog } from './event-log.ts';

function failureWords({ kind, status, segment }: SessionFailure): string {
  const what = segment ? 'segment' : 'playlist';
  if (kind === 'network') {
    return status === null || status === 0
      ? `No answer for a ${what}`
      : `A ${what} was answered with status ${status}`;
  }
  return kind === 'media' ? 'The video could not be decoded' : 'The player library failed';
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
    if (this.#end === null) this.#log.add(`First playlist, up to segment ${end}`);
    else if (end < this.#end)
      this.#log.add(`Segment numbers fell from ${this.#end} to ${end}`, { isBad: true });
    if (segmentMs !== this.#segmentMs) this.#log.add(`Segments last up to ${segmentMs / 1000} s`);
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
      log.add(`Segment of ${durationS.toFixed(1)} s buffered`, { kind: 'segment' });
      events.segment(endS, durationS);
    },
    codec: (codec) => {
      log.add(`Video codec ${codec}`);
      events.codec(codec);
    },
    undecodable: () => {
      log.add('This browser refuses the video format', { isBad: true });
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
      log.add('Session opened');
      const session = open(video, url, tracedEvents(events, log, onSegment));
      return {
        retryLoad: () => {
          log.add('Tries to load again', { kind: 'retry' });
          session.retryLoad();
        },
        recoverMedia: (now) => {
          const begun = session.recoverMedia(now);
          if (begun) log.add('Rebuilds its buffers');
          return begun;
        },
        stopLoad: () => {
          log.add('Stops loading');
          session.stopLoad();
        },
        destroy: () => {
          log.add('Session closed');
          session.destroy();
        },
      };
    };
  };
}
