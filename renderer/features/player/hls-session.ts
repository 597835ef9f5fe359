import type Hls from 'hls.js';
import type { ErrorData, HlsConfig } from 'hls.js';
import { authorizationHeader } from '../../api/signals.ts';
import { REWIND_S } from './rewind/rewind.ts';
import type { SessionFailure } from './trouble.ts';

/** One load attempt; what failed is retried by the stream player, not by hls.js. */
const policy = (firstByteMs: number, totalMs: number) => ({
  default: {
    maxTimeToFirstByteMs: firstByteMs,
    maxLoadTimeMs: totalMs,
    timeoutRetry: null,
    errorRetry: null,
  },
});

const CONFIG: Partial<HlsConfig> = {
  liveSyncDurationCount: 1,
  // Catching up is the latency controller's work: two controllers would fight.
  maxLiveSyncPlaybackRate: 1,
  liveDurationInfinity: true,
  lowLatencyMode: true,
  backBufferLength: 10,
  maxBufferLength: 12,
  maxMaxBufferLength: 12,
  // A worker would be a blob: URL, which the content security policy forbids; the work is small.
  enableWorker: false,
  manifestLoadPolicy: policy(5000, 8000),
  playlistLoadPolicy: policy(5000, 8000),
  // On a slow line a segment of 30 s may take nearly as long to arrive.
  fragLoadPolicy: policy(5000, 40_000),
};

/** Old pictures stay for rewinding; while rewound, new ones must go on arriving behind them. */
const REWINDABLE: Partial<HlsConfig> = {
  ...CONFIG,
  backBufferLength: REWIND_S,
  maxBufferLength: REWIND_S + 15,
  maxMaxBufferLength: REWIND_S + 15,
};

export interface SessionEvents {
  /** The playlist now ends with this media sequence number; its longest segment lasts `segmentMs`. */
  readonly playlist: (endSequence: number, segmentMs: number) => void;
  /** A segment's bytes are buffered; media times in seconds. */
  readonly segment: (endS: number, durationS: number) => void;
  /** The video codec, e.g. `avc1.64001f`. */
  readonly codec: (codec: string) => void;
  /** This browser refuses the video's format; the library may still try something. */
  readonly undecodable: () => void;
  /** Playback cannot go on by itself. */
  readonly failed: (failure: SessionFailure) => void;
}

/** What the stream player needs of a session. */
export type Session = Pick<HlsSession, 'retryLoad' | 'recoverMedia' | 'stopLoad' | 'destroy'>;

export type OpenSession = (video: HTMLVideoElement, url: string, events: SessionEvents) => Session;

async function load(config: Partial<HlsConfig>): Promise<OpenSession> {
  const { default: Library } = await import('hls.js/light');
  return (video, url, events) => new HlsSession(Library, config, video, url, events);
}

/** Fetches the player library, which the rest of the dashboard does without. Rejects when that fails. */
export function loadHls(): Promise<OpenSession> {
  return load(CONFIG);
}

/** As `loadHls`, for sessions that keep the last minute in memory. */
export function loadRewindableHls(): Promise<OpenSession> {
  return load(REWINDABLE);
}

function describeFailure(Library: typeof Hls, data: ErrorData): SessionFailure {
  const { NETWORK_ERROR, MEDIA_ERROR } = Library.ErrorTypes;
  const kind = data.type === NETWORK_ERROR ? 'network' : data.type === MEDIA_ERROR ? 'media' : 'other';
  return { kind, status: data.response?.code ?? null, segment: data.frag !== undefined };
}

function refusesFormat({ ErrorDetails }: typeof Hls, data: ErrorData): boolean {
  const { BUFFER_ADD_CODEC_ERROR, BUFFER_INCOMPATIBLE_CODECS_ERROR, FRAG_PARSING_ERROR } = ErrorDetails;
  return [BUFFER_ADD_CODEC_ERROR, BUFFER_INCOMPATIBLE_CODECS_ERROR, FRAG_PARSING_ERROR].includes(
    data.details,
  );
}

/** One hls.js instance on one video element, from attach to destroy. */
class HlsSession {
  readonly #hls: Hls;
  readonly #url: string;
  #parsed = false;
  #mediaRecoveredAt = Number.NEGATIVE_INFINITY;

  constructor(
    Library: typeof Hls,
    config: Partial<HlsConfig>,
    video: HTMLVideoElement,
    url: string,
    events: SessionEvents,
  ) {
    this.#url = url;
    this.#hls = new Library({
      ...config,
      xhrSetup: async (xhr, requestUrl) => {
        const headers = await authorizationHeader();
        if (xhr.readyState === XMLHttpRequest.UNSENT) xhr.open('GET', requestUrl, true);
        for (const [name, value] of Object.entries(headers)) xhr.setRequestHeader(name, value);
      },
    });
    const { Events } = Library;
    this.#hls.on(Events.LEVEL_LOADED, (_, data) => {
      this.#parsed = true;
      events.playlist(data.details.endSN, data.details.targetduration * 1000);
    });
    this.#hls.on(Events.FRAG_BUFFERED, (_, { frag }) => {
      if (frag.sn !== 'initSegment') events.segment(frag.end, frag.duration);
    });
    this.#hls.on(Events.BUFFER_CODECS, (_, { video }) => {
      if (video?.codec !== undefined) events.codec(video.codec);
    });
    this.#hls.on(Events.ERROR, (_, data) => {
      if (refusesFormat(Library, data)) events.undecodable();
      if (data.fatal) events.failed(describeFailure(Library, data));
    });
    this.#hls.loadSource(url);
    this.#hls.attachMedia(video);
  }

  /** Tries the network again without losing the picture that is shown. */
  retryLoad(): void {
    if (this.#parsed) this.#hls.startLoad(-1);
    else this.#hls.loadSource(this.#url);
  }

  /** Fetches nothing more; what is buffered stays. Works once pictures are there. */
  stopLoad(): void {
    this.#hls.stopLoad();
  }

  /** Asks hls.js to rebuild its buffers; false when that was tried a moment ago already. */
  recoverMedia(now: number): boolean {
    if (now - this.#mediaRecoveredAt < 5000) return false;
    this.#mediaRecoveredAt = now;
    this.#hls.recoverMediaError();
    return true;
  }

  destroy(): void {
    this.#hls.destroy();
  }
}
