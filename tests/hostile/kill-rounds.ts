import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import BetterSqlite3 from 'better-sqlite3';
import { expect } from 'vitest';
import { createNode, setUpOwner, type NodeKey } from '../support/people.ts';
import { anyFreePort } from '../../scripts/throwaway/ports.ts';
import { spawnServer, type ServerProcess } from '../support/server-process.ts';
import { TestClient } from '../support/test-client.ts';
import { eventually } from '../support/wait.ts';
import { Dice } from './dice.ts';

const DEVICES = Array.from({ length: 5 }, (_, i) => ({ device_path: `/dev/video${i}`, name: `Camera ${i}` }));
/** Their cameras stay below what one installation may have, so that every registration stores all of its cameras. */
const MAX_NODES = 35;
const ZONES = ['Europe/London', 'Asia/Kathmandu', 'America/New_York', 'Australia/Lord_Howe'];
const REGISTRATION = { hostname: 'yard', cameras: DEVICES };

interface NodeRow {
  readonly node_id: string;
  readonly api_key_hash: string;
  readonly key_rotated_at: number | null;
  /** Written by the same transaction as the cameras. */
  readonly hostname: string | null;
  readonly cameras: number;
  readonly rotations: number;
  readonly creations: number;
}

const hashOf = (key: string): string => createHash('sha256').update(key).digest('hex');

/** A setting and the record of its change are one transaction: neither is ever there without the other. */
function expectWholeSetting(connection: BetterSqlite3.Database): void {
  const stored = connection
    .prepare<[], string>("SELECT value FROM settings WHERE key = 'timezone'")
    .pluck()
    .get();
  const recorded = connection
    .prepare<[], string>(
      "SELECT json_extract(details, '$.timezone') FROM audit_log WHERE event = 'timezone_updated' ORDER BY id DESC",
    )
    .pluck()
    .get();
  expect(stored).toBe(recorded);
}

/** Everything the database holds of nodes, looked at while no server runs. Also proves that the file is whole. */
function nodesIn(file: string): NodeRow[] {
  const connection = new BetterSqlite3(file);
  try {
    expect(connection.pragma('integrity_check', { simple: true })).toBe('ok');
    expect(connection.pragma('foreign_key_check')).toEqual([]);
    expectWholeSetting(connection);
    const audits = (event: string) =>
      `(SELECT count(*) FROM audit_log a WHERE a.event = '${event}' AND a.details LIKE '%' || n.node_id || '%')`;
    return connection
      .prepare<[], NodeRow>(
        `SELECT n.node_id, n.api_key_hash, n.key_rotated_at, n.hostname,
          (SELECT count(*) FROM cameras c WHERE c.node_id = n.id) AS cameras,
          ${audits('node_key_rotated')} AS rotations, ${audits('node_created')} AS creations
        FROM camera_nodes n`,
      )
      .all();
  } finally {
    connection.close();
  }
}

/** Nodes as their operator knows them: keys that were answered, and whether a rotation was never answered. */
class Fleet {
  readonly known = new Map<string, { key: string; unanswered: boolean; answeredRotations: number }>();

  learn({ nodeId, key }: NodeKey): void {
    this.known.set(nodeId, { key, unanswered: false, answeredRotations: 0 });
  }

  /** Nodes that were ever asked for, answered or not. */
  asked = 0;

  /** No half state: a node has its answered key or a newer one, its audit rows, and all of its cameras or none. */
  check(rows: readonly NodeRow[]): void {
    const byId = new Map(rows.map((row) => [row.node_id, row]));
    for (const row of rows) {
      expect([row.node_id, row.creations]).toEqual([row.node_id, 1]);
      expect([row.node_id, row.rotations > 0]).toEqual([row.node_id, row.key_rotated_at !== null]);
      const whole = row.hostname === null ? 0 : DEVICES.length;
      expect([row.node_id, row.hostname, row.cameras]).toEqual([row.node_id, row.hostname, whole]);
    }
    for (const [nodeId, node] of this.known) {
      const row = byId.get(nodeId);
      expect(row, `the answered node ${nodeId} is there`).toBeDefined();
      const isAnsweredKey = row?.api_key_hash === hashOf(node.key);
      if (node.unanswered && !isAnsweredKey) {
        expect(row?.rotations).toBe(node.answeredRotations + 1);
        this.known.delete(nodeId);
      } else {
        expect([nodeId, isAnsweredKey, row?.rotations]).toEqual([nodeId, true, node.answeredRotations]);
        node.unanswered = false;
      }
    }
  }
}

/** Keeps a server busy with changes of every kind until it is gone. */
class Operator {
  readonly #owner: TestClient;
  readonly #fleet: Fleet;
  readonly #dice: Dice;
  done = 0;

  constructor(owner: TestClient, fleet: Fleet, dice: Dice) {
    this.#owner = owner;
    this.#fleet = fleet;
    this.#dice = dice;
  }

  async work(): Promise<void> {
    try {
      for (;;) {
        await this.#step();
        this.done += 1;
      }
    } catch {
      // The server was killed; what was not answered is judged by what the database holds.
    }
  }

