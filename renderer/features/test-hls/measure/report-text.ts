import { t } from '@lingui/core/macro';
import type { Camera } from '../../../../server/contract/fleet/cameras.ts';
import type { PlayerEvent } from './event-log.ts';
import { type Figures, namedFigures, PHASE_WORDS, TROUBLE_WORDS } from './figures.ts';

/** `2026-05-03T14:02:11.123Z`: to the millisecond and the same for everybody who reads it. */
function exactTime(ms: number): string {
  return new Date(ms).toISOString();
}

function eventLine({ at, text, times }: PlayerEvent): string {
  return `${exactTime(at)}  ${text}${times > 1 ? ` (${times} times)` : ''}`;
}

interface Finding {
  readonly camera: Camera;
  readonly figures: Figures;
  readonly events: readonly PlayerEvent[];
  /** Null when none has come. */
  readonly playlist: string | null;
  readonly browser: string;
  readonly now: number;
}

/** All that a test of a camera's video found, as text for whoever helps. */
export function reportText({ camera, figures, events, playlist, browser, now }: Finding): string {
  const { phase, trouble } = figures.snapshot;
  return [
    t`Video test of ${camera.name} (${camera.camera_id})`,
    `Written: ${exactTime(now)}`,
    `Browser: ${browser}`,
    t`Node: ${camera.node_name ?? 'unknown'}; the camera reports: ${camera.status}${camera.last_error === null ? '' : `, ${camera.last_error}`}`,
    t`Codecs the node reported: ${camera.video_codec ?? 'none'}, ${camera.audio_codec ?? 'no sound'}`,
    '',
    `State: ${PHASE_WORDS[phase]}${trouble === null ? '' : `, ${TROUBLE_WORDS[trouble]}`}`,
    ...namedFigures(figures).map(({ name, value }) => `${name}: ${value}`),
    '',
    t`Events, newest first:`,
    ...(events.length === 0 ? ['none'] : events.map(eventLine)),
    '',
    'Playlist:',
    playlist ?? 'none came',
  ].join('\n');
}
