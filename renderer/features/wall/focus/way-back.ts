/** What a page leaves for the wall it leads to. */
interface Note {
  readonly cameraId: string;
}

/** State of a navigation to the wall: the focus goes to this camera's tile. */
export function noteCamera(cameraId: string): Note {
  return { cameraId };
}

/** The camera that was looked at before the wall, by the state of the navigation; `null` for another way here. */
export function notedCamera(state: unknown): string | null {
  if (typeof state !== 'object' || state === null || !('cameraId' in state)) return null;
  return typeof state.cameraId === 'string' ? state.cameraId : null;
}
