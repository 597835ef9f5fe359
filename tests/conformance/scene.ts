import { cpSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { afterAll } from 'vitest';
import type { Clock } from '../../server/clock.ts';
import type { Config } from '../../server/config/config.ts';
import { nodePlaylist, readShown, type Shown } from '../server/streaming/live-camera.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { newNodeClient, usbCameras, type NodeClient } from '../support/node-client.ts';
import { setUpOwner, signIn, OWNER } from '../support/people.ts';
import { TestClient, type Answer } from '../support/test-client.ts';
import { temporaryFolder } from '../support/test-config.ts';
import { startTestServer, type TestServer } from '../support/test-server.ts';

export interface SceneOptions {
  readonly config?: Partial<Config>;
  /** By default time stands still until `clock.advance`. */
  readonly clock?: Clock;
  /** Data of an earlier server with the same owner. */
  readonly dataDir?: string;
}

/** A whole server with its owner signed in. */
export class Scene {
  readonly server: TestServer;
  readonly owner: TestClient;
  readonly #clock: Clock;
  readonly #folder: Disposable | undefined;
  readonly #nodes: NodeClient[] = [];

  /** `folder` disappears with the scene. */
  constructor(server: TestServer, owner: TestClient, clock: Clock, folder?: Disposable) {
    this.server = server;
    this.owner = owner;
    this.#clock = clock;
    this.#folder = folder;
  }

  /** Moves the server's time. */
  advance(ms: number): void {
    if (!(this.#clock instanceof FakeClock)) throw new Error('this scene runs in real time');
    this.#clock.advance(ms);
  }

  /** A new node with that many registered cameras. */
  async fleet(cameras = 1): Promise<Fleet> {
    const node = await newNodeClient(this.owner);
    this.#nodes.push(node);
    const devices = usbCameras(cameras);
    const answer = await node.register(devices);
    if (answer.status !== 200) throw new Error(`registration failed: ${answer.status} ${answer.text}`);
    const { cameras: ids } = answer.json<{ cameras: Record<string, string> }>();
    return {
      node,
      devices,
      cameras: devices.map(({ device_path: path }) => new Camera(this, node, ids[path] ?? '')),
    };
  }

  /** A node with one camera. */
  async camera(): Promise<Camera> {
    const [camera] = (await this.fleet()).cameras;
    if (camera === undefined) throw new Error('no camera');
    return camera;
  }

  /** Runs SQL on the database file, beside the running server. */
  sql(statement: string, ...values: (string | number | null)[]): Record<string, unknown>[] {
    const connection = new BetterSqlite3(join(this.server.dataDir, 'sentinel.db'), { timeout: 5000 });
    try {
      const prepared = connection.prepare(statement);
      if (prepared.reader) return prepared.all(...values) as Record<string, unknown>[];
      prepared.run(...values);
      return [];
    } finally {
      connection.close();
    }
  }

  /** Stores an organisation setting as another part of the server would. */
  setSetting(key: string, value: string): void {
    this.sql(
      `INSERT INTO settings (org_id, key, value, updated_at)
       SELECT org_id, ?, ?, '2026-01-01T00:00:00.000Z' FROM users LIMIT 1
       ON CONFLICT (org_id, key) DO UPDATE SET value = excluded.value`,
      key,
      value,
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const node of this.#nodes) node[Symbol.dispose]();
    await this.server[Symbol.asyncDispose]();
    this.#folder?.[Symbol.dispose]();
  }
}

export interface Fleet {
  readonly node: NodeClient;
  readonly devices: ReturnType<typeof usbCameras>;
  readonly cameras: readonly Camera[];
}

/** The only camera of a fleet, or its `index`-th. */
export function cameraOf(fleet: Fleet, index = 0): Camera {
  const camera = fleet.cameras[index];
  if (camera === undefined) throw new Error(`this fleet has no camera ${index}`);
  return camera;
}

/** One registered camera, seen from the node's side (push) and from a viewer's (shown, fetch). */
export class Camera {
  readonly id: string;
  readonly node: NodeClient;
  readonly scene: Scene;

  constructor(scene: Scene, node: NodeClient, id: string) {
    this.scene = scene;
    this.node = node;
    this.id = id;
  }

  push(number: number, run = 'a'): Promise<Answer> {
    return this.node.push(this.id, number, this.bytes(number, run));
  }

  /** What `push` sends. */
  bytes(number: number, run = 'a'): Buffer {
    return Buffer.from(`${this.id} ${run} ${number}`.padEnd(188, '.'));
  }

  announce(last: number, first?: number): Promise<Answer> {
    return this.node.playlist(this.id, nodePlaylist(last, first));
  }

  /** Pushes and announces `first…last`, one a second of the server's time. */
  async stream(first: number, last: number, run = 'a'): Promise<void> {
    for (let number = first; number <= last; number += 1) {
      const pushed = await this.push(number, run);
      const announced = await this.announce(number);
      if (pushed.status !== 200 || announced.status !== 200)
        throw new Error(`segment ${number}: ${pushed.status} ${pushed.text}, ${announced.status}`);
      this.scene.advance(1_000);
    }
  }

  view(viewer: TestClient = this.scene.owner): Promise<Answer> {
    return viewer.get(`/api/cameras/${this.id}/stream.m3u8`);
  }

  /** `uri` as listed, relative to the playlist. */
  fetch(uri: string, viewer: TestClient = this.scene.owner): Promise<Answer> {
    return viewer.get(`/api/cameras/${this.id}/${uri}`);
  }

  /** The published playlist as a player reads it; throws while there is none. */
  async shown(): Promise<Shown> {
    const answer = await this.view();
    if (answer.status !== 200) throw new Error(`no playlist: ${answer.status} ${answer.text}`);
    return readShown(answer.text);
  }
}

interface Prepared {
  readonly folder: ReturnType<typeof temporaryFolder>;
  readonly cookie: string;
}

/** Data of a server whose owner has just been set up; a copy of it spares every scene the password hashing. */
let prepared: Promise<Prepared> | undefined;
afterAll(async () => (await prepared)?.folder[Symbol.dispose]());

async function prepare(): Promise<Prepared> {
  const folder = temporaryFolder();
  await using server = await startTestServer({ dataDir: folder.path, clock: new FakeClock() });
  const owner = await setUpOwner(server.url);
  return { folder, cookie: owner.headers['cookie'] ?? '' };
}

/** Starts a server with its owner, by default on a clock that stands still. */
export async function startScene(options: SceneOptions = {}): Promise<Scene> {
  const clock = options.clock ?? new FakeClock();
  const isFresh = options.dataDir === undefined || readdirSync(options.dataDir).length === 0;
  // The prepared session is as old as the default clock.
  if (!isFresh || options.clock !== undefined) {
    const server = await startTestServer({ ...options, clock });
    const owner = isFresh
      ? await setUpOwner(server.url)
      : await signIn(server.url, OWNER.email, OWNER.password);
    return new Scene(server, owner, clock);
  }
  prepared ??= prepare();
  const { folder, cookie } = await prepared;
  const copy = options.dataDir === undefined ? temporaryFolder() : undefined;
  const dataDir = copy?.path ?? options.dataDir ?? '';
  cpSync(folder.path, dataDir, { recursive: true });
  const server = await startTestServer({ ...options, dataDir, clock });
  return new Scene(server, new TestClient(server.url, { cookie }), clock, copy);
}

/** Statuses of several answers. */
export function statuses(answers: readonly Answer[]): number[] {
  return answers.map(({ status }) => status);
}
