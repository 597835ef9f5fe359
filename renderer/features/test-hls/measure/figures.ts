import { t } from '@lingui/core/macro';
import { formats } from '../../../hooks/format.ts';
import { IDLE, type PlayerSnapshot } from '../../player/player-snapshot.ts';
import type { PlayerPhase } from '../../player/player-state.ts';
import type { Trouble } from '../../player/trouble.ts';
import type { Stalls } from './stall-watch.ts';

/** What a player measures at one moment. */
export interface Figures {
  readonly snapshot: PlayerSnapshot;
  /** Seconds of video that are here and not shown yet; null while there is none. */
  readonly aheadS: number | null;
  /** Pictures decoded and left out by the browser since the source was set. */
  readonly decoded: number;
  readonly dropped: number;
  readonly bitsPerSecond: number | null;
  /** 1 is normal speed. */
  readonly rate: number;
  readonly stalls: Stalls;
}

export const NO_FIGURES: Figures = {
  snapshot: IDLE,
  aheadS: null,
  decoded: 0,
  dropped: 0,
  bitsPerSecond: null,
  rate: 1,
  stalls: { count: 0, seconds: 0 },
};

/** Seconds between the picture on screen and the end of the unbroken stretch it lies in; null outside of any. */
export function bufferAhead({ buffered, currentTime }: Pick<HTMLVideoElement, 'buffered' | 'currentTime'>) {
  for (let part = 0; part < buffered.length; part += 1) {
    if (buffered.start(part) <= currentTime && currentTime <= buffered.end(part))
      return buffered.end(part) - currentTime;
  }
  return null;
}

export const PHASE_WORDS: Readonly<Record<PlayerPhase, string>> = {
  idle: t`Stopped`,
  starting: t`Starting`,
  'no-picture': t`No picture yet`,
  live: t`Live`,
  reconnecting: t`Reconnecting`,
  frozen: t`Frozen`,
  rewound: t`Rewound`,
  paused: t`Paused`,
  blocked: t`Refused by the server`,
};

export const TROUBLE_WORDS: Readonly<Record<Trouble, string>> = {
  format: t`This browser cannot show the format.`,
  unreachable: t`The server does not answer.`,
  'no-stream': t`There is no stream.`,
};

/** What a player does and why there is no picture, as one line. */
export function stateWords({ phase, trouble }: Pick<PlayerSnapshot, 'phase' | 'trouble'>): string {
  const words = PHASE_WORDS[phase];
  return trouble === null ? t`State: ${words}` : t`State: ${words}. ${TROUBLE_WORDS[trouble]}`;
}

/** How the player learns of segments decides a good part of the delay. */
function delayWords({ delayMs, origin }: Pick<PlayerSnapshot, 'delayMs' | 'origin'>): string {
  if (delayMs === null) return t`not known`;
  const delay = `${formats.number(delayMs / 1000)} s`;
  if (origin === null) return delay;
  return origin === 'notice' ? t`${delay}, by notice` : t`${delay}, by polling`;
}

const seconds = (value: number | null) => (value === null ? t`not known` : `${formats.number(value)} s`);

function bitRate(bits: number | null): string {
  if (bits === null) return t`not known`;
  return bits >= 1_000_000
    ? `${formats.number(bits / 1_000_000, 2)} Mbit/s`
    : `${formats.number(bits / 1000, 0)} kbit/s`;
}

/** Every figure with its name, for the page and for the text. */
export function namedFigures(figures: Figures): readonly { readonly name: string; readonly value: string }[] {
  const { snapshot, decoded, dropped, stalls } = figures;
  const all = decoded + dropped;
  const share = all === 0 ? '' : ` (${formats.number((dropped / all) * 100)} %)`;
  return [
    { name: t`Delay`, value: delayWords(snapshot) },
    { name: t`Buffer ahead`, value: seconds(figures.aheadS) },
    { name: t`Frames decoded`, value: formats.count(decoded) },
    { name: t`Frames dropped`, value: `${formats.count(dropped)}${share}` },
    { name: t`Bit rate`, value: bitRate(figures.bitsPerSecond) },
    { name: t`Playback rate`, value: `${formats.number(figures.rate, 2)} ×` },
    { name: t`Stalls`, value: `${formats.count(stalls.count)} (${formats.number(stalls.seconds)} s)` },
    { name: t`Video`, value: snapshot.media ?? t`not known` },
  ];
}
