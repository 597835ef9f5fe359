import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { CameraDirectory } from '../../../../server/cameras/camera-directory.ts';
import { Liveness } from '../../../../server/cameras/liveness.ts';
import { toolName, type ToolName } from '../../../../server/contract/agents/tools.ts';
import { cameraGroups, cameraNodes, cameras } from '../../../../server/db/schema/cameras.ts';
import { streamAccessLogs } from '../../../../server/db/schema/logs.ts';
import { sha256Hex } from '../../../../server/ids.ts';
import { createLogger } from '../../../../server/log.ts';
import { createTools, type ToolsDeps } from '../../../../server/mcp/tools/create-tools.ts';
import type { ToolAnswer, ToolBlock, ToolCaller, Tool } from '../../../../server/mcp/tools/tool.ts';
import { ToolFailure } from '../../../../server/mcp/tools/tool.ts';
import { NodeKeyRing } from '../../../../server/nodes/node-key-ring.ts';
import { PlanService } from '../../../../server/plans/plan-service.ts';
import { FOREIGN, GATE, IncidentBench, YARD } from '../../incidents/incident-bench.ts';
import type { ChannelEnd } from '../../nodes/channel-bench.ts';

/** A second camera on the node of the gate. */
export const DESK = 'aaaaaaaa_desk';
export const MISSING = 'dddddddd_none';
export const PICTURE = readFileSync(join(import.meta.dirname, '../../../../scripts/media/front-door.jpg'));

type Row = Readonly<Record<string, unknown>>;

/** An agent of `org_1`; limited to some cameras when they are given. */
export function caller(
  visible?: readonly string[],
  keyName = 'Scout',
  orgId = 'org_1',
  credential = `key:${keyName}`,
): ToolCaller {
  const cameras = {
    limited: visible !== undefined,
    sees: (id: string) => visible?.includes(id) ?? true,
    ids: visible === undefined ? undefined : new Set(visible),
  };
  const { signal } = new AbortController();
  return { orgId, keyName, credential, author: `mcp:${keyName}`, cameras, signal };
}

/** All tools on a real database, real node channels and a real segment cache, called as the endpoint calls them. */
export class ToolBench {
  readonly bench: IncidentBench;
  readonly deps: ToolsDeps;
  readonly liveness = new Liveness();
  readonly tools: ReadonlyMap<ToolName, Tool>;
  /** How long tools waited, ms; no time really passes. */
  readonly pauses: number[] = [];
  /** Runs instead of a wait. */
  onPause: (() => void | Promise<void>) | undefined;

  private constructor(bench: IncidentBench, parts: Pick<ToolsDeps, 'keys' | 'directory' | 'plans'>) {
    this.bench = bench;
    const { connections } = bench;
    this.deps = {
      ...bench.deps,
      ...parts,
      liveness: this.liveness,
      nodeVersions: () => ({ minSupported: '0.1.0', latest: '0.1.73' }),
      connections: {
        send: bench.deps.connections.send,
        isConnected: (nodeId) => connections.isConnected(nodeId),
        connectedNodes: (orgId) => connections.connectedNodes(orgId),
        disconnect: (nodeId) => connections.disconnect(nodeId),
      },
      pause: async (ms) => {
        this.pauses.push(ms);
        await this.onPause?.();
      },
    };
    this.tools = new Map(createTools(this.deps).map((tool) => [tool.name, tool]));
  }

  /** The cameras gate, desk (same node) and yard of `org_1`, seen just now, and one of `org_2`. */
  static async start(): Promise<ToolBench> {
    const bench = await IncidentBench.start();
    const { db, clock } = bench;
    const log = createLogger('silent');
    await db.write(async (tx) => {
      const now = clock.now();
      const seen = { status: 'online', lastSeen: now };
      tx.update(cameraNodes).set(seen).run();
      tx.update(cameras).set(seen).run();
      const nodeId = tx.select().from(cameras).all()[0]?.nodeId ?? null;
      tx.insert(cameras)
        .values({ cameraId: DESK, orgId: 'org_1', nodeId, name: DESK, ...seen })
        .run();
      for (const [orgId, name, members] of [
        ['org_1', 'Outside', [GATE, DESK]],
        ['org_1', 'Backside', [YARD]],
        ['org_2', 'Elsewhere', [FOREIGN]],
      ] as const) {
        const { id } = tx.insert(cameraGroups).values({ orgId, name, createdAt: now }).returning().get();
        for (const cameraId of members) {
          tx.run(`UPDATE cameras SET group_id = ${id} WHERE camera_id = '${cameraId}'`);
        }
      }
      for (const [cameraId, name] of Object.entries(CAMERA_NAMES)) {
        tx.run(`UPDATE cameras SET name = '${name}' WHERE camera_id = '${cameraId}'`);
      }
      for (const [node, name] of Object.entries(NODE_NAMES)) {
        tx.run(`UPDATE camera_nodes SET name = '${name}' WHERE node_id = '${node}'`);
      }
    });
    const keys = new NodeKeyRing({ db, clock, log });
    const directory = new CameraDirectory({ db, clock, log });
    await directory.load();
    const fetchBillingPlan = () => Promise.resolve(undefined);
    const plans = new PlanService({ db, clock, log, localPlan: 'self_hosted', fetchBillingPlan });
    return new ToolBench(bench, { keys, directory, plans });
  }

