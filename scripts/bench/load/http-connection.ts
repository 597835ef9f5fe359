import { connect, type Socket } from 'node:net';

/** A finished answer; status 0 when the connection ended before it was complete. */
export interface Reply {
  readonly status: number;
  /** Length of the body. */
  readonly bytes: number;
  /** The body, latin1, when the request asked to keep it. */
  readonly text: string;
}

const HEAD_END = Buffer.from('\r\n\r\n');
const LOST: Reply = { status: 0, bytes: 0, text: '' };
/** All connections read into the same memory: the bytes are looked at before the next read. */
const readBuffer = Buffer.allocUnsafeSlow(262_144);

/**
 * One kept-alive connection with one request at a time. It does no more than a load needs, so that the client is not
 * what is measured: answers must carry Content-Length.
 */
export class HttpConnection {
  readonly #port: number;
  #socket: Socket | undefined;
  #head = '';
  /** Bytes of the body that have not come yet; undefined while the head is read. */
  #left: number | undefined;
  #status = 0;
  #bytes = 0;
  #keep = false;
  #parts: string[] = [];
  #done: ((reply: Reply) => void) | undefined;

  constructor(port: number) {
    this.#port = port;
  }

  get isBusy(): boolean {
    return this.#done !== undefined;
  }

  /** Sends a complete request head, with a body when there is one; `done` is called exactly once. */
  send(head: string, done: (reply: Reply) => void, options: { body?: Buffer; keep?: boolean } = {}): void {
    if (this.#done !== undefined) throw new Error('This connection waits for an answer.');
    this.#done = done;
    this.#keep = options.keep === true;
    const socket = this.#open();
    if (options.body === undefined) {
      socket.write(head, 'latin1');
      return;
    }
    socket.cork();
    socket.write(head, 'latin1');
    socket.write(options.body);
    socket.uncork();
  }

  ask(head: string, options: { body?: Buffer; keep?: boolean } = {}): Promise<Reply> {
    return new Promise((resolve) => {
      this.send(head, resolve, options);
    });
  }

  close(): void {
    this.#socket?.destroy();
  }

  #open(): Socket {
    if (this.#socket !== undefined) return this.#socket;
    const socket = connect({
      port: this.#port,
      host: '127.0.0.1',
      noDelay: true,
      onread: {
        buffer: readBuffer,
        callback: (count, buffer) => {
          this.#read(Buffer.from(buffer.buffer, buffer.byteOffset, count), 0);
          return true;
        },
      },
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      if (this.#socket === socket) this.#socket = undefined;
      this.#finish(LOST);
    });
    this.#socket = socket;
    return socket;
  }

  #read(chunk: Buffer, from: number): void {
    let at = from;
    if (this.#left === undefined) {
      const end = chunk.indexOf(HEAD_END, at);
      if (end === -1) {
        // A mark cut in two would be missed; heads of these servers come in one piece.
        this.#head += chunk.toString('latin1', at);
        return;
      }
      this.#begin(this.#head + chunk.toString('latin1', at, end));
      at = end + HEAD_END.length;
    }
    const left = this.#left ?? 0;
    const here = Math.min(left, chunk.length - at);
    if (this.#keep && here > 0) this.#parts.push(chunk.toString('latin1', at, at + here));
    this.#left = left - here;
    if (this.#left === 0)
      this.#finish({ status: this.#status, bytes: this.#bytes, text: this.#parts.join('') });
  }

  #begin(head: string): void {
    this.#head = '';
    this.#status = Number(head.slice(9, 12));
    this.#bytes = Number(/content-length: *(\d+)/i.exec(head)?.[1] ?? 0);
    this.#left = this.#bytes;
  }

  #finish(reply: Reply): void {
    const done = this.#done;
    this.#done = undefined;
    this.#left = undefined;
    this.#head = '';
    this.#parts = [];
    done?.(reply);
  }
}

/** Head of a GET with these header lines, each ended by CRLF. */
export function getHead(path: string, headerLines: string): string {
  return `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\n${headerLines}\r\n`;
}

/** Head of a POST of so many bytes. */
export function postHead(path: string, headerLines: string, bytes: number): string {
  return `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\n${headerLines}Content-Length: ${bytes}\r\n\r\n`;
}
