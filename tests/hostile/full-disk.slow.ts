import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createNode, setUpOwner } from '../support/people.ts';
import { anyFreePort } from '../../scripts/throwaway/ports.ts';
import { ask, TestClient } from '../support/test-client.ts';
import { temporaryFolder } from '../support/test-config.ts';
import { eventually } from '../support/wait.ts';
import { startCommand } from './command.ts';

const DISK_BYTES = 4 * 1024 * 1024;

/** A user may mount a small disk inside a name space of their own; not every kernel is set up to allow it. */
const NAMESPACE = ['unshare', '--user', '--map-root-user', '--mount'];
const canMount =
  spawnSync(NAMESPACE[0] ?? '', [...NAMESPACE.slice(1), 'sh', '-c', 'mount -t tmpfs -o size=1m tmpfs /mnt'])
    .status === 0;

interface Installation {
  readonly url: string;
  readonly owner: TestClient;
  readonly machine: TestClient;
  readonly camera: string;
}

async function liveInstallation(url: string): Promise<Installation> {
  const owner = await setUpOwner(url);
  const node = await createNode(owner);
  const machine = new TestClient(url, { 'x-node-api-key': node.key });
  const registered = await machine.post('/api/nodes/register', {
    node_id: node.nodeId,
    cameras: [{ device_path: '/dev/video0' }],
  });
  const [camera = ''] = Object.values(registered.json<{ cameras: Record<string, string> }>().cameras);
  return { url, owner, machine, camera };
}

/** Pushes one segment and its playlist, and watches both. */
async function streamOne({ machine, owner, camera }: Installation, number: number): Promise<number[]> {
  const name = `segment_${String(number).padStart(5, '0')}.ts`;
  const list = `#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:1\n#EXT-X-MEDIA-SEQUENCE:${number}\n#EXTINF:1.0,\n${name}\n`;
  return [
    (
      await machine.post(
        `/api/cameras/${camera}/push-segment?filename=${name}`,
        Buffer.from(`video ${number}`),
      )
    ).status,
    (await machine.post(`/api/cameras/${camera}/playlist`, list)).status,
    (await owner.get(`/api/cameras/${camera}/stream.m3u8`)).status,
    (await owner.get(`/api/cameras/${camera}/segment/${name}`)).status,
  ];
}

const warningsOf = async ({ owner }: Installation): Promise<string[]> =>
  (await owner.get('/api/system/installation'))
    .json<{ warnings: { code: string }[] }>()
    .warnings.map(({ code }) => code);

describe.skipIf(!canMount)('a data disk that is really full', () => {
  it('live view and ingest go on, changes answer 507, the owner is told; freed space ends it', async () => {
    using folder = temporaryFolder();
    const data = join(folder.path, 'data');
    mkdirSync(data);
    const port = await anyFreePort();
    const script = `mount -t tmpfs -o size=${DISK_BYTES} tmpfs "$SENTINEL_DATA_DIR" && exec "$0" "$@"`;
    const wrapper = [...NAMESPACE, 'sh', '-c', script];
    const command = startCommand({
      cwd: folder.path,
      args: ['serve'],
      env: { PORT: String(port), SENTINEL_DATA_DIR: data },
      wrapper,
    });
    try {
      await eventually('it runs', () => command.output().includes('is running'), 40_000);
      const place = await liveInstallation(`http://127.0.0.1:${port}`);
      expect(await streamOne(place, 1)).toEqual([200, 200, 200, 200]);
      // The small disk is seen by the server's process only.
      const disk = `/proc/${command.child.pid}/root${data}`;
      const ballast = join(disk, 'ballast');
      const { bavail, bsize } = statfsSync(disk);
      expect(bavail * bsize).toBeLessThan(DISK_BYTES);
      try {
        for (let i = 0; ; i += 1) writeFileSync(`${ballast}-${i}`, Buffer.alloc(bsize));
      } catch (error) {
        expect(error).toMatchObject({ code: 'ENOSPC' });
      }
      const refused = await eventually('a change is refused', async () => {
        const answer = await place.owner.post('/api/auth/invites', {
          email: `${'x'.repeat(200)}@example.com`,
          role: 'member',
        });
        return answer.status === 200 ? undefined : answer;
      });
      expect(refused.status).toBe(507);
      expect(refused.json()).toMatchObject({ detail: { error: 'storage_unavailable' } });
      for (let number = 2; number < 8; number += 1)
        expect(await streamOne(place, number)).toEqual([200, 200, 200, 200]);
      expect((await place.owner.get('/api/cameras')).status).toBe(200);
      expect(await warningsOf(place)).toContain('storage_unavailable');
      expect((await ask(`${place.url}/api/health/ready?nocache=1`, 'GET')).status).toBe(503);
      expect((await ask(`${place.url}/api/health`, 'GET')).status).toBe(200);
      const heartbeat = await place.machine.post('/api/nodes/heartbeat', {
        node_id: place.camera.slice(0, 8),
      });
      expect(heartbeat.status).toBe(200);
      for (let i = 0; ; i += 1) {
        try {
          rmSync(`${ballast}-${i}`);
        } catch {
          break;
        }
      }
      const saved = await place.owner.post('/api/auth/invites', {
        email: 'fits@example.com',
        role: 'member',
      });
      expect(saved.status).toBe(200);
      expect(await warningsOf(place)).not.toContain('storage_unavailable');
    } finally {
      command.child.kill('SIGTERM');
    }
    expect(await command.end).toMatchObject({ code: 0 });
  });
});
