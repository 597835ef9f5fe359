import { plural, t } from '@lingui/core/macro';
import type { Camera } from '../../../../server/contract/fleet/cameras.ts';
import type { PlayerEvent } from './event-log.ts';
import { type Figures, namedFigures, stateWords } from './figures.ts';

/** `2026-05-03T14:02:11.123Z`: to the millisecond and the same for everybody who reads it. */
function exactTime(ms: number): string {
  return new Date(ms).toISOString();
}

function eventLine({ at, text, times }: PlayerEvent): string {
  const often = times > 1 ? ` (${plural(times, { one: '# time', other: '# times' })})` : '';
  return `${exactTime(at)}  ${text}${often}`;
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
  const { name, camera_id: id } = camera;
  const written = exactTime(now);
  const node = camera.node_name ?? t`unknown`;
  // As the node wrote it, for those who look into its source.
  const report = camera.last_error === null ? camera.status : `${camera.status}, ${camera.last_error}`;
  const picture = camera.video_codec ?? t`none`;
  const sound = camera.audio_codec ?? t`no sound`;
  return [
    t`Video test of ${name} (${id})`,
    t`Written: ${written}`,
    t`Browser: ${browser}`,
    t`Node: ${node}; the camera reports: ${report}`,
    t`Codecs the node reported: ${picture}, ${sound}`,
    '',
    stateWords(figures.snapshot),
    ...namedFigures(figures).map(({ name: figure, value }) => `${figure}: ${value}`),
    '',
    t`Events, newest first:`,
    ...(events.length === 0 ? [t`none`] : events.map(eventLine)),
    '',
    t`Playlist:`,
    playlist ?? t`none came`,
  ].join('\n');
}
