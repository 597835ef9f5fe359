import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { createNode, type NodeKey } from '../../support/people.ts';
import { TestClient, type Answer } from '../../support/test-client.ts';
import type { TestServer } from '../../support/test-server.ts';

export interface Device {
  readonly device_path: string;
  readonly name?: string;
}

/** A camera as the node program reports it. */
export function device(devicePath: string, name = 'USB camera'): Device {
  return { device_path: devicePath, name };
}

/** A node program's calls, with the fields it always sends. */
export class TestNode {
  readonly id: string;
  readonly key: string;
  readonly client: TestClient;

  constructor(url: string, credentials: NodeKey) {
    this.id = credentials.nodeId;
    this.key = credentials.key;
    this.client = new TestClient(url, { 'x-node-api-key': credentials.key });
  }

  validate(nodeId: string = this.id): Promise<Answer> {
    return this.client.post('/api/nodes/validate', { node_id: nodeId });
  }

  register(
    devices: readonly Device[] = [device('/dev/video0')],
    extra: Readonly<Record<string, unknown>> = {},
  ): Promise<Answer> {
    const cameras = devices.map((found) =>
      Object.assign({ width: 1920, height: 1080, capabilities: ['streaming'] }, found),
    );
    return this.client.post('/api/nodes/register', {
      node_id: this.id,
      name: 'Node-testhost',
      node_version: '0.1.73',
      cameras,
      video_codec: null,
      audio_codec: null,
      http_port: 8080,
      lan_streaming: true,
      ...extra,
    });
  }

  heartbeat(extra: Readonly<Record<string, unknown>> = {}): Promise<Answer> {
    return this.client.post('/api/nodes/heartbeat', {
      node_id: this.id,
      node_version: '0.1.73',
      lan_streaming: true,
      ...extra,
    });
  }
}

/** A new node of the owner. */
export async function newNode(server: TestServer, owner: TestClient, name?: string): Promise<TestNode> {
  return new TestNode(server.url, await createNode(owner, name));
}

export interface CameraStatus {
  readonly camera_id: string;
  readonly name: string;
  readonly status: string;
  readonly last_error: string | null;
  readonly last_seen: string | null;
  readonly disabled_by_plan: boolean;
}

export async function camerasOf(owner: TestClient): Promise<CameraStatus[]> {
  return (await owner.get('/api/cameras')).json<CameraStatus[]>();
}

/** The node as the page about it sees it. */
export async function nodeSeenBy(owner: TestClient, node: TestNode): Promise<Record<string, unknown>> {
  return (await owner.get(`/api/nodes/${node.id}`)).json();
}

/** Runs SQL on the server's database file, beside the running server. */
export function sql(server: TestServer, statement: string, ...values: (string | number | null)[]): unknown[] {
  const connection = new BetterSqlite3(join(server.dataDir, 'sentinel.db'), { timeout: 5000 });
  try {
    const prepared = connection.prepare(statement);
    if (prepared.reader) return prepared.all(...values);
    prepared.run(...values);
    return [];
  } finally {
    connection.close();
  }
}

/** Stores an organisation setting as if some other part of the server had. */
export function setSetting(server: TestServer, key: string, value: string): void {
  sql(
    server,
    `INSERT INTO settings (org_id, key, value, updated_at)
     SELECT org_id, ?, ?, '2026-01-01T00:00:00.000Z' FROM users LIMIT 1
     ON CONFLICT (org_id, key) DO UPDATE SET value = excluded.value`,
    key,
    value,
  );
}
