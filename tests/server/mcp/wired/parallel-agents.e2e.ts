import { Agent, request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSimulatedNode, type SimulatedNode } from '../../../../scripts/simulator/simulated-node.ts';
import { makeAgentKey } from '../../../support/mcp-client.ts';
import { createNode, setUpOwner } from '../../../support/people.ts';
import { anyFreePort } from '../../../../scripts/throwaway/ports.ts';
import { spawnServer, type ServerProcess } from '../../../support/server-process.ts';
import { temporaryFolder } from '../../../support/test-config.ts';
import { eventually } from '../../../support/wait.ts';

const AGENTS = 20;
/** Time the node takes for each command. */
const NODE_TAKES_MS = 200;
const CAMERAS = 4;

interface Result {
  readonly isError?: boolean;
  readonly tools?: readonly unknown[];
  readonly content?: readonly { readonly type: string }[];
}

interface Timed {
  readonly ms: number;
  /** Read only when all are there: reading takes the time of the agents that still wait. */
  readonly body: readonly Buffer[];
}

function ninetyFifth(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[Math.ceil(times.length * 0.95) - 1] ?? Infinity;
}

/**
 * Twenty agents at once against the whole server in a process of its own. A machine that is busy elsewhere makes single
 * rounds worse but none better, so one round within the limit is asked for. Among the browser tests, because those run one
 * file at a time.
 */
describe('20 agents at once', () => {
  const folder = temporaryFolder();
  let server: ServerProcess;
  let node: SimulatedNode;
  let keys: readonly string[];
  const connections = new Agent({ keepAlive: true });

  beforeAll(async () => {
    server = await spawnServer({ dataDir: folder.path, port: await anyFreePort() });
    const owner = await setUpOwner(server.url);
    const { nodeId, key } = await createNode(owner);
    node = await startSimulatedNode({
      url: server.url,
      nodeId,
      key,
      cameras: CAMERAS,
      snapshots: 'still',
      commandDelayMs: NODE_TAKES_MS,
    });
    await eventually('the node can be asked', () => node.connected);
    await eventually('every camera has video', () => node.stats.every((one) => one.segmentsAccepted > 0));
    keys = await Promise.all(Array.from({ length: 5 }, async () => (await makeAgentKey(owner)).key));
  });
  afterAll(async () => {
    connections.destroy();
    await node?.stop();
    await server?.stop();
    folder[Symbol.dispose]();
  });

  /** One request of one agent. Each comes from an address of its own, as agents on several computers do. */
  function ask(agent: number, method: string, params: unknown = {}): Promise<Timed> {
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params });
    const headers = {
      authorization: `Bearer ${keys[agent % keys.length]}`,
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
    };
    const localAddress = `127.0.1.${agent + 1}`;
    return new Promise((resolve, reject) => {
      const begun = performance.now();
      const options = { method: 'POST', agent: connections, headers, localAddress };
      const sent = request(`${server.url}/mcp`, options, (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('error', reject);
        answer.on('end', () => {
          resolve({ ms: performance.now() - begun, body: chunks });
        });
      });
      sent.on('error', reject);
      sent.end(body);
    });
  }

  /** All agents at once, several times over. */
  async function together(times: number, one: (agent: number) => Promise<Timed>): Promise<Timed[]> {
    const answers: Timed[] = [];
    for (let done = 0; done < times; done += 1) {
      answers.push(...(await Promise.all(Array.from({ length: AGENTS }, (_, agent) => one(agent)))));
    }
    return answers;
  }

  /** Measures until a round stays below the limit, at most a few times; answers the 95th percentile of each round. */
  async function measure(
    { limitMs, rounds }: { readonly limitMs: number; readonly rounds: number },
    round: () => Promise<readonly Timed[]>,
    expectGood: (result: Result) => void,
  ): Promise<number[]> {
    const percentiles: number[] = [];
    while (percentiles.length < rounds && !percentiles.some((ms) => ms < limitMs)) {
      const answers = await round();
      for (const { body } of answers) {
        expectGood((JSON.parse(Buffer.concat(body).toString()) as { result: Result }).result);
      }
      percentiles.push(ninetyFifth(answers.map(({ ms }) => ms)));
    }
    return percentiles;
  }

  function report(what: string, percentiles: readonly number[]): void {
    process.stdout.write(
      `${what}, p95 of each round: ${percentiles.map((ms) => ms.toFixed(1)).join(', ')} ms\n`,
    );
  }

  it('are answered tools/list within 20 ms at the 95th percentile', async () => {
    const list = (agent: number) => ask(agent, 'tools/list');
    await together(20, list);
    const percentiles = await measure(
      { limitMs: 20, rounds: 20 },
      () => together(10, list),
      (result) => expect(result.tools).toHaveLength(23),
    );
    report('tools/list', percentiles);
    expect(Math.min(...percentiles)).toBeLessThan(20);
  });

  it('see through view_camera within 1.5 s at the 95th percentile, by a node that takes 200 ms for one picture', async () => {
    const view = (agent: number) =>
      ask(agent, 'tools/call', {
        name: 'view_camera',
        arguments: { camera_id: node.cameraIds[agent % CAMERAS] },
      });
    // The keys have budget for a few rounds.
    const percentiles = await measure(
      { limitMs: 1_500, rounds: 5 },
      () => together(2, view),
      ({ isError, content }) => {
        expect([isError, content?.[0]]).toMatchObject([undefined, { type: 'image' }]);
      },
    );
    report('view_camera', percentiles);
    expect(Math.min(...percentiles)).toBeLessThan(1_500);
  });
});
