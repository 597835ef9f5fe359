import type { Notice } from '../notifier.ts';

/** The camera a notice is about. */
export interface NoticedCamera {
  readonly orgId: string;
  readonly cameraId: string;
  /** Public id of its node; null for a camera without one. */
  readonly nodeId: string | null;
  /** Display name. */
  readonly name: string;
}

function ofCamera({ orgId, cameraId, nodeId }: NoticedCamera) {
  const link = `/dashboard?camera=${encodeURIComponent(cameraId)}`;
  return { orgId, cameraId, nodeId: nodeId ?? undefined, link };
}

/** A name that leaves room for the other words of a title. */
export function shortName(name: string): string {
  return name.slice(0, 150).replace(/[\uD800-\uDBFF]$/, '');
}

/** A camera saw something. */
export function motionNotice(
  camera: NoticedCamera,
  motion: {
    /** Percent, whole. */
    readonly score: number;
    readonly segmentSeq: number | null;
    readonly timestamp: Date;
  },
): Notice {
  const { score, segmentSeq, timestamp } = motion;
  return {
    ...ofCamera(camera),
    kind: 'motion',
    title: `Motion on ${shortName(camera.name)}`,
    body: `The picture changed by ${score} %.`,
    severity: 'info',
    meta: { score, segment_seq: segmentSeq, event_timestamp: timestamp.toISOString() },
  };
}

/** What a camera saw after the mail about its first motion, summed up once. */
export function motionDigestNotice(
  camera: NoticedCamera,
  digest: {
    readonly events: number;
    readonly from: Date;
    readonly to: Date;
    readonly cooldownMinutes: number;
  },
): Notice {
  const { events, from, to, cooldownMinutes } = digest;
  const what = events === 1 ? 'more motion event' : 'more motion events';
  return {
    ...ofCamera(camera),
    kind: 'motion_digest',
    title: `${events} ${what} on ${shortName(camera.name)}`,
    body: `${camera.name} saw ${events} ${what} within ${cooldownMinutes} ${cooldownMinutes === 1 ? 'minute' : 'minutes'} of the first.`,
    severity: 'info',
    meta: {
      event_count: events,
      window_start: from.toISOString(),
      window_end: to.toISOString(),
      cooldown_minutes: cooldownMinutes,
    },
  };
}

/** A camera fell silent, or its node says that it is gone. */
export function cameraOfflineNotice(camera: NoticedCamera): Notice {
  return {
    ...ofCamera(camera),
    kind: 'camera_offline',
    title: `${shortName(camera.name)} went offline`,
    body: 'Nothing was heard of it for more than 90 seconds, or its node lost it. Check its power, its cable and its node.',
    severity: 'warning',
  };
}

/** A camera that was offline delivers pictures. */
export function cameraOnlineNotice(camera: NoticedCamera): Notice {
  return {
    ...ofCamera(camera),
    kind: 'camera_online',
    title: `${shortName(camera.name)} is online`,
    body: 'Its pictures are arriving again.',
    severity: 'info',
  };
}
