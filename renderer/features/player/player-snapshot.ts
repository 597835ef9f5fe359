import type { PlaylistOrigin } from './notices/notice-loader.ts';
import type { BlockReason, PlayerPhase } from './player-state.ts';
import { LIVE_STATE, type RewindState } from './rewind/rewind.ts';
import type { Trouble } from './trouble.ts';

/** What a player shows to the rest of the page. */
export interface PlayerSnapshot {
  readonly phase: PlayerPhase;
  readonly blocked: BlockReason | null;
  /** Why there is no picture, as far as known. */
  readonly trouble: Trouble | null;
  readonly delayMs: number | null;
  readonly frames: number;
  /** When the newest picture was shown, ms since 1970. */
  readonly lastFrameAt: number | null;
  /** Codec and picture size, e.g. `avc1.64001f, 1280×720`. */
  readonly media: string | null;
  /** How the newest segment became known; `null` before the first. */
  readonly origin: PlaylistOrigin | null;
  readonly rewind: RewindState;
}

export const IDLE: PlayerSnapshot = {
  phase: 'idle',
  blocked: null,
  trouble: null,
  delayMs: null,
  frames: 0,
  lastFrameAt: null,
  media: null,
  origin: null,
  rewind: LIVE_STATE,
};

/** An unchanged phase is told again at most this often. */
const TELL_EVERY_MS = 1000;

/** The snapshot that was told last, and who wants to hear of the next. */
export class ToldSnapshot {
  readonly #listeners = new Set<() => void>();
  #current = IDLE;
  #toldAt = 0;

  readonly get = (): PlayerSnapshot => this.#current;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** The phase changed, or was told a while ago; `now` of a clock that never jumps, ms. */
  isDue(phase: PlayerPhase, now: number): boolean {
    return phase !== this.#current.phase || now - this.#toldAt >= TELL_EVERY_MS;
  }

  tell(snapshot: PlayerSnapshot, now: number): void {
    this.#current = snapshot;
    this.#toldAt = now;
    for (const listener of this.#listeners) listener();
  }

  forgetListeners(): void {
    this.#listeners.clear();
  }
}

/** What people call the codecs of a playlist; the rest of their names is for programs. */
const CODEC_NAMES: readonly (readonly [start: string, name: string])[] = [
  ['avc', 'H.264'],
  ['hvc', 'H.265'],
  ['hev', 'H.265'],
  ['av01', 'AV1'],
  ['mp4a', 'AAC'],
];

/** `H.264, AAC` for `avc1.42e01f,mp4a.40.2`; an unknown one keeps its own name. */
function codecNames(codecs: string): string {
  const nameOf = (codec: string) =>
    CODEC_NAMES.find(([start]) => codec.toLowerCase().startsWith(start))?.[1] ?? codec;
  return codecs
    .split(',')
    .map((codec) => nameOf(codec.trim()))
    .join(', ');
}

/** Codec and size of what plays; `null` while neither is known. */
export function describeMedia(video: HTMLVideoElement, codec: string | null): string | null {
  const { videoWidth, videoHeight } = video;
  const size = videoWidth === 0 ? null : `${videoWidth}×${videoHeight}`;
  const parts = [codec === null ? null : codecNames(codec), size].filter((part) => part !== null);
  return parts.length === 0 ? null : parts.join(', ');
}
