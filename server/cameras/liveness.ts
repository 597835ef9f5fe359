import { OFFLINE_AFTER_MS } from './effective-status.ts';

/** Last report of a node. */
export interface NodeSighting {
  readonly status: string;
  readonly lastSeen: Date | null;
}

/** Last report of a camera. */
export interface CameraSighting extends NodeSighting {
  readonly lastError: string | null;
}

function newer<S extends NodeSighting>(stored: S, seen: S | undefined): S {
  if (seen === undefined || seen.lastSeen === null) return stored;
  return stored.lastSeen === null || seen.lastSeen > stored.lastSeen ? seen : stored;
}

/**
 * Last reports of nodes and cameras in memory, beside their rows. While the disk refuses writes the rows grow old;
 * readers merge the newer report, so that a full disk does not make living cameras look offline.
 */
export class Liveness {
  /** Silence, in ms, after which a node or camera counts as offline. */
  readonly silenceLimitMs = OFFLINE_AFTER_MS;
  readonly #nodes = new Map<number, NodeSighting>();
  readonly #cameras = new Map<string, CameraSighting>();
  /** What nodes were told about recording in the answer to their last heartbeat. */
  readonly #recording = new Map<string, boolean>();

  /** Keeps a node's report, by row id. */
  nodeSeen(rowId: number, lastSeen: Date): void {
    this.#nodes.set(rowId, { status: 'online', lastSeen });
  }

  cameraSeen(cameraId: string, sighting: CameraSighting): void {
    this.#cameras.set(cameraId, sighting);
  }

  /** Drops the reports of cameras that are gone, or whose rows now say more. */
  forgetCameras(cameraIds: readonly string[]): void {
    for (const cameraId of cameraIds) {
      this.#cameras.delete(cameraId);
      this.#recording.delete(cameraId);
    }
  }

  /** Keeps what a node is told to record, by camera id; true when that is news for any of its cameras. */
  recordingTold(state: Readonly<Record<string, boolean>>): boolean {
    let isNews = false;
    for (const [cameraId, on] of Object.entries(state)) {
      isNews ||= this.#recording.get(cameraId) !== on;
      this.#recording.set(cameraId, on);
    }
    return isNews;
  }

  /** What a camera's node was last told about recording it; null when it sent no heartbeat since the start. */
  recordingOf(cameraId: string): boolean | null {
    return this.#recording.get(cameraId) ?? null;
  }

  forgetNode(rowId: number): void {
    this.#nodes.delete(rowId);
  }

  /** The newer of a node's row and its last report. */
  node(row: NodeSighting & { readonly id: number }): NodeSighting {
    return newer<NodeSighting>(row, this.#nodes.get(row.id));
  }

  /** Error text of a camera's last report. */
  lastErrorOf(cameraId: string): string | null {
    return this.#cameras.get(cameraId)?.lastError ?? null;
  }

  /** The newer of a camera's row and its last report. */
  camera(row: CameraSighting & { readonly cameraId: string }): CameraSighting {
    return newer<CameraSighting>(row, this.#cameras.get(row.cameraId));
  }
}
