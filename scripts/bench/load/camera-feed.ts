import { playlistText, segmentName } from '../../simulator/wire/playlist-text.ts';
import type { BenchCamera, ServerProcess } from '../servers/server-process.ts';
import { HttpConnection, postHead, type Reply } from './http-connection.ts';

const WINDOW = 15;

/** Delivers one camera as its node would: numbered segments, and the playlist that lists them. */
export class CameraFeed {
  readonly camera: BenchCamera;
  readonly #connection: HttpConnection;
  readonly #keyLine: string;
  #number = 0;

  constructor(server: ServerProcess, camera: BenchCamera) {
    this.camera = camera;
    this.#connection = new HttpConnection(server.port);
    this.#keyLine = `X-Node-API-Key: ${camera.nodeKey}\r\n`;
  }

  /** Number of the segment delivered last. */
  get number(): number {
    return this.#number;
  }

  /** Head of the upload of the next segment; counts on. */
  nextSegmentHead(bytes: number): string {
    this.#number += 1;
    const path = `/api/cameras/${this.camera.id}/push-segment?filename=${segmentName(this.#number)}`;
    return postHead(path, `${this.#keyLine}Content-Type: video/mp2t\r\n`, bytes);
  }

  pushSegment(body: Buffer): Promise<Reply> {
    return this.#connection.ask(this.nextSegmentHead(body.length), { body });
  }

  pushPlaylist(): Promise<Reply> {
    const to = this.#number;
    const body = Buffer.from(playlistText({ from: Math.max(1, to - WINDOW + 1), to }));
    const head = postHead(
      `/api/cameras/${this.camera.id}/playlist`,
      `${this.#keyLine}Content-Type: text/plain\r\n`,
      body.length,
    );
    return this.#connection.ask(head, { body });
  }

  /** One segment and its playlist. Throws when either is refused. */
  async deliver(body: Buffer): Promise<void> {
    const answers = [await this.pushSegment(body), await this.pushPlaylist()];
    const refused = answers.find(({ status }) => status !== 200);
    if (refused !== undefined) throw new Error(`The server refused video with status ${refused.status}.`);
  }

  close(): void {
    this.#connection.close();
  }
}
