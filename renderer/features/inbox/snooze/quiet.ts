import { isSameDay } from '../../../hooks/time.ts';
import { formats } from '../../../hooks/format.ts';
import { t } from '@lingui/core/macro';
import type { Camera } from '../../../../server/contract/fleet/cameras.ts';
import type { Snooze } from '../../../../server/contract/notifications/inbox.ts';

/** What can be kept quiet. */
export type SnoozeTarget = Pick<Snooze, 'target' | 'target_id'>;

type Place = Pick<Camera, 'camera_id' | 'group_id'>;

const DAY_MS = 86_400_000;

export function cameraTarget(cameraId: string): SnoozeTarget {
  return { target: 'camera', target_id: cameraId };
}

function concerns(snooze: Snooze, camera: Place): boolean {
  return snooze.target === 'camera'
    ? snooze.target_id === camera.camera_id
    : camera.group_id !== null && snooze.target_id === String(camera.group_id);
}

/** Snoozes that keep a camera quiet at `now` (ms), its own and its group's, the one that ends last first. */
export function snoozesOf(all: readonly Snooze[], camera: Place, now: number): readonly Snooze[] {
  return all
    .filter((snooze) => concerns(snooze, camera) && Date.parse(snooze.until) > now)
    .sort((a, b) => Date.parse(b.until) - Date.parse(a.until));
}

/** When a camera becomes audible again, in ms; `null` when it is not quiet. */
export function quietUntil(all: readonly Snooze[], camera: Place, now: number): number | null {
  const [last] = snoozesOf(all, camera, now);
  return last === undefined ? null : Date.parse(last.until);
}

/** `2:30 PM`, `tomorrow 8:00 AM`, else `3 May, 8:00 AM`, in the viewer's time zone. */
export function untilWords(until: number, now: number): string {
  if (isSameDay(until, now)) return formats.time(until);
  return isSameDay(until, now + DAY_MS) ? t`tomorrow ${formats.time(until)}` : formats.moment(until, now);
}
