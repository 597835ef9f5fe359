// The restore is rehearsed with real processes that are really killed.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { applyStagedRestore, type StagedOutcome } from '../../../server/backups/staged-restore.ts';
import { systemClock } from '../../../server/clock.ts';
import type { Database } from '../../../server/db/database.ts';
import { backUpDatabase } from '../../../server/db/backup.ts';
import { users } from '../../../server/db/schema/identity.ts';
import { settings } from '../../../server/db/schema/organization.ts';
import { createLogger } from '../../../server/log.ts';
import { createNode, OWNER, setUpOwner, signIn } from '../../support/people.ts';
import { anyFreePort } from '../../../scripts/throwaway/ports.ts';
import { spawnServer } from '../../support/server-process.ts';
import { temporaryFolder } from '../../support/test-config.ts';
import { eventually } from '../../support/wait.ts';
import { DatabaseFile } from '../db/database-file.ts';
import { backUp } from './backup-server.ts';

const CHILD = fileURLToPath(new URL('restore-child.ts', import.meta.url));
const CLI = fileURLToPath(new URL('../../../server/cli.ts', import.meta.url));
const NOW = new Date('2026-03-01T12:00:00Z');
/** Rows the killed writer certainly committed. */
const WRITTEN = 200;

interface Ended {
  readonly signal: NodeJS.Signals | null;
  readonly code: number | null;
  readonly output: string;
}

