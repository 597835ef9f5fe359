import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { motion } from '../../../server/contract/fleet/motion.ts';
import { call } from '../../api/client.ts';
import { KEYS } from '../../api/queries.ts';

const PAGE = 500;
const RECENT = 100;

/** Motion of all cameras within the last hours, newest first, a page at a time. */
export const motionQuery = (hours: number, cameraId: string | undefined) =>
  infiniteQueryOptions({
    queryKey: [KEYS.motion, 'events', hours, cameraId ?? null],
    queryFn: ({ pageParam }) =>
      call(motion.events, {
        query: {
          hours,
          limit: PAGE,
          offset: pageParam,
          ...(cameraId === undefined ? {} : { camera_id: cameraId }),
        },
      }),
    initialPageParam: 0,
    getNextPageParam: ({ offset, total, events }) =>
      offset + events.length < total && events.length > 0 ? offset + events.length : undefined,
  });

export const motionStatsQuery = (hours: number) =>
  queryOptions({
    queryKey: [KEYS.motion, 'stats', hours],
    queryFn: () => call(motion.stats, { query: { hours } }),
  });

/** The newest motion of one camera within a day. */
export const recentMotionQuery = (cameraId: string) =>
  queryOptions({
    queryKey: [KEYS.motion, 'recent', cameraId],
    queryFn: () =>
      call(motion.events, { query: { hours: 24, limit: RECENT, offset: 0, camera_id: cameraId } }),
  });
