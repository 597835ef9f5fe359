import type Hls from 'hls.js';
import type { ErrorData, HlsConfig } from 'hls.js';
import { authorizationHeader } from '../../api/signals.ts';
import { type LiveNotices, liveNotices } from './notices/live-notices.ts';
import type { PlaylistOrigin } from './notices/notice-loader.ts';
import { type HlsModule, loaderClassOf, NoticeSource } from './notices/notice-source.ts';
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
  // The next playlist is asked for as soon as one came; from notices that costs nothing.
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
  readonly playlist: (endSequence: number, segmentMs: number, origin: PlaylistOrigin) => void;
  /** A segment's bytes are buffered; media times in seconds. */
  readonly segment: (endS: number, durationS: number) => void;
  /** The video codec, e.g. `avc1.64001f`. */
  readonly codec: (codec: string) => void;
  /** This browser refuses the video's format; the library may still try something. */
  readonly undecodable: () => void;
  /** A camera that was not live, as far as known, is live now: what failed is worth another try. */
  readonly cameBack: () => void;
  /** Playback cannot go on by itself. */
  readonly failed: (failure: SessionFailure) => void;
}

/** What the stream player needs of a session. */
export type Session = Pick<HlsSession, 'retryLoad' | 'recoverMedia' | 'stopLoad' | 'destroy'>;

export type OpenSession = (video: HTMLVideoElement, url: string, events: SessionEvents) => Session;

export interface HlsOptions {
  /** Keeps the last minute in memory. */
  readonly rewindable?: boolean;
  readonly module?: HlsModule;
  readonly notices?: LiveNotices;
}

/**
 * Fetches the player library, which the rest of the dashboard does without, for sessions of one camera.
 * Rejects when that fails.
 */
export async function loadHls(
  cameraId: string,
  { rewindable = false, module, notices = liveNotices }: HlsOptions = {},
): Promise<OpenSession> {
  const library = module ?? (await import('hls.js/light'));
  const config = rewindable ? REWINDABLE : CONFIG;
  return (video, url, events) => {
    const source = new NoticeSource(notices, cameraId, events.cameBack);
    return new HlsSession(library, { config, source, video, url, events });
  };
}

/** Address of a camera's live playlist. */
export function streamUrl(cameraId: string): string {
  return `/api/cameras/${encodeURIComponent(cameraId)}/stream.m3u8`;
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

interface Setting {
  readonly config: Partial<HlsConfig>;
  readonly source: NoticeSource;
  readonly video: HTMLVideoElement;
  readonly url: string;
  readonly events: SessionEvents;
}

/** One hls.js instance on one video element, from attach to destroy; until then its camera is watched. */
class HlsSession {
  readonly #hls: Hls;
  readonly #url: string;
  readonly #source: NoticeSource;
  #parsed = false;
  #mediaRecoveredAt = Number.NEGATIVE_INFINITY;

  constructor(library: HlsModule, { config, source, video, url, events }: Setting) {
    this.#url = url;
    this.#source = source;
    this.#hls = new library.default({
      ...config,
      pLoader: loaderClassOf(source, library),
      xhrSetup: async (xhr, requestUrl) => {
        const headers = await authorizationHeader();
        if (xhr.readyState === XMLHttpRequest.UNSENT) xhr.open('GET', requestUrl, true);
        for (const [name, value] of Object.entries(headers)) xhr.setRequestHeader(name, value);
      },
    });
    this.#listen(library.default, events);
    this.#hls.loadSource(url);
    this.#hls.attachMedia(video);
  }

  #listen(Library: typeof Hls, events: SessionEvents): void {
    const { Events } = Library;
    this.#hls.on(Events.LEVEL_LOADED, (_, { details }) => {
      this.#parsed = true;
      this.#source.knownEnd = details.endSN;
      events.playlist(details.endSN, details.targetduration * 1000, this.#source.origin);
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
  }

  /** Tries the network again without losing the picture that is shown. */
  retryLoad(): void {
    if (this.#parsed) this.#hls.startLoad(-1);
    else this.#hls.loadSource(this.#url);
  }

  /** Fetches nothing more, and the camera is not watched; what is buffered stays. Works once pictures are there. */
  stopLoad(): void {
    this.#source.release();
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
    this.#source.release();
    this.#hls.destroy();
  }
}
