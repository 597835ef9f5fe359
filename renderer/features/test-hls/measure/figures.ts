import { t } from '@lingui/core/macro';
import { IDLE, type PlayerSnapshot } from '../../player/player-snapshot.ts';
import type { PlayerPhase } from '../../player/player-state.ts';
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
  idle: 'Stopped',
  starting: 'Starting',
  'no-picture': t`No picture yet`,
  live: 'Live',
  reconnecting: 'Reconnecting',
  frozen: 'Frozen',
  rewound: 'Rewound',
  paused: 'Paused',
  blocked: t`Refused by the server`,
};

export const TROUBLE_WORDS = {
  format: 'this browser cannot show the format',
  unreachable: 'the server does not answer',
  'no-stream': 'there is no stream',
} as const;

const seconds = (value: number | null) => (value === null ? 'not known' : `${value.toFixed(1)} s`);

function bitRate(bits: number | null): string {
  if (bits === null) return 'not known';
  return bits >= 1_000_000 ? `${(bits / 1_000_000).toFixed(2)} Mbit/s` : `${Math.round(bits / 1000)} kbit/s`;
}

/** Every figure with its name, for the page and for the text. */
export function namedFigures(figures: Figures): readonly { readonly name: string; readonly value: string }[] {
  const { snapshot, decoded, dropped, stalls } = figures;
  const all = decoded + dropped;
  const share = all === 0 ? '' : ` (${((dropped / all) * 100).toFixed(1)} %)`;
  return [
    { name: 'Delay', value: seconds(snapshot.delayMs === null ? null : snapshot.delayMs / 1000) },
    { name: t`Buffer ahead`, value: seconds(figures.aheadS) },
    { name: t`Frames decoded`, value: decoded.toLocaleString() },
    { name: t`Frames dropped`, value: `${dropped.toLocaleString()}${share}` },
    { name: t`Bit rate`, value: bitRate(figures.bitsPerSecond) },
    { name: t`Playback rate`, value: `${figures.rate.toFixed(2)} ×` },
    { name: 'Stalls', value: `${stalls.count} (${stalls.seconds.toFixed(1)} s)` },
    { name: 'Video', value: snapshot.media ?? 'not known' },
  ];
}
