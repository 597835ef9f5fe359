import { once } from 'node:events';
import { Agent, request as httpRequest } from 'node:http';
import { WebSocket } from 'ws';
import { createNode, type NodeKey } from './people.ts';
import { ask, type Answer, type TestClient } from './test-client.ts';

/** A device as the node program 0.1.73 reports it on Linux, whatever the stream really is. */
export interface ReportedDevice {
  readonly device_path: string;
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly capabilities: readonly string[];
}

export function usbCamera(path: string, name = `Camera at ${path}`): ReportedDevice {
  return { device_path: path, name, width: 1920, height: 1080, capabilities: ['streaming'] };
}

/** `/dev/video0`, `/dev/video2` …: the even ones deliver pictures. */
export function usbCameras(count: number): ReportedDevice[] {
  return Array.from({ length: count }, (_, index) => usbCamera(`/dev/video${index * 2}`));
}

type Fields = Readonly<Record<string, unknown>>;

interface NodeCall {
  readonly type?: string;
  readonly body?: Buffer | undefined;
}

/**
 * The node program on the wire: exactly its calls, headers and bodies. A field given as undefined in `extra` is left
 * out of the body. Video travels over at most four kept-alive connections a camera, as the node's client does it.
 */
export class NodeClient {
  readonly url: string;
  readonly nodeId: string;
  readonly key: string;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 8 });

  constructor(url: string, credentials: NodeKey) {
    this.url = url;
    this.nodeId = credentials.nodeId;
    this.key = credentials.key;
  }

  /** The same node with other credentials or at another address. */
  as(changes: { readonly key?: string; readonly nodeId?: string; readonly url?: string }): NodeClient {
    const { url = this.url, nodeId = this.nodeId, key = this.key } = changes;
    return new NodeClient(url, { nodeId, key });
  }

  health(): Promise<Answer> {
    return ask(`${this.url}/api/health`, 'GET', { headers: { accept: '*/*' } });
  }

  validate(): Promise<Answer> {
    return this.#json('/api/nodes/validate', { node_id: this.nodeId });
  }

  register(cameras: readonly Fields[] | readonly ReportedDevice[], extra: Fields = {}): Promise<Answer> {
    return this.#json('/api/nodes/register', {
      node_id: this.nodeId,
      name: 'Node-shop',
      node_version: '0.1.73',
      cameras,
      video_codec: 'avc1.64a01f',
      audio_codec: 'mp4a.40.2',
      http_port: 8080,
      lan_streaming: false,
      ...extra,
    });
  }

  heartbeat(extra: Fields = {}): Promise<Answer> {
    return this.#json('/api/nodes/heartbeat', {
      node_id: this.nodeId,
      node_version: '0.1.73',
      lan_streaming: true,
      ...extra,
    });
  }

  decommission(): Promise<Answer> {
    return this.post('/api/nodes/self/decommission');
  }

  /** One segment; `file` is its number or the whole file name. */
  push(cameraId: string, file: number | string, body: Buffer): Promise<Answer> {
    const name = typeof file === 'number' ? `segment_${String(file).padStart(5, '0')}.ts` : file;
    const path = `/api/cameras/${cameraId}/push-segment?filename=${name}`;
    return this.post(path, { type: 'video/mp2t', body });
  }

  playlist(cameraId: string, text: string | Buffer): Promise<Answer> {
    const body = Buffer.isBuffer(text) ? text : Buffer.from(text);
    return this.post(`/api/cameras/${cameraId}/playlist`, { type: 'text/plain', body });
  }

  codec(cameraId: string, videoCodec: unknown, audioCodec: unknown = 'mp4a.40.2'): Promise<Answer> {
    const body = { video_codec: videoCodec, audio_codec: audioCodec };
    return this.#json(`/api/cameras/${cameraId}/codec`, body);
  }

  #json(path: string, body: Fields): Promise<Answer> {
    return this.post(path, { type: 'application/json', body: Buffer.from(JSON.stringify(body)) });
  }

  /** A POST with the node's headers and nothing else: no user agent, origin or cookie. */
  post(path: string, call: NodeCall = {}): Promise<Answer> {
    const headers = {
      accept: '*/*',
      'x-node-api-key': this.key,
      ...(call.type === undefined ? {} : { 'content-type': call.type }),
      'content-length': String(call.body?.length ?? 0),
    };
    return exchange(this.url + path, { method: 'POST', headers, body: call.body, agent: this.#agent });
  }

  /** Opens the command channel. Rejects with RefusedUpgrade when the server answers without an upgrade. */
  async connect(
    headers: Readonly<Record<string, string>> = { 'X-Node-API-Key': this.key, 'X-Node-Id': this.nodeId },
    query = '',
  ): Promise<NodeChannel> {
    const url = `${this.url.replace('http', 'ws')}/ws/node${query}`;
    const socket = new WebSocket(url, { headers, perMessageDeflate: false });
    const channel = new NodeChannel(socket);
    const refused = once(socket, 'unexpected-response').then(([, response]) => {
      socket.on('error', () => undefined);
      socket.terminate();
      throw new RefusedUpgrade((response as { statusCode?: number }).statusCode ?? 0);
    });
    await Promise.race([once(socket, 'open'), refused]);
    refused.catch(() => undefined);
    return channel;
  }

  /** Closes the kept-alive connections. */
  [Symbol.dispose](): void {
    this.#agent.destroy();
  }
}

export class RefusedUpgrade extends Error {
  readonly status: number;

  constructor(status: number) {
    super(`The upgrade was answered with ${status}`);
    this.status = status;
  }
}

export interface ServerFrame {
  readonly type: string;
  readonly id?: unknown;
  readonly command?: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** The node's end of the command channel. */
export class NodeChannel {
  readonly socket: WebSocket;
  /** Resolves with the close code. */
  readonly closed: Promise<number>;
  readonly #unread: ServerFrame[] = [];
  readonly #readers: ((frame: ServerFrame) => void)[] = [];

  constructor(socket: WebSocket) {
    this.socket = socket;
    this.closed = new Promise((resolve) => {
      socket.once('close', (code) => resolve(code));
    });
    socket.on('message', (data: Buffer) => {
      const frame = JSON.parse(data.toString('utf8')) as ServerFrame;
      const reader = this.#readers.shift();
      if (reader === undefined) this.#unread.push(frame);
      else reader(frame);
    });
  }

  send(frame: unknown): void {
    this.socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame));
  }

  /** The next frame of the server, in order. The test's own time limit ends a wait in vain. */
  next(): Promise<ServerFrame> {
    const frame = this.#unread.shift();
    if (frame !== undefined) return Promise.resolve(frame);
    return new Promise((resolve) => this.#readers.push(resolve));
  }

  /** A heartbeat as the node sends it, without an id; answers the server's frame. */
  heartbeat(payload: Fields = {}): Promise<ServerFrame> {
    const fields = { cameras: [], local_ip: null, lan_streaming: true, node_version: '0.1.73' };
    this.send({ type: 'heartbeat', payload: { ...fields, ...payload } });
    return this.next();
  }

  succeed(command: ServerFrame, data: unknown): void {
    const { id, command: name } = command;
    this.send({ type: 'command_result', id, command: name, payload: { status: 'success', data } });
  }

  [Symbol.dispose](): void {
    this.socket.terminate();
  }
}

/** Creates a node as the owner and answers its client. */
export async function newNodeClient(owner: TestClient, name?: string): Promise<NodeClient> {
  return new NodeClient(owner.baseUrl, await createNode(owner, name));
}

function exchange(
  url: string,
  call: {
    readonly method: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: Buffer | undefined;
    readonly agent: Agent;
  },
): Promise<Answer> {
  const { method, headers, body, agent } = call;
  return new Promise((resolve, reject) => {
    const sent = httpRequest(url, { method, headers, agent }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const bytes = Buffer.concat(chunks);
        const text = bytes.toString('utf8');
        const status = response.statusCode ?? 0;
        resolve({ status, headers: response.headers, bytes, text, json: () => JSON.parse(text) });
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