async function run(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ended> {
  const child = spawn(process.execPath, args, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
  return { code, signal, output };
}

async function fill(db: Database): Promise<void> {
  await db.write(async (tx) => {
    const owner = { id: 'u1', orgId: 'org_1', email: 'a@example.com', name: 'A', passwordHash: 'x' };
    tx.insert(users)
      .values({ ...owner, role: 'admin', createdAt: NOW })
      .run();
    tx.insert(settings).values({ orgId: 'org_1', key: 'state', value: 'old', updatedAt: NOW }).run();
  });
}

/** What the next start of a server does before it opens the database. */
function nextStart({ file }: DatabaseFile): StagedOutcome['kind'] {
  return applyStagedRestore({ file, clock: systemClock, log: createLogger('silent') }).kind;
}

/** Rows that were written since the backup; -1 when the file is no sound database of ours. */
function newRows(place: DatabaseFile, file = place.file): number {
  return place.directly((connection) => {
    if (connection.pragma('integrity_check', { simple: true }) !== 'ok') return -1;
    if (connection.prepare(`SELECT count(*) FROM users`).pluck().get() !== 1) return -1;
    return Number(
      connection.prepare(`SELECT count(*) FROM settings WHERE key LIKE 'written %'`).pluck().get(),
    );
  }, file);
}

/** A database whose newest rows are in its write-ahead log alone, as its killed writer left it, and a backup from before. */
class KilledDatabase {
  readonly model = new DatabaseFile();
  readonly backup = join(this.model.folder, 'backups', 'x.db');

  async make(): Promise<void> {
    const db = await this.model.open();
    await fill(db);
    await backUpDatabase(this.model.file, this.backup);
    await db.close();
    const child = spawn(process.execPath, [CHILD, 'write', this.model.file], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(child.stdout, 'data');
    child.kill('SIGKILL');
    await once(child, 'close');
    // Nobody may open it from here on: the last to close it would fold the log in.
    expect(statSync(`${this.model.file}-wal`).size).toBeGreaterThan(100_000);
  }

  /** The same files once more, to be killed again. */
  copy(): DatabaseFile {
    const place = new DatabaseFile();
    cpSync(this.model.folder, place.folder, { recursive: true });
    return place;
  }
}

describe('a restore over an un-checkpointed write-ahead log', () => {
  const killed = new KilledDatabase();
  /** The same with a restore that waits. */
  const waiting = new DatabaseFile();

  beforeAll(async () => {
    await killed.make();
    cpSync(killed.model.folder, waiting.folder, { recursive: true });
    const staged = await run([CHILD, 'stage', waiting.file, join(waiting.folder, 'backups', 'x.db'), '0']);
    expect(staged).toMatchObject({ code: 0 });
    expect(statSync(`${waiting.file}-wal`).size).toBeGreaterThan(100_000);
  });
  afterAll(() => {
    killed.model[Symbol.dispose]();
    waiting[Symbol.dispose]();
  });

  const copyOfWaiting = (): DatabaseFile => {
    const place = new DatabaseFile();
    cpSync(waiting.folder, place.folder, { recursive: true });
    return place;
  };

  it('has the backup in place, and keeps what was there with everything that was only in the log', async () => {
    using place = copyOfWaiting();
    expect(await run([CHILD, 'apply', place.file, '0'])).toMatchObject({
      code: 0,
      output: expect.stringContaining('restored'),
    });
    expect(newRows(place)).toBe(0);
    const kept = readdirSync(place.folder).find((name) => name.includes('.before-restore-'));
    expect(newRows(place, join(place.folder, kept ?? ''))).toBeGreaterThanOrEqual(WRITTEN);
    await (await place.open()).close();
  });

  it('killed before any step of putting in place: the former or the new one is whole, and the next start ends it', async () => {
    let wasFormer = 0;
    let wasNew = 0;
    for (let step = 1; ; step += 1) {
      using place = copyOfWaiting();
      const ended = await run([CHILD, 'apply', place.file, String(step)]);
      const rows = (() => {
        using looked = new DatabaseFile();
        // A copy is looked into: looking folds the log in, and the next start must find what the kill left.
        cpSync(place.folder, looked.folder, { recursive: true });
        return newRows(looked);
      })();
      expect(rows === 0 || rows >= WRITTEN, `killed before step ${step}: ${rows} rows`).toBe(true);
      if (ended.signal === null) break;
      if (rows === 0) wasNew += 1;
      else wasFormer += 1;
      expect(nextStart(place), `after step ${step}`).not.toBe('refused');
      expect(newRows(place), `after step ${step}`).toBe(0);
      expect(existsSync(`${place.file}.restore-staged`)).toBe(false);
    }
    // Both outcomes were met, so the kills were spread over the moment that decides.
    expect([wasFormer > 5, wasNew > 0]).toEqual([true, true]);
  }, 240_000);

  it('killed before any step of a backup: there is a whole one or none, and the database is as it was', async () => {
    let none = 0;
    for (let step = 1; ; step += 2) {
      using place = killed.copy();
      const target = join(place.folder, 'backups', 'new.db');
      const ended = await run([CHILD, 'back-up', place.file, target, String(step)]);
      if (existsSync(target)) expect(newRows(place, target), `step ${step}`).toBeGreaterThanOrEqual(WRITTEN);
      else none += 1;
      expect(newRows(place), `killed before step ${step}`).toBeGreaterThanOrEqual(WRITTEN);
      // What was left half made is in nobody's way.
      await backUpDatabase(place.file, target);
      expect(newRows(place, target)).toBeGreaterThanOrEqual(WRITTEN);
      if (ended.signal === null) break;
    }
    expect(none).toBeGreaterThan(3);
  }, 240_000);

  it('what a killed restore on the command line left is cleared away by the next start', async () => {
    using place = killed.copy();
    for (const suffix of ['', '-wal', '-journal']) writeFileSync(`${place.file}.incoming${suffix}`, 'half');
    expect(nextStart(place)).toBe('none');
    expect(readdirSync(place.folder).filter((name) => name.includes('.incoming'))).toEqual([]);
  });

  it('killed before any step of staging: nothing waits, or a whole backup', async () => {
    let nothing = 0;
    let whole = 0;
    for (let step = 1; ; step += 2) {
      using place = killed.copy();
      const from = join(place.folder, 'backups', 'x.db');
      const ended = await run([CHILD, 'stage', place.file, from, String(step)]);
      const outcome = nextStart(place);
      expect(outcome, `killed before step ${step}`).not.toBe('refused');
      const isRestored = outcome === 'restored';
      const rows = newRows(place);
      expect(isRestored ? rows === 0 : rows >= WRITTEN, `killed before step ${step}: ${rows} rows`).toBe(
        true,
      );
      expect(newRows(place, from)).toBe(0);
      if (ended.signal === null) break;
      if (isRestored) whole += 1;
      else nothing += 1;
    }
    expect([nothing > 5, whole > 0]).toEqual([true, true]);
  }, 240_000);
});

describe('the real program', { timeout: 240_000 }, () => {
  it('restarts itself with the backup in place; killed right after the answer, its next start does it', async () => {
    using folder = temporaryFolder();
    const port = await anyFreePort();
    const at = { dataDir: folder.path, port };
    const first = await spawnServer(at);
    const owner = await setUpOwner(first.url);
    await createNode(owner, 'Before');
    const { name } = await backUp(owner);
    await createNode(owner, 'After');
    const nodes = async (): Promise<string> => {
      const again = await signIn(first.url, OWNER.email, OWNER.password);
      return (await again.get('/api/nodes')).text;
    };
    expect(await nodes()).toContain('After');
    const restore = await owner.post(`/api/backups/${name}/restore`, { confirm: 'restore' });
    expect(restore.status).toBe(200);
    await eventually('the restart', () => first.output().includes('The server was restarted'), 20_000);
    expect(await nodes()).toContain('Before');
    expect(await nodes()).not.toContain('After');

    const back = await signIn(first.url, OWNER.email, OWNER.password);
    await createNode(back, 'Later');
    expect((await back.post(`/api/backups/${name}/restore`, { confirm: 'restore' })).status).toBe(200);
    await first.kill();
    const second = await spawnServer(at);
    expect(await nodes()).not.toContain('Later');
    expect(await nodes()).toContain('Before');
    expect(await second.stop()).toBe(0);
  });

  it('refuses a second server on its data directory in one sentence, and takes over after a kill at once', async () => {
    using folder = temporaryFolder();
    const first = await spawnServer({ dataDir: folder.path, port: await anyFreePort() });
    const env = {
      SENTINEL_DATA_DIR: folder.path,
      PORT: String(await anyFreePort()),
      HOST: '127.0.0.1',
      RELEASE_CHECK: 'off',
    };
    const refused = await run([CLI, 'serve'], env);
    expect(refused.code).toBe(1);
    expect(refused.output).toContain(
      `Another Sentinel Command Center (process ${first.child.pid}, ${first.url}) already uses the data directory`,
    );
    await first.kill();
    const next = await spawnServer({ dataDir: folder.path, port: await anyFreePort() });
    expect(await next.stop()).toBe(0);
    expect(existsSync(join(folder.path, 'server.json'))).toBe(false);
  });

  it('on the command line: backup, restore FILE after a kill with an open log, and one word too many', async () => {
    using folder = temporaryFolder();
    const env = { SENTINEL_DATA_DIR: folder.path };
    const copy = join(folder.path, 'usb', 'cameras.db');
    const server = await spawnServer({ dataDir: folder.path, port: await anyFreePort() });
    const owner = await setUpOwner(server.url);
    await createNode(owner, 'Before');
    expect(await run([CLI, 'backup', '--to', copy], env)).toMatchObject({ code: 0 });
    const itself = await run([CLI, 'backup', join(folder.path, 'sentinel.db')], env);
    expect(itself).toMatchObject({ code: 1, output: expect.stringContaining('was left as it is') });
    expect(await run([CLI, 'backup', join(folder.path, 'usb')], env)).toMatchObject({ code: 0 });
    expect(readdirSync(join(folder.path, 'usb')).filter((name) => name.startsWith('sentinel-'))).toHaveLength(
      1,
    );
    await createNode(owner, 'After');
    expect((await run([CLI, 'restore', copy], env)).output).toContain('The server is running');
    await server.kill();
    expect(statSync(join(folder.path, 'sentinel.db-wal')).size).toBeGreaterThan(0);
    expect((await run([CLI, 'restore', copy, 'more'], env)).output).toContain('Unexpected "more"');
    const restored = await run([CLI, 'restore', copy], env);
    expect(restored).toMatchObject({ code: 0, output: expect.stringContaining('Restored') });
    const again = await spawnServer({ dataDir: folder.path, port: await anyFreePort() });
    expect((await owner.get('/api/nodes').catch(() => undefined))?.status).not.toBe(200);
    const back = await signIn(again.url, OWNER.email, OWNER.password);
    const text = (await back.get('/api/nodes')).text;
    expect([text.includes('Before'), text.includes('After')]).toEqual([true, false]);
    await again.stop();
  });
});
