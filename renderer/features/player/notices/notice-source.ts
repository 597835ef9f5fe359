import type Hls from 'hls.js';
import type { HlsConfig, PlaylistLoaderConstructor } from 'hls.js';
import type { LiveNotices } from './live-notices.ts';
import {
  type LoadStatsConstructor,
  type NoticedPlaylists,
  NoticeLoader,
  type PlaylistOrigin,
} from './notice-loader.ts';

/** Numbers that fall by so few were told before they were published, and come again; more is another stream. */
const FELL_BY = 2;

/** What the player library is loaded with. */
export interface HlsModule {
  readonly default: typeof Hls;
  readonly LoadStats: LoadStatsConstructor;
}

/**
 * Where one player's playlists come from: the notices of this tab while they speak, else the server itself.
 * The player does not notice when that changes.
 */
export class NoticeSource implements NoticedPlaylists {
  readonly #notices: LiveNotices;
  readonly #cameraId: string;
  readonly #release: () => void;
  readonly #waiting = new Set<() => void>();
  /** Media sequence number up to which the player knows the stream. */
  knownEnd: number | null = null;
  #origin: PlaylistOrigin = 'polling';

  constructor(notices: LiveNotices, cameraId: string, onLiveAgain: () => void) {
    this.#notices = notices;
    this.#cameraId = cameraId;
    let wasLive = this.#isLive;
    this.#release = notices.watch(cameraId, () => {
      // Whoever goes on waiting joins again.
      const waiting = [...this.#waiting];
      for (const wake of waiting) wake();
      const cameBack = this.#isLive && !wasLive;
      wasLive = this.#isLive;
      if (cameBack) onLiveAgain();
    });
  }

  /** Where the newest playlist came from. */
  get origin(): PlaylistOrigin {
    return this.#origin;
  }

  answered(from: PlaylistOrigin): void {
    this.#origin = from;
  }

  /** Something can be played, as far as told. */
  get #isLive(): boolean {
    return this.#notices.windowOf(this.#cameraId) !== null;
  }

  get patienceMs(): number {
    return this.#notices.patienceMs(this.#cameraId);
  }

  /** The playlist as told, when it says something the player does not know; `anyway`: also when not. */
  playlist(anyway: boolean): string | null {
    const window = this.#notices.windowOf(this.#cameraId);
    const end = window?.endSequence ?? null;
    if (window === null || end === null) return null;
    const isNews = this.knownEnd === null || end > this.knownEnd || end < this.knownEnd - FELL_BY;
    return isNews || (anyway && this.patienceMs > 0) ? window.playlistText() : null;
  }

  /** Calls `wake` at any news, until the answer is called. */
  onNews(wake: () => void): () => void {
    this.#waiting.add(wake);
    return () => this.#waiting.delete(wake);
  }

  release(): void {
    this.#release();
    this.#waiting.clear();
  }
}

/** The class of playlist loaders for the library's settings: it makes them itself, and passes its settings only. */
export function loaderClassOf(source: NoticedPlaylists, { LoadStats }: HlsModule): PlaylistLoaderConstructor {
  return class extends NoticeLoader {
    constructor(config: HlsConfig) {
      super(source, config, new LoadStats());
    }
  };
}
