import { z } from 'zod';
import { cameraId } from './cameras.ts';
import { endpoint } from '../endpoint.ts';

export const pushSegmentQuery = z.object({ filename: z.string() });

const tag = 'streaming';
const pushed = z.object({ success: z.literal(true) });

/** The four hot routes. They are served in front of the router, but declared like all others. */
export const streaming = {
  pushSegment: endpoint({
    method: 'POST',
    path: '/api/cameras/{camera_id}/push-segment',
    access: 'node',
    tag,
    limit: { max: 1200, per: 'minute' },
    summary: 'A node pushes one finished segment',
    params: cameraId,
    query: pushSegmentQuery,
    rawBody: 'video/mp2t',
    response: pushed.extend({ cached_segments: z.number().int() }),
  }),
  pushPlaylist: endpoint({
    method: 'POST',
    path: '/api/cameras/{camera_id}/playlist',
    access: 'node',
    tag,
    limit: { max: 600, per: 'minute' },
    summary: 'A node pushes its current playlist',
    params: cameraId,
    rawBody: 'text/plain',
    response: pushed.extend({ message: z.string() }),
  }),
  playlist: endpoint({
    method: 'GET',
    path: '/api/cameras/{camera_id}/stream.m3u8',
    access: 'view',
    tag,
    summary: 'Live HLS playlist; with _HLS_msn, once it lists that media sequence number',
    params: cameraId,
    query: z.object({ _HLS_msn: z.coerce.number().int().min(0).optional() }),
    produces: 'application/vnd.apple.mpegurl',
  }),
  segment: endpoint({
    method: 'GET',
    path: '/api/cameras/{camera_id}/segment/{filename}',
    access: 'view',
    tag,
    summary: 'One live segment',
    params: cameraId.extend({ filename: z.string() }),
    query: z.object({ v: z.string().optional() }),
    produces: 'video/mp2t',
  }),
};
