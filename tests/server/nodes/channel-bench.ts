import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import pino from 'pino';
import { WebSocket } from 'ws';
import { openDatabase } from '../../../server/db/open-database.ts';
import { sha256Hex } from '../../../server/ids.ts';
import { NodeConnections, type NodeConnectionsDeps } from '../../../server/nodes/node-connections.ts';
import { NodeKeyRing } from '../../../server/nodes/node-key-ring.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { temporaryFolder } from '../../support/test-config.ts';
import { eventually } from '../../support/wait.ts';

export interface Frame {
  readonly type: string;
  readonly id?: string;
  readonly command?: string;
  readonly payload: Record<string, unknown>;
}

/** A node program's end of the command channel. */
export class ChannelEnd {
  readonly socket: WebSocket;
  readonly frames: Frame[] = [];
  closedWith: number | undefined;

  constructor(socket: WebSocket) {
    this.socket = socket;
    socket.on('message', (data: Buffer) => this.frames.push(JSON.parse(data.toString()) as Frame));
    socket.on('close', (code) => {
      this.closedWith = code;
    });
  }

  say(frame: unknown): void {
    this.socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame));
  }

  /** The `count`-th frame of a type, once it is there. */
  frame(type: string, count = 1): Promise<Frame> {
    return eventually(`${type} frame ${count}`, () => this.frames.filter((f) => f.type === type)[count - 1]);
  }

  answer(command: Frame, data: unknown): void {
    const payload = { status: 'success', data };
    this.say({ type: 'command_result', id: command.id, command: command.command, payload });
  }

  closed(): Promise<number> {
    return eventually('the channel is closed', () => this.closedWith);
  }
}

/** NodeConnections behind a bare HTTP server, with two nodes of one organisation and one of another. */
export class ChannelBench {
  readonly clock = new FakeClock();
  readonly logLines: readonly string[];
  readonly connections: NodeConnections;
  readonly #server: Server;
  readonly #release: () => Promise<void>;

  private constructor(
    parts: { server: Server; keys: NodeKeyRing; release: () => Promise<void>; logLines: string[] },
    options: Partial<NodeConnectionsDeps>,
  ) {
    this.#server = parts.server;
    this.#release = parts.release;
    this.logLines = parts.logLines;
    this.connections = new NodeConnections({
      clock: this.clock,
      log: pino({}, { write: (line: string) => parts.logLines.push(line) }),
      keys: parts.keys,
      onHeartbeat: async () => ({ timestamp: '2026-03-01T12:00:00.000Z' }),
      ...options,
    });
    this.#server.on('upgrade', (request, socket, head) =>
      this.connections.handleUpgrade(request, socket, head),
    );
  }

  static async start(options: Partial<NodeConnectionsDeps> = {}): Promise<ChannelBench> {
    const folder = temporaryFolder();
    const logLines: string[] = [];
    const log = pino({}, { write: (line: string) => logLines.push(line) });
    const clock = new FakeClock();
    const db = await openDatabase({ file: join(folder.path, 'test.db'), log, clock });
    const keys = new NodeKeyRing({ db, clock, log });
    keys.set({ rowId: 1, nodeId: 'aaaaaaaa', orgId: 'org_1' }, sha256Hex('key-a'));
    keys.set({ rowId: 2, nodeId: 'bbbbbbbb', orgId: 'org_1' }, sha256Hex('key-b'));
    keys.set({ rowId: 3, nodeId: 'cccccccc', orgId: 'org_2' }, sha256Hex('key-c'));
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const release = async () => {
      await db.close();
      folder[Symbol.dispose]();
    };
    return new ChannelBench({ server, keys, release, logLines }, options);
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  open(headers: Readonly<Record<string, string>>, query = ''): WebSocket {
    return new WebSocket(`ws://127.0.0.1:${this.port}/ws/node${query}`, { headers, perMessageDeflate: true });
  }

  /** An open channel of a node. */
  async connect(nodeId = 'aaaaaaaa', key = `key-${nodeId.charAt(0)}`): Promise<ChannelEnd> {
    const end = new ChannelEnd(this.open({ 'x-node-id': nodeId, 'x-node-api-key': key }));
    await once(end.socket, 'open');
    return end;
  }

  /** The HTTP status with which an upgrade is refused. */
  async refusal(headers: Readonly<Record<string, string>>, query = ''): Promise<number> {
    const socket = this.open(headers, query);
    const status = new Promise<number>((resolve, reject) => {
      socket.on('open', () => reject(new Error('The upgrade was accepted')));
      socket.on('unexpected-response', (_request, response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      });
      socket.on('error', reject);
    });
    const answer = await status;
    socket.terminate();
    return answer;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.connections.dispose();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
    await this.#release();
  }
}
