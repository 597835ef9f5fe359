import { join } from 'node:path';
import pino from 'pino';
import { describe, expect, it } from 'vitest';
import { CameraDirectory } from '../../../server/cameras/camera-directory.ts';
import { cameraViews } from '../../../server/cameras/camera-service.ts';
import { Liveness } from '../../../server/cameras/liveness.ts';
import type { Database } from '../../../server/db/database.ts';
import { openDatabase } from '../../../server/db/open-database.ts';
import { cameraNodes } from '../../../server/db/schema/cameras.ts';
import { AppError } from '../../../server/http/app-error.ts';
import { sha256Hex } from '../../../server/ids.ts';
import { NodeKeyRing } from '../../../server/nodes/node-key-ring.ts';
import {
  applyHeartbeat,
  heartbeat,
  type HeartbeatEvent,
} from '../../../server/nodes/reports/heartbeat-service.ts';
import { registerNode } from '../../../server/nodes/reports/register-service.ts';
import { Notifier } from '../../../server/notifications/notifier.ts';
import { PlanService } from '../../../server/plans/plan-service.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { temporaryFolder } from '../../support/test-config.ts';

const NODE = 'aaaaaaaa';
const OWNER = { rowId: 1, nodeId: NODE, orgId: 'org_1' };
const CAMERA = `${NODE}_dev_video0`;

/** The node services on a database that can be told to refuse writes, as a full disk does. */
class Bench {
  readonly clock = new FakeClock();
  readonly events: HeartbeatEvent[] = [];
  readonly epochs: string[] = [];
  readonly deps;
  diskFull = false;
  readonly #db: Database;
  readonly #folder: ReturnType<typeof temporaryFolder>;

  private constructor(real: Database, folder: ReturnType<typeof temporaryFolder>) {
    this.#db = real;
    this.#folder = folder;
    const { clock } = this;
    const log = pino({ level: 'silent' });
    const write: Database['write'] = (work) =>
      this.diskFull
        ? Promise.reject(AppError.coded(507, 'storage_unavailable', 'The disk is full'))
        : real.write(work);
    const db: Database = { read: real.read, write, writesFailing: false, close: () => real.close() };
    const base = { db, clock, log };
    const publish = (): void => undefined;
    this.deps = {
      ...base,
      notifier: new Notifier({ ...base, publish, followUps: [] }),
      keys: new NodeKeyRing(base),
      directory: new CameraDirectory(base),
      liveness: new Liveness(),
      plans: new PlanService({ ...base, localPlan: 'self_hosted', fetchBillingPlan: async () => undefined }),
      nodeVersions: () => ({ minSupported: '0.1.0', latest: '0.1.73' }),
      onHeartbeat: async (event: HeartbeatEvent) => void this.events.push(event),
      onRegistered: (ids: readonly string[]) => void this.epochs.push(...ids),
      onCamerasMissing: () => undefined,
      publish,
    };
  }

  static async start(): Promise<Bench> {
    const folder = temporaryFolder();
    const log = pino({ level: 'silent' });
    const clock = new FakeClock();
    const bench = new Bench(await openDatabase({ file: join(folder.path, 'test.db'), log, clock }), folder);
    const row = { nodeId: NODE, orgId: 'org_1', apiKeyHash: sha256Hex('key'), name: 'Yard' };
    await bench.#db.write(async (tx) =>
      tx
        .insert(cameraNodes)
        .values({ ...row, createdAt: clock.now(), status: 'pending' })
        .run(),
    );
    await bench.deps.keys.load();
    return bench;
  }

  register(paths: readonly string[] = ['/dev/video0']) {
    const cameras = paths.map((device_path) => ({ device_path }));
    return registerNode(this.deps, 'key', { node_id: NODE, cameras });
  }

  async status(): Promise<string | undefined> {
    return (await cameraViews(this.deps, 'org_1'))[0]?.status;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#db.close();
    this.#folder[Symbol.dispose]();
  }
}

describe('a disk that refuses writes', () => {
  it('leaves heartbeats answered and living cameras online', async () => {
    await using bench = await Bench.start();
    await bench.register();
    bench.diskFull = true;
    bench.clock.advance(300_000);
    expect(await bench.status()).toBe('offline');
    const answer = await heartbeat(bench.deps, 'key', {
      node_id: NODE,
      cameras: [{ camera_id: CAMERA, status: 'streaming' }],
    });
    expect(answer.recording_state).toEqual({ [CAMERA]: false });
    expect(await bench.status()).toBe('streaming');
    bench.clock.advance(90_001);
    expect(await bench.status()).toBe('offline');
  });

  it('still registers a node whose cameras are all known, and refuses one that brings a new camera', async () => {
    await using bench = await Bench.start();
    await bench.register();
    bench.diskFull = true;
    bench.epochs.length = 0;
    expect((await bench.register()).cameras).toEqual({ '/dev/video0': CAMERA });
    expect(bench.epochs).toEqual([CAMERA]);
    await expect(bench.register(['/dev/video0', '/dev/video2'])).rejects.toMatchObject({ status: 507 });
  });

  it('a wrong key is still a wrong key', async () => {
    await using bench = await Bench.start();
    bench.diskFull = true;
    await expect(registerNode(bench.deps, 'wrong', { node_id: NODE })).rejects.toMatchObject({ status: 403 });
  });
});

describe('what a heartbeat tells others after the commit', () => {
  const report = (status: string) => ({ cameras: [{ camera_id: CAMERA, status }] });
  const origin = { via: 'websocket', nodeVersion: null } as const;

  it('rest 67: a node that was away comes online once, and only changed cameras are named', async () => {
    await using bench = await Bench.start();
    await bench.register();
    bench.clock.advance(90_001);
    await applyHeartbeat(bench.deps, OWNER, report('online'), origin);
    await applyHeartbeat(bench.deps, OWNER, report('online'), origin);
    await applyHeartbeat(bench.deps, OWNER, report('offline'), origin);
    const name = 'Camera dev_video0';
    expect(bench.events).toMatchObject([
      { cameOnline: true, nodeName: 'Yard', changed: [{ cameraId: CAMERA, name, status: 'online' }] },
      { cameOnline: false, changed: [] },
      { cameOnline: false, changed: [{ cameraId: CAMERA, name, status: 'offline' }] },
    ]);
  });

  it('a recovered disk does not announce cameras that were seen all along', async () => {
    await using bench = await Bench.start();
    await bench.register();
    await applyHeartbeat(bench.deps, OWNER, report('streaming'), origin);
    bench.diskFull = true;
    for (let minute = 0; minute < 5; minute += 1) {
      bench.clock.advance(60_000);
      await applyHeartbeat(bench.deps, OWNER, report('streaming'), origin);
    }
    bench.diskFull = false;
    bench.events.length = 0;
    await applyHeartbeat(bench.deps, OWNER, report('streaming'), origin);
    expect(bench.events).toMatchObject([{ cameOnline: false, changed: [] }]);
  });

  it('follow-up work that fails does not fail the heartbeat', async () => {
    await using bench = await Bench.start();
    const deps = { ...bench.deps, onHeartbeat: () => Promise.reject(new Error('no mail')) };
    await applyHeartbeat(deps, OWNER, {}, origin);
  });
});
