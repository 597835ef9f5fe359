import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { OWNER, setUpOwner, signIn } from '../../support/people.ts';
import { TestClient } from '../../support/test-client.ts';
import { backUp, BackupServer, listed } from './backup-server.ts';

function isWhole(file: string): boolean {
  const connection = new BetterSqlite3(file, { readonly: true });
  try {
    return connection.pragma('integrity_check', { simple: true }) === 'ok';
  } finally {
    connection.close();
  }
}

describe('a new computer, and two people at once', { timeout: 60_000 }, () => {
  it('a backup put into the folder of a fresh server brings back the people and nodes of the old one', async () => {
    await using old = new BackupServer();
    await old.start();
    const owner = await setUpOwner(old.url);
    await owner.post('/api/nodes', { name: 'Yard' });
    const { name } = await backUp(owner);
    await using fresh = new BackupServer();
    await fresh.start();
    // Somebody for the moment, as the guide says.
    const nobody = { ...OWNER, email: 'nobody@example.com' };
    const setUp = await new TestClient(fresh.url).post('/api/auth/setup', {
      organization: 'For the moment',
      ...nobody,
    });
    expect(setUp.status).toBe(200);
    const temporary = await signIn(fresh.url, nobody.email, nobody.password);
    mkdirSync(join(fresh.dataDir, 'backups'), { recursive: true });
    copyFileSync(join(old.dataDir, 'backups', name), join(fresh.dataDir, 'backups', 'old-pc.db'));
    const answer = await temporary.post('/api/backups/old-pc.db/restore', { confirm: 'restore' });
    expect(answer.status).toBe(200);
    await fresh.startedTimes(2);
    const back = await signIn(fresh.url, OWNER.email, OWNER.password);
    expect((await back.get('/api/nodes')).text).toContain('Yard');
    const again = new TestClient(fresh.url, temporary.headers);
    expect((await again.get('/api/nodes')).status).toBe(401);
  });

  it('restores and backups asked for at the same time end in one whole database', async () => {
    await using server = new BackupServer();
    await server.start();
    const owner = await setUpOwner(server.url);
    await owner.post('/api/nodes', { name: 'Yard' });
    const { name } = await backUp(owner);
    await owner.post('/api/nodes', { name: 'Since' });
    const restore = () => owner.post(`/api/backups/${name}/restore`, { confirm: 'restore' });
    // The restart ends what comes after the first.
    const answers = await Promise.allSettled([restore(), owner.post('/api/backups'), restore()]);
    expect(answers.some((one) => one.status === 'fulfilled' && one.value.status === 200)).toBe(true);
    await server.startedTimes(2);
    const back = await signIn(server.url, OWNER.email, OWNER.password);
    expect((await back.get('/api/nodes')).text).not.toContain('Since');
    expect(isWhole(join(server.dataDir, 'sentinel.db'))).toBe(true);
    for (const { name: made } of (await listed(back)).backups)
      expect(isWhole(join(server.dataDir, 'backups', made)), made).toBe(true);
  });
});
