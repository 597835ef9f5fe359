import type { CameraStream } from '../camera/camera-stream.ts';
import type { NodeArchive, SnapshotRow } from './node-archive.ts';
import type { NodeSettings } from '../node-options.ts';
import { hasFfmpeg } from '../video/live-encoder.ts';
import { sceneStill } from '../video/loop-library.ts';
import { pictureOf } from '../video/snapshot-picture.ts';

/** Takes pictures of the node's cameras. */
export class NodeSnapshots {
  readonly #archive: NodeArchive;
  readonly #cameras: () => readonly CameraStream[];
  readonly #source: 'ffmpeg' | 'still';

  constructor(settings: NodeSettings, archive: NodeArchive, cameras: () => readonly CameraStream[]) {
    this.#archive = archive;
    this.#cameras = cameras;
    this.#source = settings.snapshots ?? (hasFfmpeg() ? 'ffmpeg' : 'still');
  }

  /** JPEG of the newest finished segment. Throws when there is none or FFmpeg fails. */
  async picture(cameraId: string): Promise<Buffer> {
    const camera = this.#cameras().find((stream) => stream.cameraId === cameraId);
    const segment = camera?.newestSegment;
    if (!camera || !segment) throw new Error('no segment available yet');
    return this.#source === 'ffmpeg' ? pictureOf(segment.bytes) : sceneStill(camera.camera.scene);
  }

  /** As `picture`, also stored. */
  async take(cameraId: string): Promise<SnapshotRow> {
    return this.#archive.addSnapshot(cameraId, await this.picture(cameraId));
  }
}
