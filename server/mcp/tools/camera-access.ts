import { cameraView, cameraViews, type CameraServiceDeps } from '../../cameras/camera-service.ts';
import type { Camera } from '../../contract/fleet/cameras.ts';
import { AppError } from '../../http/app-error.ts';
import { ToolFailure, type ToolCaller, type ToolHints } from './tool.ts';

/** A tool that only looks. */
export const READS: ToolHints = {
  readOnlyHint: true,
  destructiveHint: false,
  idempotentHint: true,
  openWorldHint: false,
};

const QUOTED_MAX = 100;

/** Text of the caller for a message about it; only the beginning of a long one. */
export function quoted(text: string): string {
  return JSON.stringify(text.length > QUOTED_MAX ? `${text.slice(0, QUOTED_MAX)}…` : text);
}

/** The one answer to a camera that does not exist and to one the caller may not know of. */
export function noSuchCamera(cameraId: string): ToolFailure {
  return new ToolFailure(
    `There is no camera with the id ${quoted(cameraId)}. Call list_cameras and use a camera_id from its answer; names are not ids.`,
  );
}

/** The cameras the caller may know of, in order of creation. */
export async function visibleCameras(deps: CameraServiceDeps, caller: ToolCaller): Promise<Camera[]> {
  const all = await cameraViews(deps, caller.orgId);
  return caller.cameras.limited ? all.filter((camera) => caller.cameras.sees(camera.camera_id)) : all;
}

/** Ids of the cameras a limited caller may know of; undefined when it may know of all. */
export function visibleCameraIds({ cameras }: ToolCaller): readonly string[] | undefined {
  return cameras.ids === undefined ? undefined : [...cameras.ids];
}

/** One camera the caller may know of. */
export async function requireCamera(
  deps: CameraServiceDeps,
  caller: ToolCaller,
  cameraId: string,
): Promise<Camera> {
  if (!mayKnow(caller, cameraId)) throw noSuchCamera(cameraId);
  try {
    return await cameraView(deps, caller.orgId, cameraId);
  } catch (error) {
    if (error instanceof AppError && error.status === 404) throw noSuchCamera(cameraId);
    throw error;
  }
}

/** Whether the caller may know of a camera, should there be one of that id. */
export function mayKnow({ cameras }: ToolCaller, cameraId: string): boolean {
  return !cameras.limited || cameras.sees(cameraId);
}

/** Groups or nodes with the number of their visible cameras; those without any are left out. */
export function countedByCameras<T extends { readonly camera_count: number }>(
  things: readonly T[],
  countOf: (thing: T) => number,
): T[] {
  const kept: T[] = [];
  for (const thing of things) {
    const count = countOf(thing);
    if (count > 0) kept.push({ ...thing, camera_count: count });
  }
  return kept;
}