  async #step(): Promise<void> {
    if (this.#dice.chance(0.2)) {
      await this.#owner.post('/api/settings/timezone', { timezone: this.#dice.pick(ZONES) });
      return;
    }
    const nodes = [...this.#fleet.known.keys()];
    const mayCreate = this.#fleet.asked < MAX_NODES;
    if (mayCreate && (nodes.length === 0 || this.#dice.chance(0.2))) return this.#create();
    const nodeId = this.#dice.pick(nodes);
    const node = this.#fleet.known.get(nodeId);
    if (node === undefined) return;
    if (this.#dice.chance(0.3)) return this.#rotate(nodeId, node);
    const machine = new TestClient(this.#owner.baseUrl, { 'x-node-api-key': node.key });
    const path = this.#dice.chance(0.5) ? 'register' : 'heartbeat';
    await machine.post(
      `/api/nodes/${path}`,
      path === 'register' ? { ...REGISTRATION, node_id: nodeId } : { node_id: nodeId },
    );
  }

  async #create(): Promise<void> {
    this.#fleet.asked += 1;
    const answer = await this.#owner.post('/api/nodes', { name: 'Killed' });
    if (answer.status !== 200) return;
    const body = answer.json<{ node_id: string; api_key: string }>();
    this.#fleet.learn({ nodeId: body.node_id, key: body.api_key });
  }

  async #rotate(
    nodeId: string,
    node: { key: string; unanswered: boolean; answeredRotations: number },
  ): Promise<void> {
    // One rotation at a time: with two unanswered ones nobody could say which key is the right one.
    if (node.unanswered) return;
    node.unanswered = true;
    const answer = await this.#owner.post(`/api/nodes/${nodeId}/rotate-key`);
    if (answer.status === 200) {
      node.key = answer.json<{ api_key: string }>().api_key;
      node.answeredRotations += 1;
    }
    node.unanswered = false;
  }
}

/** A camera whose viewers must never see the published sequence fall, however often the server dies. */
class LiveCamera {
  readonly #node: NodeKey;
  readonly #cameraId: string;
  #highest = 0;
  #next = 0;

  constructor(node: NodeKey, cameraId: string) {
    this.#node = node;
    this.#cameraId = cameraId;
  }

  static async start(owner: TestClient): Promise<LiveCamera> {
    const node = await createNode(owner, 'Live');
    const machine = new TestClient(owner.baseUrl, { 'x-node-api-key': node.key });
    const answer = await machine.post('/api/nodes/register', { ...REGISTRATION, node_id: node.nodeId });
    const [cameraId = ''] = Object.values(answer.json<{ cameras: Record<string, string> }>().cameras);
    return new LiveCamera(node, cameraId);
  }

  get nodeKey(): NodeKey {
    return this.#node;
  }

  async stream(owner: TestClient): Promise<void> {
    const machine = new TestClient(owner.baseUrl, { 'x-node-api-key': this.#node.key });
    for (let i = 0; i < 6; i += 1) {
      const name = `segment_${String(this.#next).padStart(5, '0')}.ts`;
      const first = Math.max(0, this.#next - 3);
      const window = Array.from(
        { length: this.#next - first + 1 },
        (_, at) => `#EXTINF:1.0,\nsegment_${String(first + at).padStart(5, '0')}.ts`,
      );
      const push = await machine.post(
        `/api/cameras/${this.#cameraId}/push-segment?filename=${name}`,
        Buffer.from(name),
      );
      const list = `#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:1\n#EXT-X-MEDIA-SEQUENCE:${first}\n${window.join('\n')}\n`;
      const playlist = await machine.post(`/api/cameras/${this.#cameraId}/playlist`, list);
      expect([push.status, playlist.status]).toEqual([200, 200]);
      this.#next += 1;
      const seen = await owner.get(`/api/cameras/${this.#cameraId}/stream.m3u8`);
      const sequence = Number(/#EXT-X-MEDIA-SEQUENCE:(\d+)/.exec(seen.text)?.[1]);
      const last = sequence + [...seen.text.matchAll(/#EXTINF/g)].length - 1;
      expect(sequence).toBeGreaterThanOrEqual(1);
      expect(last, 'the newest published segment').toBeGreaterThan(this.#highest);
      this.#highest = last;
    }
  }
}

/** Kills a busy server `rounds` times at random moments and judges what is left each time. */
export async function killRounds(dataDir: string, rounds: number, seed: string): Promise<void> {
  const dice = new Dice(seed);
  const fleet = new Fleet();
  const port = await anyFreePort();
  let live: LiveCamera | undefined;
  let headers: Readonly<Record<string, string>> = {};
  let done = 0;
  for (let round = 0; round < rounds; round += 1) {
    const server: ServerProcess = await spawnServer({ dataDir, port });
    const owner = round === 0 ? await setUpOwner(server.url) : new TestClient(server.url, headers);
    headers = owner.headers;
    live ??= await LiveCamera.start(owner);
    if (round === 0) fleet.learn(live.nodeKey);
    await live.stream(owner);
    const liveNode = live.nodeKey.nodeId;
    const busy = new Fleet();
    busy.asked = fleet.asked;
    for (const [id, node] of fleet.known) if (id !== liveNode) busy.known.set(id, node);
    const operators = [1, 2, 3].map(() => new Operator(owner, busy, dice));
    const working = Promise.all(operators.map((operator) => operator.work()));
    const doneNow = () => operators.reduce((sum, operator) => sum + operator.done, 0);
    const atLeast = dice.below(9);
    await eventually('some changes are done', () => doneNow() >= atLeast, 30_000);
    await pause(dice.below(250));
    await server.kill();
    await working;
    done += doneNow();
    fleet.asked = busy.asked;
    for (const [id, node] of busy.known) fleet.known.set(id, node);
    fleet.check(nodesIn(join(dataDir, 'sentinel.db')));
  }
  expect(done).toBeGreaterThan(rounds * 3);
}