  /** Runs a tool; its answer must be what its output schema says, no field more. */
  async call(name: ToolName, args: Row = {}, by: ToolCaller = caller()): Promise<ToolAnswer> {
    const tool = this.tool(name);
    const answer = await tool.run(by, tool.input.parse(args));
    if (answer.kind === 'blocks') expect(tool.output).toBeUndefined();
    const values = answer.kind === 'object' ? [answer.value] : answer.kind === 'list' ? answer.values : [];
    for (const value of values) {
      expect(tool.output?.parse(value), `${name} answers by its schema`).toEqual(value);
      expect(JSON.parse(JSON.stringify(value)), `${name} answers JSON`).toEqual(value);
    }
    return answer;
  }

  /** The object a tool answers. */
  async value<T = Row>(name: ToolName, args: Row = {}, by: ToolCaller = caller()): Promise<T> {
    const answer = await this.call(name, args, by);
    if (answer.kind !== 'object') throw new Error(`${name} answered ${answer.kind}`);
    return answer.value as T;
  }

  async list<T = Row>(name: ToolName, args: Row = {}, by: ToolCaller = caller()): Promise<readonly T[]> {
    const answer = await this.call(name, args, by);
    if (answer.kind !== 'list') throw new Error(`${name} answered ${answer.kind}`);
    return answer.values as readonly T[];
  }

  async blocks(name: ToolName, args: Row = {}, by: ToolCaller = caller()): Promise<readonly ToolBlock[]> {
    const answer = await this.call(name, args, by);
    if (answer.kind !== 'blocks') throw new Error(`${name} answered ${answer.kind}`);
    return answer.blocks;
  }

  /** What a tool that must fail tells the model. */
  async failure(name: ToolName, args: Row = {}, by: ToolCaller = caller()): Promise<string> {
    try {
      await this.call(name, args, by);
    } catch (error) {
      if (error instanceof ToolFailure) return error.message;
      throw error;
    }
    throw new Error(`${name} did not fail`);
  }

  /** Whether the arguments pass the input schema. */
  accepts(name: ToolName, args: Row): boolean {
    return this.tool(name).input.safeParse(args).success;
  }

  tool(name: ToolName): Tool {
    const found = this.tools.get(toolName.parse(name));
    if (found === undefined) throw new Error(`There is no tool ${name}`);
    return found;
  }

  /** Files an incident by the tool and answers its id. */
  async incident(fields: Row = {}, by: ToolCaller = caller()): Promise<number> {
    const args = { title: 'Gate open', summary: 'Since 2 am.', ...fields };
    return (await this.value<{ id: number }>('create_incident', args, by)).id;
  }

  /** Somebody watched a camera, a second after the last time. */
  async watched(cameraId: string, userId = 'user_1', orgId = 'org_1'): Promise<void> {
    this.bench.clock.advance(1000);
    const accessedAt = this.bench.clock.now();
    const userEmail = `${userId}@example.com`;
    const row = { orgId, userId, userEmail, cameraId, nodeId: cameraId.slice(0, 8), accessedAt };
    await this.bench.db.write(async (tx) => void tx.insert(streamAccessLogs).values(row).run());
  }

  /** Adds a node of `org_1` that never registered. */
  async pendingNode(): Promise<void> {
    const createdAt = this.bench.clock.now();
    const apiKeyHash = sha256Hex('key-eeeeeeee');
    const row = { nodeId: 'eeeeeeee', orgId: 'org_1', name: 'New PC', apiKeyHash, createdAt };
    await this.bench.db.write(
      async (tx) =>
        void tx
          .insert(cameraNodes)
          .values({ ...row, status: 'pending' })
          .run(),
    );
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.bench[Symbol.asyncDispose]();
  }
}

export const CAMERA_NAMES: Readonly<Record<string, string>> = {
  [GATE]: 'Front gate',
  [DESK]: 'Cash desk',
  [YARD]: 'Back yard',
  [FOREIGN]: 'Far hall',
};
export const NODE_NAMES: Readonly<Record<string, string>> = {
  aaaaaaaa: 'Shop computer',
  bbbbbbbb: 'Shed computer',
  cccccccc: 'Their computer',
};

/** A node's success with a picture. */
export function pictured(bytes: Buffer = PICTURE): Row {
  return { status: 'success', data: { image_b64: bytes.toString('base64') } };
}

export function failed(error: string): Row {
  return { status: 'error', error };
}

/** Lets a node answer its n-th command with the n-th payload; the last one is for all that follow. */
export function answering(end: ChannelEnd, ...payloads: readonly Row[]): void {
  let asked = 0;
  end.socket.on('message', (data: Buffer) => {
    const { type, id } = JSON.parse(data.toString()) as { type: string; id: string };
    if (type !== 'command') return;
    const payload = payloads[Math.min(asked, payloads.length - 1)];
    asked += 1;
    end.say({ type: 'command_result', id, payload });
  });
}
