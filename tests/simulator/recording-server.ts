// A server that knows nothing of ours: it writes down what a node sends and answers as each test tells it to.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { onTestFinished } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import { type SimulatedNode, startSimulatedNode } from '../../scripts/simulator/simulated-node.ts';
import type { SimulatedNodeOptions } from '../../scripts/simulator/node-options.ts';

export const NODE_ID = '1a2b3c4d';
export const KEY = '6f1c2a34-9b0d-4c7e-8f21-0123456789ab';
/** The camera a node with one default camera has when the server maps nothing. */
export const CAMERA = `${NODE_ID}_dev_video0`;

export interface RecordedRequest {
  readonly line: string;
  /** Names in lower case, in the order sent. */
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Buffer;
  readonly atMs: number;
  /** Same number, same connection. */
  readonly connection: number;
}

export interface ScriptedAnswer {
  readonly status?: number;
  readonly body?: string;
  readonly headers?: Record<string, string>;
  readonly delayMs?: number;
  /** Reset the connection instead of answering. */
  readonly reset?: true;
}

export interface RecordedSocket {
  readonly headers: readonly (readonly [string, string])[];
  readonly url: string;
  readonly frames: Record<string, unknown>[];
  readonly socket: WebSocket;
  /** Close code once closed; 1006 when TCP was dropped without a close frame. */
  closedWith: number | undefined;
}

const DEFAULT_BODIES: readonly [RegExp, string][] = [
  [/\/register$/, JSON.stringify({ node_id: NODE_ID, cameras: {} })],
  [/\/heartbeat$/, JSON.stringify({ success: true, timestamp: 'now' })],
];

export class RecordingServer {
  readonly requests: RecordedRequest[] = [];
  readonly sockets: RecordedSocket[] = [];
  /** Chooses the answer to a request; undefined means 200 with a body the node can use. */
  answer: (request: RecordedRequest, same: number) => ScriptedAnswer | undefined = () => undefined;
  /** Status for the n-th upgrade request (from 1); 0 leaves it unanswered. */
  upgradeStatus: (attempt: number) => number = () => 101;
  readonly upgrades: number[] = [];
  /** Unanswered upgrades whose connection the node has dropped. */
  abandonedUpgrades = 0;
  readonly #http: Server;
  readonly #webSockets = new WebSocketServer({ noServer: true });
  readonly #connections = new Map<Socket, number>();

  constructor() {
    this.#http = createServer((request, response) => void this.#record(request, response));
    this.#http.keepAliveTimeout = 100_000;
    this.#http.on('upgrade', (request, socket: Duplex, head) => this.#upgrade(request, socket, head));
  }

  static async start(): Promise<RecordingServer> {
    const server = new RecordingServer();
    await new Promise<void>((resolve) => {
      server.#http.listen(0, '127.0.0.1', resolve);
    });
    onTestFinished(() => server.stop());
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#http.address() as AddressInfo).port}`;
  }

  /** Starts a node against this server; it is stopped with the test. Runs about twenty times faster than life. */
  async node(options: Partial<SimulatedNodeOptions> = {}): Promise<SimulatedNode> {
    const node = await startSimulatedNode({
      url: this.url,
      nodeId: NODE_ID,
      key: KEY,
      segmentIntervalMs: 50,
      heartbeatRetryMs: [20, 40],
      pushRetryMs: [10, 20, 40],
      playlistRetryMs: [10, 20],
      reconnectMs: [20, 40, 80],
      snapshots: 'still',
      lan: false,
      ...options,
    });
    onTestFinished(() => node.stop());
    return node;
  }

  to(pattern: RegExp): RecordedRequest[] {
    return this.requests.filter(({ line }) => pattern.test(line));
  }

  async stop(): Promise<void> {
    this.#webSockets.close();
    this.#http.closeAllConnections();
    await new Promise((resolve) => {
      this.#http.close(resolve);
    });
  }

  async #record(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of request) chunks.push(chunk as Buffer);
    } catch {
      // The node went away in the middle of its request.
      return;
    }
    const line = `${request.method} ${request.url}`;
    const recorded = {
      line,
      headers: headersOf(request),
      body: Buffer.concat(chunks),
      atMs: performance.now(),
      connection: this.#connectionOf(request.socket),
    };
    this.requests.push(recorded);
    const same = this.requests.filter((other) => other.line === line).length;
    const answer = this.answer(recorded, same) ?? {};
    if (answer.delayMs !== undefined) await new Promise((resolve) => setTimeout(resolve, answer.delayMs));
    if (answer.reset) return void request.socket.destroy();
    const body = answer.body ?? DEFAULT_BODIES.find(([path]) => path.test(line))?.[1] ?? '{}';
    response.writeHead(answer.status ?? 200, answer.headers).end(body);
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    this.upgrades.push(performance.now());
    const status = this.upgradeStatus(this.upgrades.length);
    if (status === 0) {
      socket.resume();
      socket.once('end', () => {
        this.abandonedUpgrades += 1;
        socket.destroy();
      });
      return;
    }
    if (status !== 101) return void socket.end(`HTTP/1.1 ${status} No\r\ncontent-length: 2\r\n\r\nno`);
    this.#webSockets.handleUpgrade(request, socket, head, (opened) => {
      const recorded: RecordedSocket = {
        headers: headersOf(request),
        url: request.url ?? '',
        frames: [],
        socket: opened,
        closedWith: undefined,
      };
      opened.on('message', (data) => {
        recorded.frames.push(JSON.parse((data as Buffer).toString('utf8')) as Record<string, unknown>);
      });
      opened.on('close', (code) => {
        recorded.closedWith = code;
      });
      this.sockets.push(recorded);
    });
  }

  #connectionOf(socket: Socket): number {
    const known = this.#connections.get(socket) ?? this.#connections.size + 1;
    this.#connections.set(socket, known);
    return known;
  }
}

function headersOf(request: IncomingMessage): (readonly [string, string])[] {
  const raw = request.rawHeaders;
  return Array.from({ length: raw.length / 2 }, (_, pair) => {
    return [(raw[pair * 2] ?? '').toLowerCase(), raw[pair * 2 + 1] ?? ''] as const;
  });
}
