import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

export interface RawAnswer {
  readonly status: number;
  /** Status line and headers as sent. */
  readonly head: string;
  readonly body: string;
}

/** One TCP connection on which a test writes every byte itself. */
export class RawConnection {
  readonly socket: Socket;
  #received = Buffer.alloc(0);
  #ended = false;

  private constructor(socket: Socket) {
    this.socket = socket;
    socket.on('data', (chunk) => (this.#received = Buffer.concat([this.#received, chunk])));
    socket.on('close', () => (this.#ended = true));
    socket.on('error', () => (this.#ended = true));
  }

  static async open(url: string): Promise<RawConnection> {
    const { hostname, port } = new URL(url);
    const socket = connect({ host: hostname, port: Number(port), noDelay: true });
    await once(socket, 'connect');
    return new RawConnection(socket);
  }

  /** True once the server has closed the connection. */
  get ended(): boolean {
    return this.#ended;
  }

  write(lines: readonly string[], body: string | Buffer = ''): void {
    this.socket.write(`${lines.join('\r\n')}\r\n\r\n`);
    this.socket.write(body);
  }

  /** The next answer; one without Content-Length has no body. */
  async answer(): Promise<RawAnswer> {
    for (;;) {
      const parsed = this.#take();
      if (parsed !== undefined) return parsed;
      if (this.#ended) throw new Error('The server closed the connection without an answer');
      await Promise.race([once(this.socket, 'data'), once(this.socket, 'close')]);
    }
  }

  #take(): RawAnswer | undefined {
    const end = this.#received.indexOf('\r\n\r\n');
    if (end === -1) return undefined;
    const head = this.#received.subarray(0, end).toString('latin1');
    const length = Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1] ?? 0);
    const bodyStart = end + 4;
    if (this.#received.length < bodyStart + length) return undefined;
    const body = this.#received.subarray(bodyStart, bodyStart + length).toString('utf8');
    this.#received = this.#received.subarray(bodyStart + length);
    return { status: Number(head.split(' ')[1]), head, body };
  }

  [Symbol.dispose](): void {
    this.socket.destroy();
  }
}
