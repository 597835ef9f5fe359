import type {
  HlsConfig,
  Loader,
  LoaderCallbacks,
  LoaderConfiguration,
  LoaderStats,
  PlaylistLoaderContext,
} from 'hls.js';

type Callbacks = LoaderCallbacks<PlaylistLoaderContext>;

export type LoadStatsConstructor = new () => LoaderStats;

/** What was told of one camera, as far as a playlist request needs it. */
export interface NoticedPlaylists {
  /** How long news may be waited for, ms; 0 means: ask the server. */
  readonly patienceMs: number;
  /** The playlist as told, when it says something the player does not know; `anyway`: also when not. */
  playlist(anyway: boolean): string | null;
  /** Calls `wake` at any news, until the answer is called. */
  onNews(wake: () => void): () => void;
  /** A playlist from there is handed to the library. */
  answered(from: PlaylistOrigin): void;
}

/** How a player learned of its newest segment. */
export type PlaylistOrigin = 'notice' | 'polling';

/** With this line the library would hold a connection open for each tile; browsers keep only six to a host. */
const SERVER_CONTROL = /^#EXT-X-SERVER-CONTROL:.*\n?/m;

/** The address without what the library adds to wait for a certain segment. */
function plainAddress(url: string): string {
  return url.replace(/\?.*$/, '');
}

/**
 * One playlist request of the player library. It is answered from the tab's notices, as soon as they tell
 * something new; when they do not speak the server is asked in the ordinary way, without holding.
 */
export class NoticeLoader implements Loader<PlaylistLoaderContext> {
  readonly #source: NoticedPlaylists;
  readonly #config: HlsConfig;
  readonly stats: LoaderStats;
  context: PlaylistLoaderContext | null = null;
  #callbacks: Callbacks | null = null;
  #settings: LoaderConfiguration | null = null;
  #asked: Loader<PlaylistLoaderContext> | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #stopWaiting: (() => void) | null = null;

  constructor(source: NoticedPlaylists, config: HlsConfig, stats: LoaderStats) {
    this.#source = source;
    this.#config = config;
    this.stats = stats;
  }

  load(context: PlaylistLoaderContext, settings: LoaderConfiguration, callbacks: Callbacks): void {
    this.context = context;
    this.#settings = settings;
    this.#callbacks = callbacks;
    this.stats.loading.start = performance.now();
    // The library is still busy with the playlist before.
    queueMicrotask(() => this.#look());
  }

  abort(): void {
    const { context } = this;
    const callbacks = this.#callbacks;
    this.#end();
    this.#asked?.abort();
    this.stats.aborted = true;
    if (context !== null) callbacks?.onAbort?.(this.stats, context, null);
  }

  destroy(): void {
    this.#end();
    this.#asked?.destroy();
    this.#asked = null;
    this.context = null;
  }

  #end(): void {
    this.#callbacks = null;
    this.#rest();
  }

  #rest(): void {
    clearTimeout(this.#timer);
    this.#stopWaiting?.();
    this.#stopWaiting = null;
  }

  readonly #look = (): void => {
    this.#rest();
    const { context } = this;
    if (this.#callbacks === null || context === null) return;
    // A request that names no segment is the first one, or follows a poll or a fault: it wants to know how things are.
    const text = this.#source.playlist(context.deliveryDirectives === null);
    const patience = this.#source.patienceMs;
    if (text !== null) this.#answer(context, text);
    else if (patience <= 0) this.#ask(context);
    else {
      this.#stopWaiting = this.#source.onNews(this.#look);
      this.#timer = setTimeout(this.#look, patience);
    }
  };

  #answer(context: PlaylistLoaderContext, text: string): void {
    const callbacks = this.#callbacks;
    this.#end();
    const now = performance.now();
    Object.assign(this.stats.loading, { start: now, first: now, end: now });
    this.stats.loaded = text.length;
    this.stats.total = text.length;
    this.#source.answered('notice');
    callbacks?.onSuccess(
      { url: plainAddress(context.url), data: text, code: 200 },
      this.stats,
      context,
      null,
    );
  }

  #ask(context: PlaylistLoaderContext): void {
    const settings = this.#settings;
    if (settings === null) return;
    // The settings name one class for all kinds of requests.
    const loader = new this.#config.loader(this.#config) as Loader<PlaylistLoaderContext>;
    this.#asked = loader;
    loader.load({ ...context, url: plainAddress(context.url) }, settings, {
      onSuccess: (response, stats, _, details) => {
        const { data } = response;
        const text = typeof data === 'string' ? data.replace(SERVER_CONTROL, '') : data;
        this.#source.answered('polling');
        this.#callbacks?.onSuccess(
          { ...response, ...(text === undefined ? {} : { data: text }) },
          stats,
          context,
          details,
        );
      },
      onError: (error, _, details, stats) => this.#callbacks?.onError(error, context, details, stats),
      onTimeout: (stats, _, details) => this.#callbacks?.onTimeout(stats, context, details),
    });
  }
}
