import {
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CLERK_PUBLISHABLE_KEY, CLERK_SECRET_KEY, startClerkServer } from '../../support/clerk-server.ts';
import { addMember, OWNER, setUpOwner, signIn } from '../../support/people.ts';
import { TestClient } from '../../support/test-client.ts';
import { startTestServer } from '../../support/test-server.ts';
import { backUp, BackupServer, listed } from './backup-server.ts';

/** Looks into a database file without changing it. */
function rowsIn(file: string, sql: string): unknown[] {
  const connection = new BetterSqlite3(file, { readonly: true });
  try {
    return connection.prepare(sql).pluck().all();
  } finally {
    connection.close();
  }
}

const nodesIn = (file: string): unknown[] => rowsIn(file, 'SELECT name FROM camera_nodes ORDER BY name');

describe('backups of a running server', { timeout: 30_000 }, () => {
  const server = new BackupServer();
  const folder = join(server.dataDir, 'backups');
  const database = join(server.dataDir, 'sentinel.db');
  let owner: TestClient;
  let mia: TestClient;

  beforeAll(async () => {
    await server.start();
    owner = await setUpOwner(server.url);
    mia = await addMember(owner, 'mia@example.com', 'member');
  });
  afterAll(() => server[Symbol.asyncDispose]());

  const events = (): unknown[] =>
    rowsIn(database, `SELECT event FROM audit_log WHERE event LIKE 'backup%' ORDER BY id`);

  it('at first there are none, they are wanted every night, and one is due', async () => {
    const list = await listed(owner);
    expect(list).toMatchObject({
      backups: [],
      schedule: { enabled: true, hour: 3 },
      last_failure: null,
      folder,
      can_restore: true,
    });
    expect(Date.parse(list.next_at ?? '')).toBeLessThanOrEqual(Date.now());
  });

  it('back up now: a checked file for this user only, in the list and in the audit log', async () => {
    await owner.post('/api/nodes', { name: 'Yard' });
    const made = await backUp(owner);
    const file = join(folder, made.name);
    expect(made).toMatchObject({ kind: 'manual', bytes: statSync(file).size });
    expect(statSync(file).mode & 0o077).toBe(0);
    expect(nodesIn(file)).toEqual(['Yard']);
    expect(rowsIn(file, 'PRAGMA journal_mode')).toEqual(['delete']);
    expect((await listed(owner)).backups).toEqual([made]);
    expect(events()).toEqual(['backup_created']);
    expect(readdirSync(folder)).toEqual([made.name]);
  });

  it('the started server makes one on demand and answers where it is', async () => {
    const { file, bytes } = await server.running.backUpNow();
    expect(statSync(file).size).toBe(bytes);
    expect(nodesIn(file)).toEqual(['Yard']);
    await owner.ask('DELETE', `/api/backups/${file.slice(folder.length + 1)}`);
  });

  it('download: exactly the bytes of the file, as a file to save, noted', async () => {
    const [backup] = (await listed(owner)).backups;
    const answer = await owner.get(`/api/backups/${backup?.name}`);
    expect(answer.headers).toMatchObject({
      'content-type': 'application/vnd.sqlite3',
      'content-length': String(backup?.bytes),
      'content-disposition': `attachment; filename="${backup?.name}"`,
      'cache-control': 'no-store',
    });
    writeFileSync(join(server.dataDir, 'downloaded.db'), answer.bytes);
    expect(nodesIn(join(server.dataDir, 'downloaded.db'))).toEqual(['Yard']);
    expect(events()).toContain('backup_downloaded');
  });

  it.each(['../sentinel.db', '..%2Fsentinel.db', 'sentinel.db-wal', '.db', 'a..b.db', 'x/y.db'])(
    'no name leads out of the folder: %s',
    async (name) => {
      for (const method of ['GET', 'DELETE']) {
        const { status } = await owner.ask(method, `/api/backups/${name}`);
        expect([404, 405, 422]).toContain(status);
      }
      expect(existsSync(database)).toBe(true);
    },
  );

  it('a link in the folder is no backup; a file put there is one', async () => {
    symlinkSync(database, join(folder, 'link.db'));
    linkSync(join(server.dataDir, 'downloaded.db'), join(folder, 'from-the-old-pc.db'));
    expect((await owner.get('/api/backups/link.db')).status).toBe(404);
    const names = (await listed(owner)).backups.map(({ name, kind }) => `${kind} ${name}`);
    expect(names).toContain('other from-the-old-pc.db');
    expect(names.join()).not.toContain('link.db');
    rmSync(join(folder, 'link.db'));
  });

  it('members and strangers have no part in any of it', async () => {
    const [backup] = (await listed(owner)).backups;
    const path = `/api/backups/${backup?.name}`;
    for (const [method, where] of [
      ['GET', '/api/backups'],
      ['POST', '/api/backups'],
      ['GET', path],
      ['DELETE', path],
      ['POST', `${path}/restore`],
    ] as const) {
      expect((await mia.ask(method, where, { body: method === 'POST' ? {} : undefined })).status).toBe(403);
      expect((await mia.with({ cookie: '' }).ask(method, where)).status).toBe(401);
    }
    expect((await mia.ask('PUT', '/api/backup-schedule', { body: { enabled: false, hour: 1 } })).status).toBe(
      403,
    );
  });

  it('the schedule is stored, noted, and says when the next one is due', async () => {
    const off = await owner.ask('PUT', '/api/backup-schedule', { body: { enabled: false, hour: 22 } });
    expect([off.status, off.json()]).toEqual([200, { enabled: false, hour: 22 }]);
    expect(await listed(owner)).toMatchObject({ schedule: { enabled: false, hour: 22 }, next_at: null });
    expect(
      (await owner.ask('PUT', '/api/backup-schedule', { body: { enabled: true, hour: 24 } })).status,
    ).toBe(422);
    await owner.ask('PUT', '/api/backup-schedule', { body: { enabled: true, hour: 4 } });
    expect((await listed(owner)).next_at).not.toBeNull();
    expect(events().filter((event) => event === 'backup_schedule_changed')).toHaveLength(2);
  });

  it('restore wants the word typed, and refuses what is no backup, changing nothing', async () => {
    const backup = (await listed(owner)).backups.find(({ kind }) => kind === 'manual');
    const plain = await owner.post(`/api/backups/${backup?.name}/restore`, {});
    expect([plain.status, plain.text]).toEqual([422, expect.stringContaining('confirmation_required')]);
    writeFileSync(join(folder, 'broken.db'), 'nonsense\n'.repeat(500));
    const broken = await owner.post('/api/backups/broken.db/restore', { confirm: 'restore' });
    expect([broken.status, broken.text]).toEqual([409, expect.stringContaining('bad_backup')]);
    expect(broken.text).not.toContain(server.dataDir);
    expect((await owner.post('/api/backups/gone.db/restore', { confirm: 'restore' })).status).toBe(404);
    expect(readdirSync(server.dataDir).filter((name) => name.includes('.restore-'))).toEqual([]);
    expect(server.starts).toBe(1);
    rmSync(join(folder, 'broken.db'));
  });

  it('restore: the server restarts with what was there then; everybody signs in anew; the former is kept', async () => {
    const backup = (await listed(owner)).backups.find(({ kind }) => kind === 'manual');
    await owner.post('/api/nodes', { name: 'Added since' });
    const answer = await owner.post(`/api/backups/${backup?.name}/restore`, { confirm: 'restore' });
    expect([answer.status, answer.json()]).toEqual([200, { success: true, restarting: true }]);
    await server.startedTimes(2);
    expect(nodesIn(database)).toEqual(['Yard']);
    expect((await new TestClient(server.url, owner.headers).get('/api/backups')).status).toBe(401);
    const back = await signIn(server.url, OWNER.email, OWNER.password);
    expect((await back.get('/api/nodes')).text).not.toContain('Added since');
    expect(events()).toContain('backup_restored');
    const kept = readdirSync(server.dataDir).find((name) => name.includes('.before-restore-'));
    expect(nodesIn(join(server.dataDir, kept ?? ''))).toEqual(['Added since', 'Yard']);
    expect(readdirSync(server.dataDir).filter((name) => name.includes('.restore-'))).toEqual([]);
    owner = back;
  });

  it('delete removes the file, and a second time there is none', async () => {
    const [backup] = (await listed(owner)).backups;
    expect((await owner.ask('DELETE', `/api/backups/${backup?.name}`)).json()).toEqual({ success: true });
    expect(existsSync(join(folder, backup?.name ?? ''))).toBe(false);
    expect((await owner.ask('DELETE', `/api/backups/${backup?.name}`)).status).toBe(404);
    expect(events()).toContain('backup_deleted');
  });

  it('a full reset leaves no backup and nothing that waits to be restored', async () => {
    await backUp(owner);
    for (const mark of ['restore-staged', 'failed-update-0.2.0', 'failed-update-0.2.0-wal', 'going-back'])
      writeFileSync(join(server.dataDir, `sentinel.db.${mark}`), '');
    const reset = await owner.post('/api/settings/danger/full-reset', { confirm: 'reset everything' });
    expect(reset.status).toBe(200);
    expect(
      readdirSync(server.dataDir).filter((name) => /backups|before-|restore-|failed-|going-/.test(name)),
    ).toEqual([]);
  });
});

