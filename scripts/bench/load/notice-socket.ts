import { WebSocket } from 'ws';
import { dashboardMessage } from '../../../server/contract/dashboard-events.ts';
import type { ServerProcess } from '../servers/server-process.ts';

export interface SegmentNews {
  readonly cameraId: string;
  readonly uri: string;
  /** When the server took the segment in, ms since 1970. */
  readonly acceptedMs: number;
}

/** A tab's connection that watches cameras and is told of each segment. */
export class NoticeSocket implements Disposable {
  readonly #socket: WebSocket;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
  }

  static async open(
    server: ServerProcess,
    cameras: readonly string[],
    onSegment: (news: SegmentNews) => void,
  ): Promise<NoticeSocket> {
    const { name, value } = server.owner.session;
    const socket = new WebSocket(`ws://127.0.0.1:${server.port}/ws/dashboard`, {
      headers: { cookie: `${name}=${value}`, origin: server.url },
    });
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject);
      socket.on('message', (data: Buffer) => {
        const message = dashboardMessage.safeParse(JSON.parse(data.toString('utf8'))).data;
        if (message?.type === 'hello') {
          socket.send(JSON.stringify({ type: 'watch', cameras }));
          resolve();
        }
        if (message?.type !== 'segment') return;
        const { uri, at } = message.segment;
        onSegment({ cameraId: message.camera_id, uri, acceptedMs: Date.parse(at) });
      });
    });
    return new NoticeSocket(socket);
  }

  [Symbol.dispose](): void {
    this.#socket.terminate();
  }
}
