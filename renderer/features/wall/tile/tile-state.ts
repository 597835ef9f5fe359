import { t } from '@lingui/core/macro';
import type { Camera } from '../../../../server/contract/fleet/cameras.ts';
import type { ChipTone } from '../../../components/chip.tsx';
import { formats } from '../../../hooks/format.ts';
import { clockTime, sinceTime } from '../../../hooks/time.ts';
import type { PlayerSnapshot } from '../../player/player-snapshot.ts';

export type TileState =
  | 'live'
  | 'reconnecting'
  | 'frozen'
  | 'offline'
  | 'starting'
  | 'no-picture'
  | 'suspended'
  | 'failed'
  | 'paused'
  | 'rewound';

export interface TileWords {
  readonly state: TileState;
  readonly tone: ChipTone;
  /** For the chip. */
  readonly label: string;
  /** A plain sentence over the picture; `null` while the picture speaks for itself. */
  readonly sentence: string | null;
  /** Somebody may ask to play again. */
  readonly canRetry?: boolean;
}

/** `1.8 s` */
export function delayText(delayMs: number | null): string {
  return delayMs === null ? '' : `${formats.number(delayMs / 1000)} s`;
}

const SUSPENDED: TileWords = {
  state: 'suspended',
  tone: 'warn',
  label: t`Suspended by plan`,
  sentence: t`Suspended by plan: more cameras are connected than the plan covers.`,
};

function blocked(snapshot: PlayerSnapshot): TileWords {
  if (snapshot.blocked === 'plan') return SUSPENDED;
  if (snapshot.blocked === 'signed-out') {
    return {
      state: 'paused',
      tone: 'idle',
      label: t`Signed out`,
      sentence: t`Sign in again to see this camera.`,
    };
  }
  return {
    state: 'failed',
    tone: 'bad',
    label: t`Viewing hours used up`,
    sentence: t`The viewing hours of this month are used up. The camera itself goes on working and recording.`,
    canRetry: true,
  };
}

function down(camera: Camera, now: number): TileWords | null {
  if (camera.status === 'failed' || camera.status === 'error') {
    const { last_error: why } = camera;
    const sentence = why === null ? t`Camera failed: its node gave no reason` : t`Camera failed: ${why}`;
    return { state: 'failed', tone: 'bad', label: t`Camera failed`, sentence };
  }
  if (camera.status !== 'offline') return null;
  const seen = camera.last_seen === null ? null : sinceTime(Date.parse(camera.last_seen), now);
  const { node_name: node } = camera;
  return {
    state: 'offline',
    tone: 'idle',
    label: seen === null ? t`Offline` : t`Offline since ${seen}`,
    sentence:
      node === null
        ? t`No word from its node. Check that this computer is switched on and connected.`
        : t`No word from ${node}. Check that this computer is switched on and connected.`,
  };
}

function frozen(snapshot: PlayerSnapshot): TileWords {
  const since = snapshot.lastFrameAt === null ? null : clockTime(snapshot.lastFrameAt);
  return {
    state: 'frozen',
    tone: 'bad',
    label: since === null ? t`Frozen` : t`Frozen since ${since}`,
    sentence: t`This is an old picture. We keep trying to get new ones.`,
  };
}

const NO_PICTURE = {
  format: t`This browser cannot show this video format. Another browser may, or set the camera to H.264.`,
  unreachable: t`The server does not answer. We keep trying.`,
  'no-stream': t`The stream has not started. We keep trying.`,
};

function noPicture(snapshot: PlayerSnapshot, restarting: string | null): TileWords {
  const why = NO_PICTURE[snapshot.trouble ?? 'no-stream'];
  return { state: 'no-picture', tone: 'warn', label: t`No picture yet`, sentence: restarting ?? why };
}

/** The measured age of the picture says more than its distance from the newest one held. */
function rewound({ delayMs, rewind }: PlayerSnapshot): TileWords {
  const seconds = Math.round(delayMs === null ? (rewind.behindS ?? 0) : delayMs / 1000);
  return { state: 'rewound', tone: 'warn', label: t`${seconds} s behind live`, sentence: null };
}

/**
 * What a tile says. Moving, fresh pictures win over every report; without them the camera's own report
 * explains best; then what the player sees.
 */
export function describeTile(camera: Camera, snapshot: PlayerSnapshot, now: number): TileWords {
  if (camera.disabled_by_plan) return SUSPENDED;
  const { phase } = snapshot;
  if (phase === 'blocked') return blocked(snapshot);
  if (phase === 'paused') return { state: 'paused', tone: 'idle', label: t`Paused`, sentence: null };
  if (phase === 'live') {
    const delay = delayText(snapshot.delayMs);
    return { state: 'live', tone: 'live', label: delay === '' ? t`LIVE` : t`LIVE ${delay}`, sentence: null };
  }
  if (phase === 'rewound') return rewound(snapshot);
  const report = down(camera, now);
  if (report !== null) return report;
  if (phase === 'frozen') return frozen(snapshot);
  const restarting = camera.status === 'restarting' ? t`The camera is restarting.` : null;
  if (phase === 'reconnecting') {
    return { state: 'reconnecting', tone: 'warn', label: t`Reconnecting`, sentence: restarting };
  }
  if (phase === 'no-picture') return noPicture(snapshot, restarting);
  const waiting =
    snapshot.trouble === 'no-stream' ? t`Waiting for the first picture from this camera.` : null;
  return { state: 'starting', tone: 'idle', label: t`Starting`, sentence: restarting ?? waiting };
}
