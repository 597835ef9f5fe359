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

const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const day = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });

/** `14:30`, `tomorrow 08:00`, else `3 May 08:00`, in the viewer's time zone. */
export function untilWords(until: number, now: number): string {
  const isDayOf = (ms: number) => new Date(until).toDateString() === new Date(ms).toDateString();
  if (isDayOf(now)) return clock.format(until);
  return `${isDayOf(now + DAY_MS) ? 'tomorrow' : day.format(until)} ${clock.format(until)}`;
}
