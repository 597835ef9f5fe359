import { z } from 'zod';
import { cameraId } from './cameras.ts';
import { endpoint } from '../endpoint.ts';

/** A named set of cameras with its colour and icon. */
export const cameraGroup = z.object({
  id: z.number().int(),
  name: z.string(),
  color: z.string(),
  icon: z.string(),
  camera_count: z.number().int(),
});
export type CameraGroup = z.infer<typeof cameraGroup>;

const tag = 'groups';
const created = z.object({ success: z.literal(true), id: z.number().int(), name: z.string() });

export const groups = {
  list: endpoint({
    method: 'GET',
    path: '/api/camera-groups',
    access: 'view',
    tag,
    summary: 'Camera groups',
    response: z.array(cameraGroup),
  }),
  create: endpoint({
    method: 'POST',
    path: '/api/camera-groups',
    access: 'admin',
    tag,
    limit: { max: 20, per: 'minute' },
    summary: 'Create a camera group',
    body: z.object({
      name: z.string().trim().min(1, 'Enter a name').max(100),
      color: z.string().max(20).default('#22c55e'),
      icon: z.string().max(10).default('📁'),
    }),
    response: created,
  }),
  delete: endpoint({
    method: 'DELETE',
    path: '/api/camera-groups/{group_id}',
    access: 'admin',
    tag,
    limit: { max: 60, per: 'minute' },
    summary: 'Delete a group; its cameras stay and belong to none',
    params: z.object({ group_id: z.coerce.number().int() }),
    response: z.object({ success: z.literal(true), deleted: z.string() }),
  }),
  assign: endpoint({
    method: 'PUT',
    path: '/api/cameras/{camera_id}/group',
    access: 'admin',
    tag,
    limit: { max: 60, per: 'minute' },
    summary: 'Put a camera into a group, or into none when no group is named',
    params: cameraId,
    query: z.object({ group_id: z.coerce.number().int().optional() }),
    response: z.object({
      success: z.literal(true),
      camera_id: z.string(),
      group_id: z.number().int().nullable(),
    }),
  }),
};
