import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Logger } from 'pino';
import { WebSocketServer, type WebSocket } from 'ws';
import type { Clock } from '../clock.ts';
import { NodeCommandError, type CommandResult, type SendOptions } from './channel/command-queue.ts';
import { refuseUpgrade } from '../http/refuse-upgrade.ts';
import { handshakeCredentials, type HandshakeCredentials } from './channel/handshake.ts';
import { SlidingWindow } from './channel/sliding-window.ts';
import type { KeyOwner, NodeKeyRing } from './node-key-ring.ts';
import { NodeSocket, type NodeSocketDeps, type SocketTiming } from './node-socket.ts';

/** Snapshot pictures and unpaginated listings arrive as one message. */
const MESSAGE_MAX_BYTES = 64 * 1024 * 1024;
const CONNECTS_PER_MINUTE = 10;
const DEFAULT_TIMEOUT_MS = 30_000;
const DEFAULT_TIMING: SocketTiming = { pingEveryMs: 25_000, silenceLimitMs: 90_000, messagesPerMinute: 180 };

export interface NodeConnectionsDeps {
  readonly clock: Clock;
  readonly log: Logger;
  readonly keys: NodeKeyRing;
  readonly onHeartbeat: NodeSocketDeps['onHeartbeat'];
  readonly timing?: Partial<SocketTiming>;
}

/** The open command channels of all nodes, one a node, by public node id. */
export class NodeConnections {
  readonly #deps: NodeConnectionsDeps;
  readonly #timing: SocketTiming;
  readonly #open = new Map<string, NodeSocket>();
  readonly #connects = new SlidingWindow({ max: CONNECTS_PER_MINUTE, windowMs: 60_000 });
  readonly #server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: MESSAGE_MAX_BYTES,
    handleProtocols: () => false,
  });
  #disposed = false;

  constructor(deps: NodeConnectionsDeps) {
    this.#deps = deps;
    this.#timing = { ...DEFAULT_TIMING, ...deps.timing };
  }

  /** Takes an HTTP upgrade of `/ws/node`; bad credentials get 401, too many attempts 429, a stopping server 503. */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const credentials = handshakeCredentials(request);
    if (this.#disposed) refuseUpgrade(socket, 503);
    else if (credentials === undefined) refuseUpgrade(socket, 401);
    else this.#admit(credentials, { request, socket, head });
  }

  /** Open channels of all organisations. */
  get count(): number {
    return this.#open.size;
  }

  isConnected(nodeId: string): boolean {
    return this.#open.has(nodeId);
  }

  /** Public ids of an organisation's connected nodes. */
  connectedNodes(orgId: string): string[] {
    return [...this.#open.values()]
      .filter(({ owner }) => owner.orgId === orgId)
      .map(({ owner }) => owner.nodeId);
  }

  /**
   * Sends a command to a node and answers its result payload. Commands of one node run one after the other; the
   * time-out (default 30 s) includes the wait. Rejects with NodeCommandError. Send only camera ids of that very node.
   */
  async send(
    nodeId: string,
    command: string,
    payload: Readonly<Record<string, unknown>>,
    options: Partial<SendOptions> = {},
  ): Promise<CommandResult> {
    const socket = this.#open.get(nodeId);
    if (socket === undefined) throw new NodeCommandError('not-connected');
    return socket.send(command, payload, { timeoutMs: DEFAULT_TIMEOUT_MS, ...options });
  }

  /** Closes a node's channel, after its key was replaced or the node deleted. */
  disconnect(nodeId: string): void {
    const socket = this.#open.get(nodeId);
    this.#open.delete(nodeId);
    void socket?.close(1000, 'The node was removed or its key replaced');
  }

  /** Closes all channels within a second and refuses new ones. */
  async dispose(): Promise<void> {
    this.#disposed = true;
    const sockets = [...this.#open.values()];
    this.#open.clear();
    await Promise.all(sockets.map((socket) => socket.close(1001, 'The server is stopping')));
  }

  #admit(
    credentials: HandshakeCredentials,
    upgrade: { readonly request: IncomingMessage; readonly socket: Duplex; readonly head: Buffer },
  ): void {
    const { nodeId, key, fromQuery } = credentials;
    const check = this.#deps.keys.check(nodeId, key);
    const genuine = check.kind === 'ok';
    // Attempts with wrong keys are counted apart, or anybody who knows an id could lock its node out.
    if (!this.#connects.admit(`${genuine}:${nodeId.slice(0, 100)}`, this.#deps.clock.monotonicMs())) {
      refuseUpgrade(upgrade.socket, 429);
    } else if (!genuine) {
      refuseUpgrade(upgrade.socket, 401);
    } else {
      this.#server.handleUpgrade(upgrade.request, upgrade.socket, upgrade.head, (socket) => {
        if (fromQuery) {
          this.#deps.log.warn({ nodeId }, 'A node sends its key in the address; update the node program');
        }
        this.#register(check.owner, socket);
      });
    }
  }

  #register(owner: KeyOwner, socket: WebSocket): void {
    const former = this.#open.get(owner.nodeId);
    const { clock, log, onHeartbeat } = this.#deps;
    const current = new NodeSocket(owner, socket, { clock, log, onHeartbeat, timing: this.#timing });
    this.#open.set(owner.nodeId, current);
    socket.once('close', () => {
      if (this.#open.get(owner.nodeId) === current) this.#open.delete(owner.nodeId);
    });
    void former?.close(1000, 'Replaced by a newer connection of this node');
  }
}
