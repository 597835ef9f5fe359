import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { eq } from '../../../../server/db/drizzle.ts';
import { cameraNodes } from '../../../../server/db/schema/cameras.ts';
import { ControlBench, NODE, type BenchOptions } from '../../cameras/control-bench.ts';

const LOOPBACK_ONLY = (address: string): boolean => address === '127.0.0.1';

/** A node's own HTTP server as a test wants it, and a bench whose first node is registered with its address. */
export class LanNode {
  readonly bench: ControlBench;
  readonly requests: IncomingMessage[] = [];
  /** Connections the node saw ending before it had sent everything. */
  cutOff = 0;
  answer: (request: IncomingMessage, response: ServerResponse) => void = (_, response) => response.end();
  readonly #server;

  private constructor(bench: ControlBench, server: ReturnType<typeof createServer>) {
    this.bench = bench;
    this.#server = server;
    const listener: RequestListener = (request, response) => {
      this.requests.push(request);
      response.once('close', () => {
        if (!response.writableFinished) this.cutOff += 1;
      });
      this.answer(request, response);
    };
    server.on('request', listener);
  }

  static async start(options: BenchOptions = {}): Promise<LanNode> {
    const bench = await ControlBench.start({ lanAddressRule: LOOPBACK_ONLY, ...options });
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const node = new LanNode(bench, server);
    await node.registerAt('127.0.0.1', node.port);
    return node;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get paths(): (string | undefined)[] {
    return this.requests.map((request) => request.url);
  }

  /** Stores what the node said about where its files are. */
  async registerAt(localIp: string | null, httpPort = this.port): Promise<void> {
    await this.bench.db.write(async (tx) => {
      tx.update(cameraNodes).set({ localIp, httpPort }).where(eq(cameraNodes.nodeId, NODE)).run();
    });
  }

  get(path: string, headers: Readonly<Record<string, string>> = {}) {
    return this.bench.admin.get(`/api/nodes/${NODE}/archive/${path}`, { headers });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
    await this.bench[Symbol.asyncDispose]();
  }
}
