import { HttpTransport, type NodeReply } from './wire/http-transport.ts';
import { NodeSocket } from './wire/node-socket.ts';
import { openSocket, type UpgradeReply } from './wire/web-socket.ts';

/** Time the node allows one exchange, body included. */
export const REQUEST_TIMEOUT_MS = 10_000;

/** As whom the calls are made; leave `key` or `nodeId` out to send none. */
export interface NodeClientOptions {
  /** Server URL; a path prefix is kept, a trailing slash dropped. */
  readonly url: string;
  readonly nodeId?: string;
  readonly key?: string;
  readonly timeoutMs?: number;
}

/**
 * The node's calls one at a time, without retries or decoding: every HTTP answer resolves, whatever its status;
 * TransportError when there is none within the time limit.
 */
export class NodeClient {
  readonly #options: NodeClientOptions;
  readonly #pool: HttpTransport;
  /** Heartbeats have connections of their own. */
  readonly #heartbeatPool: HttpTransport;

  constructor(options: NodeClientOptions) {
    this.#options = options;
    const timeoutMs = options.timeoutMs ?? REQUEST_TIMEOUT_MS;
    this.#pool = new HttpTransport(options.url, timeoutMs);
    this.#heartbeatPool = new HttpTransport(options.url, timeoutMs);
  }

  /** Reachability probe of the setup; carries no key. */
  health(): Promise<NodeReply> {
    return this.#pool.send({ method: 'GET', path: '/api/health' });
  }

  /** Credential check of the setup. */
  validate(nodeId = this.#options.nodeId ?? ''): Promise<NodeReply> {
    return this.#postJson('/api/nodes/validate', { node_id: nodeId });
  }

  register(body: unknown): Promise<NodeReply> {
    return this.#postJson('/api/nodes/register', body);
  }

  heartbeat(body: unknown): Promise<NodeReply> {
    return this.#postJson('/api/nodes/heartbeat', body, this.#heartbeatPool);
  }

  /** Key only: no body, no content type. */
  decommission(): Promise<NodeReply> {
    return this.#pool.send({
      method: 'POST',
      path: '/api/nodes/self/decommission',
      headers: this.#keyHeader(),
    });
  }

  /** `name` and `cameraId` go into the URL as they are. */
  pushSegment(cameraId: string, name: string, bytes: Uint8Array): Promise<NodeReply> {
    const path = `/api/cameras/${cameraId}/push-segment?filename=${name}`;
    return this.#post(path, 'video/mp2t', bytes);
  }

  pushPlaylist(cameraId: string, text: string | Uint8Array): Promise<NodeReply> {
    return this.#post(`/api/cameras/${cameraId}/playlist`, 'text/plain', Buffer.from(text));
  }

  postCodec(cameraId: string, body: unknown): Promise<NodeReply> {
    return this.#postJson(`/api/cameras/${cameraId}/codec`, body);
  }

  postMotion(cameraId: string, body: unknown): Promise<NodeReply> {
    return this.#postJson(`/api/cameras/${cameraId}/motion`, body);
  }

  /** Opens the command channel: status 101 and the socket, or the refusal's status and body. */
  async openWebSocket(): Promise<UpgradeReply<NodeSocket>> {
    let opened: NodeSocket | undefined;
    const target = { baseUrl: this.#options.url, key: this.#options.key, nodeId: this.#options.nodeId };
    const reply = await openSocket(target, (socket) => {
      opened = new NodeSocket(socket);
    });
    if (reply.socket === undefined || opened === undefined)
      return { status: reply.status, body: bodyOf(reply) };
    return { status: 101, socket: opened };
  }

  /** Fails everything in flight and from now on, until `restoreNetwork`. */
  cutNetwork(): void {
    this.#pool.cut();
    this.#heartbeatPool.cut();
  }

  restoreNetwork(): void {
    this.#pool.restore();
    this.#heartbeatPool.restore();
  }

  /** Drops all connections; the client is of no further use. */
  close(): void {
    this.cutNetwork();
  }

  #keyHeader(): Record<string, string> {
    return this.#options.key === undefined ? {} : { 'x-node-api-key': this.#options.key };
  }

  #postJson(path: string, body: unknown, pool = this.#pool): Promise<NodeReply> {
    return this.#post(path, 'application/json', Buffer.from(JSON.stringify(body)), pool);
  }

  #post(path: string, contentType: string, body: Uint8Array, pool = this.#pool): Promise<NodeReply> {
    const headers = { ...this.#keyHeader(), 'content-type': contentType };
    return pool.send({ method: 'POST', path, headers, body });
  }
}

function bodyOf(reply: UpgradeReply<unknown>): string {
  return 'body' in reply ? reply.body : '';
}
