import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

export interface RawAnswer {
  readonly status: number;
  readonly head: string;
  readonly body: string;
}

/** A TCP connection to a server of this computer. */
export async function openSocket(baseUrl: string): Promise<Socket> {
  const { hostname, port } = new URL(baseUrl);
  const socket = connect({ host: hostname, port: Number(port) });
  await once(socket, 'connect');
  // A server that resets the connection is an outcome the tests look at, not a crash of the test.
  socket.on('error', () => undefined);
  return socket;
}

/** Everything the peer sends until it closes the connection, or until `enough` says that was all. */
export function readUntil(socket: Socket, enough: (text: string) => boolean = () => false): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    const end = (): void => resolve(text);
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString('latin1');
      if (enough(text)) end();
    });
    socket.once('close', end);
  });
}

/** Sends bytes exactly as given and reads all answers until the server closes; end the request with Connection: close. */
export async function exchange(baseUrl: string, request: string): Promise<string> {
  const socket = await openSocket(baseUrl);
  const answers = readUntil(socket);
  socket.write(request, 'latin1');
  const text = await answers;
  socket.destroy();
  return text;
}

/** Splits the first answer of a raw exchange. */
export function firstAnswer(text: string): RawAnswer {
  const [head = '', ...rest] = text.split('\r\n\r\n');
  return { status: Number(head.split(' ')[1] ?? 0), head, body: rest.join('\r\n\r\n') };
}

/** Status codes of all answers on one connection, in order. */
export function statusesOf(text: string): number[] {
  return [...text.matchAll(/HTTP\/1\.1 (\d{3})/g)].map((match) => Number(match[1]));
}