describe('a server that', { timeout: 30_000 }, () => {
  it('nobody can restart says so, and offers the command', async () => {
    await using server = new BackupServer();
    await server.start(false);
    const owner = await setUpOwner(server.url);
    const { name } = await backUp(owner);
    expect((await listed(owner)).can_restore).toBe(false);
    const answer = await owner.post(`/api/backups/${name}/restore`, { confirm: 'restore' });
    expect([answer.status, answer.text]).toEqual([409, expect.stringContaining('npm run restore')]);
  });

  it('cannot make a backup says so, and warns administrators until one succeeds', async () => {
    await using server = new BackupServer();
    await server.start();
    const owner = await setUpOwner(server.url);
    // A file where the folder should be.
    writeFileSync(join(server.dataDir, 'backups'), '');
    const answer = await owner.post('/api/backups');
    expect([answer.status, answer.text]).toEqual([503, expect.stringContaining('backup_failed')]);
    rmSync(join(server.dataDir, 'backups'));
    expect((await listed(owner)).last_failure?.message).toContain('backup folder');
    const warnings = async () => (await owner.get('/api/system/installation')).text;
    expect(await warnings()).toContain('The last backup failed');
    mkdirSync(join(server.dataDir, 'backups'));
    await backUp(owner);
    expect((await listed(owner)).last_failure).toBeNull();
    expect(await warnings()).not.toContain('The last backup failed');
  });

  it('is to restore a backup from before the owner account refuses: nobody could sign in', async () => {
    await using server = new BackupServer();
    await server.start();
    const { file } = await server.running.backUpNow();
    const owner = await setUpOwner(server.url);
    const name = file.split('/').at(-1);
    const answer = await owner.post(`/api/backups/${name}/restore`, { confirm: 'restore' });
    expect([answer.status, answer.text]).toEqual([409, expect.stringContaining('backup_without_accounts')]);
  });
});

