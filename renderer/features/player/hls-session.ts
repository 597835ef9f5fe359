import type Hls from 'hls.js';
import type { ErrorData, HlsConfig } from 'hls.js';
import { authorizationHeader } from '../../api/signals.ts';

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
  fragLoadPolicy: policy(5000, 12_000),
};

export interface SessionFailure {
  readonly kind: 'network' | 'media' | 'other';
  /** HTTP status of the answer, when there was one. */
  readonly status: number | null;
  /** A segment failed; else it was the playlist. */
  readonly segment: boolean;
}

export interface SessionEvents {
  /** The playlist now ends with this media sequence number. */
  readonly playlist: (endSequence: number) => void;
  /** A segment's bytes are buffered; media times in seconds. */
  readonly segment: (endS: number, durationS: number) => void;
  /** The video codec, e.g. `avc1.64001f`. */
  readonly codec: (codec: string) => void;
  /** Playback cannot go on by itself. */
  readonly failed: (failure: SessionFailure) => void;
}

function describeFailure(Library: typeof Hls, data: ErrorData): SessionFailure {
  const { NETWORK_ERROR, MEDIA_ERROR } = Library.ErrorTypes;
  const kind = data.type === NETWORK_ERROR ? 'network' : data.type === MEDIA_ERROR ? 'media' : 'other';
  return { kind, status: data.response?.code ?? null, segment: data.frag !== undefined };
}

/** One hls.js instance on one video element, from attach to destroy. */
export class HlsSession {
  readonly #hls: Hls;
  readonly #url: string;
  #parsed = false;
  #mediaRecoveredAt = 0;

  constructor(Library: typeof Hls, video: HTMLVideoElement, url: string, events: SessionEvents) {
    this.#url = url;
    this.#hls = new Library({
      ...CONFIG,
      xhrSetup: async (xhr, requestUrl) => {
        const headers = await authorizationHeader();
        if (xhr.readyState === XMLHttpRequest.UNSENT) xhr.open('GET', requestUrl, true);
        for (const [name, value] of Object.entries(headers)) xhr.setRequestHeader(name, value);
      },
    });
    const { Events } = Library;
    this.#hls.on(Events.LEVEL_LOADED, (_, data) => {
      this.#parsed = true;
      events.playlist(data.details.endSN);
    });
    this.#hls.on(Events.FRAG_BUFFERED, (_, { frag }) => {
      if (frag.sn !== 'initSegment') events.segment(frag.end, frag.duration);
    });
    this.#hls.on(Events.BUFFER_CODECS, (_, { video }) => {
      if (video?.codec !== undefined) events.codec(video.codec);
    });
    this.#hls.on(Events.ERROR, (_, data) => {
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
