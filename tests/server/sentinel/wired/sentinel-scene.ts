import { startSimulatedNode, type SimulatedNode } from '../../../../scripts/simulator/simulated-node.ts';
import { startModelServer, type ModelReplyScript, type ModelServer } from '../../../support/model-server.ts';
import { createNode } from '../../../support/people.ts';
import type { TestClient } from '../../../support/test-client.ts';
import { startTestServer, type TestServer, type TestServerOptions } from '../../../support/test-server.ts';
import { eventually } from '../../../support/wait.ts';

export type Json = Readonly<Record<string, unknown>>;

/** A run as `GET /api/sentinel/runs/{id}` tells it. */
export interface Run extends Json {
  readonly id: string;
  readonly trigger_type: string;
  readonly outcome: string;
  readonly summary: string;
  readonly incident_id: number | null;
  readonly tool_trace: readonly {
    readonly tool: string;
    readonly args: Json;
    readonly result: string;
    readonly pictures?: readonly number[];
  }[];
}

export const MODEL_KEY = 'sk-of-the-owner';
const ENDED = new Set(['incident', 'no_action', 'error']);

/** Parsed answer of a call that must go well. */
export async function read<T = Json>(client: TestClient, path: string): Promise<T> {
  const answer = await client.get(path);
  if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${answer.text}`);
  return answer.json<T>();
}

/** Newest first. */
export async function runsOf(owner: TestClient): Promise<readonly Run[]> {
  return (await read<{ runs: Run[] }>(owner, '/api/sentinel/runs?limit=200')).runs;
}

export function runOf(owner: TestClient, id: string): Promise<Run> {
  return read<Run>(owner, `/api/sentinel/runs/${id}`);
}

/** The run with its tools once somebody finished it. */
export async function endedRun(owner: TestClient, id: string): Promise<Run> {
  const ended = async (): Promise<Run | false> => {
    const run = await runOf(owner, id);
    return ENDED.has(run.outcome) && run;
  };
  return eventually(`run ${id} ends`, ended, 20_000);
}

/** Starts a run by hand and answers its id. */
export async function startRun(owner: TestClient, wish: Json = {}): Promise<string> {
  const answer = await owner.post('/api/sentinel/runs/manual', { prompt: 'Is all well?', ...wish });
  if (answer.status !== 200) throw new Error(`No run was started: ${answer.status} ${answer.text}`);
  return answer.json<{ id: string }>().id;
}

/** Changes the model of the built-in investigator. */
export async function setModel(owner: TestClient, change: Json): Promise<void> {
  const answer = await owner.post('/api/sentinel/model', change);
  if (answer.status !== 200) throw new Error(`The model was refused: ${answer.status} ${answer.text}`);
}

/** One call of a tool, as a model makes it. */
export function call(name: string, args: Json = {}): ModelReplyScript {
  return { calls: [{ name, args }] };
}

/** The last thing a model does. */
export function finish(outcome: 'incident' | 'no_action', summary: string): ModelReplyScript {
  return call('finish_investigation', { outcome, summary });
}

/** A whole server with its owner, a simulated node whose cameras can be asked for pictures, and a scripted model. */
export class SentinelScene {
  readonly server: TestServer;
  readonly owner: TestClient;
  readonly node: SimulatedNode;
  readonly model: ModelServer;

  private constructor(server: TestServer, owner: TestClient, node: SimulatedNode, model: ModelServer) {
    this.server = server;
    this.owner = owner;
    this.node = node;
    this.model = model;
  }

  /** Ready when every camera has video. Sentinel's rules are the defaults; no model is entered. */
  static async start(options: TestServerOptions = {}): Promise<SentinelScene> {
    const server = await startTestServer(options);
    const owner = await server.owner();
    const { nodeId, key } = await createNode(owner);
    const node = await startSimulatedNode({
      url: server.url,
      nodeId,
      key,
      cameras: 3,
      snapshots: 'still',
      segmentIntervalMs: 250,
    });
    await eventually('the node can be asked', () => node.connected);
    const isLive = (): boolean => node.stats.every(({ segmentsAccepted }) => segmentsAccepted >= 3);
    await eventually('every camera has video', isLive, 20_000);
    await read(owner, '/api/sentinel/config');
    return new SentinelScene(server, owner, node, await startModelServer());
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

  /** Enters the scripted model and switches it on. */
  async useModel(): Promise<void> {
    this.model.key = MODEL_KEY;
    await setModel(this.owner, {
      base_url: this.model.baseUrl('openai'),
      model: 'watcher-1',
      key: MODEL_KEY,
      enabled: true,
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.node.stop();
    await this.server[Symbol.asyncDispose]();
    await this.model[Symbol.asyncDispose]();
  }
}