it('with Clerk, whose organizations share one database, nobody has backups through the dashboard', async () => {
  await using clerk = await startClerkServer();
  const keys = { secretKey: CLERK_SECRET_KEY, publishableKey: CLERK_PUBLISHABLE_KEY };
  await using server = new BackupServer(undefined, {
    clerk: { ...keys, jwtKey: clerk.jwtKey, apiUrl: clerk.url },
    frontendUrl: 'https://cameras.example',
    corsOrigins: ['https://cameras.example'],
  });
  await server.start();
  const { file } = await server.running.backUpNow();
  const name = file.split('/').at(-1);
  const claims = { azp: 'https://cameras.example', sub: 'user_1', org_id: 'org_1', org_role: 'org:admin' };
  const token = await clerk.mintToken({ claims });
  const admin = new TestClient(server.url, { authorization: `Bearer ${token}` });
  expect((await admin.get('/api/nodes')).status).toBe(200);
  const schedule = { enabled: false, hour: 3 };
  for (const { status, text } of [
    await admin.get('/api/backups'),
    await admin.post('/api/backups'),
    await admin.get(`/api/backups/${name}`),
    await admin.ask('DELETE', `/api/backups/${name}`),
    await admin.post(`/api/backups/${name}/restore`, { confirm: 'restore' }),
    await admin.ask('PUT', '/api/backup-schedule', { body: schedule }),
  ])
    expect([status, text]).toEqual([409, expect.stringContaining('backups_on_server_only')]);
  expect([existsSync(file), server.starts]).toEqual([true, 1]);
}, 30_000);

describe('the data directory', () => {
  it('belongs to one server: a second is refused with who has it, and may start once the first ended', async () => {
    await using server = new BackupServer();
    await server.start();
    const second = startTestServer({ dataDir: server.dataDir });
    await expect(second).rejects.toMatchObject({
      name: 'StartError',
      code: 'data-in-use',
      message: expect.stringContaining(`process ${process.pid}, ${server.url}`),
    });
    expect((await setUpOwner(server.url)).baseUrl).toBe(server.url);
    await server.stop();
    await using third = await startTestServer({ dataDir: server.dataDir });
    expect((await third.anonymous.get('/api/health')).status).toBe(200);
  });
});
