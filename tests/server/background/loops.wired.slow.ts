import { expect, it } from 'vitest';
import { startScene } from '../../conformance/scene.ts';
import { addMember } from '../../support/people.ts';
import { startTestServer } from '../../support/test-server.ts';
import { eventually } from '../../support/wait.ts';

interface LoopRow {
  readonly name: string;
  readonly runs: number;
}

const LOOPS = [
  'disk-check',
  'inactive-cameras',
  'log-cleanup',
  'offline-sweep',
  'release-refresh',
  'viewer-usage',
];

it('rest 97: health lists every loop with numbers and names only, and administrators see the same', async () => {
  await using server = await startTestServer();
  const owner = await server.owner();
  const member = await addMember(owner, 'secretive@example.com', 'member');
  const detailed = await eventually('the first loop ran', async () => {
    const { loops } = (await server.anonymous.get('/api/health/detailed')).json<{ loops: LoopRow[] }>();
    return loops.some(({ name, runs }) => name === 'release-refresh' && runs > 0) ? loops : undefined;
  });
  expect(detailed.map(({ name }) => name)).toEqual(expect.arrayContaining(LOOPS));
  for (const row of detailed) {
    expect(Object.keys(row).toSorted()).toEqual([
      'every_seconds',
      'failures',
      'last_duration_ms',
      'last_error_at',
      'last_error_class',
      'last_run_at',
      'name',
      'running',
      'runs',
    ]);
  }
  const seen = (await owner.get('/api/system/loops')).json<{ loops: LoopRow[] }>().loops;
  expect(seen.map(({ name }) => name)).toEqual(detailed.map(({ name }) => name));
  expect((await member.get('/api/system/loops')).status).toBe(403);
  expect((await server.anonymous.get('/api/system/loops')).status).toBe(401);
});

it('rest 103: a silent node goes offline with one notice, and its next heartbeat tells that it is back', async () => {
  const upkeep = {
    offlineSweepMs: 20,
    logRetentionDays: 90,
    inactiveCameraMs: 1_000_000_000,
    diskCheckMs: 1_000_000,
    diskRepeatMs: 1,
  };
  await using scene = await startScene({ config: { upkeep } });
  const fleet = await scene.fleet(1);
  const cameras = [{ camera_id: fleet.cameras[0]?.id ?? '', status: 'streaming' }];
  await fleet.node.heartbeat({ cameras });
  const kinds = () => scene.sql(`SELECT kind FROM notifications ORDER BY id`).map((row) => row['kind']);
  const sweeps = async (): Promise<number> => {
    const { loops } = (await scene.owner.get('/api/system/loops')).json<{ loops: LoopRow[] }>();
    return loops.find(({ name }) => name === 'offline-sweep')?.runs ?? 0;
  };
  // In steps a sweep sees: a leap would count as sleep of the computer, after which nobody is judged at once.
  for (let step = 0; step < 4; step += 1) {
    scene.advance(24_000);
    const before = await sweeps();
    await eventually('a sweep saw it', async () => (await sweeps()) > before + 1);
  }
  await eventually('both are told', () => kinds().length === 3);
  expect(kinds()).toEqual(['welcome', 'node_offline', 'camera_offline']);
  expect(scene.sql(`SELECT status FROM cameras`)).toEqual([{ status: 'offline' }]);
  await fleet.node.heartbeat({ cameras });
  await eventually('both are back', () => kinds().length === 5);
  expect(kinds().slice(3)).toEqual(['node_online', 'camera_online']);
});
