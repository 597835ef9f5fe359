import { utcFormats } from '../../../hooks/format.ts';
import type { RecordingDay } from '../../../../server/contract/fleet/recording.ts';

/** `Sat, 30 May 2026` for `2026-05-30`; the text itself when it is no date. */
export function dayWords(date: string): string {
  const at = Date.parse(`${date}T00:00:00Z`);
  return Number.isNaN(at) ? date : utcFormats.weekdayDay(at);
}

/** Days by camera, the newest first. */
export function byCamera(
  days: readonly RecordingDay[],
): readonly (readonly [cameraId: string, days: readonly RecordingDay[]])[] {
  return [...Map.groupBy(days, (day) => day.camera_id)].map(
    ([id, list]) => [id, list.toSorted((a, b) => b.date.localeCompare(a.date))] as const,
  );
}
