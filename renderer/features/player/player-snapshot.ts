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
  rewind: LIVE_STATE,
};

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
