import { startSimulatedNode, type SimulatedNode } from '../../../../scripts/simulator/simulated-node.ts';
import type { SimulatedNodeOptions } from '../../../../scripts/simulator/node-options.ts';
import { createNode } from '../../../support/people.ts';
import type { TestClient } from '../../../support/test-client.ts';
import { startTestServer, type TestServer } from '../../../support/test-server.ts';
import { eventually } from '../../../support/wait.ts';

/** A whole server with its owner, and a simulated node whose cameras deliver video and can be asked for pictures. */
export class AgentScene {
  readonly server: TestServer;
  readonly owner: TestClient;
  readonly node: SimulatedNode;

  private constructor(server: TestServer, owner: TestClient, node: SimulatedNode) {
    this.server = server;
    this.owner = owner;
    this.node = node;
  }

  /** Ready when every camera has at least two seconds of video. */
  static async start(options: Partial<SimulatedNodeOptions> = {}): Promise<AgentScene> {
    const server = await startTestServer();
    const owner = await server.owner();
    const { nodeId, key } = await createNode(owner);
    const node = await startSimulatedNode({
      url: server.url,
      nodeId,
      key,
      cameras: 2,
      snapshots: 'still',
      segmentIntervalMs: 250,
      ...options,
    });
    await eventually('the node can be asked', () => node.connected);
    const isLive = () => node.stats.every(({ segmentsAccepted }) => segmentsAccepted >= 3);
    await eventually('every camera has video', isLive, 20_000);
    return new AgentScene(server, owner, node);
  }

  get url(): string {
    return this.server.url;
  }

  /** Id of the n-th camera. */
  camera(index: number): string {
    const id = this.node.cameraIds[index];
    if (id === undefined) throw new RangeError(`no camera ${index}`);
    return id;
  }

  /** Parsed answer of a GET as the owner. */
  async read<T = Record<string, unknown>>(path: string): Promise<T> {
    const answer = await this.owner.get(path);
    if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${answer.text}`);
    return answer.json<T>();
  }

  /**
   * What the REST service answers for the moment in which `tool` answered: both are asked until nothing changed from
   * before the tool to after it, such as the time a camera was last seen.
   */
  async sideBySide<T>(
    path: string,
    tool: () => Promise<T>,
  ): Promise<{ readonly rest: unknown; readonly tool: T }> {
    return eventually(`${path} stands still`, async () => {
      const before = await this.read<unknown>(path);
      const answer = await tool();
      const after = await this.read<unknown>(path);
      return JSON.stringify(before) === JSON.stringify(after) && { rest: after, tool: answer };
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.node.stop();
    await this.server[Symbol.asyncDispose]();
  }
}
