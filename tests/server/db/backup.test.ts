import { execFileSync } from 'node:child_process';
import fs, {
  chmodSync,
  existsSync,
  linkSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { backUpDatabase, requireUnusedDatabase, restoreDatabase } from '../../../server/db/backup.ts';
import type { Database } from '../../../server/db/database.ts';
import { organizationsInDatabase, reassignOrganization } from '../../../server/db/organizations.ts';
import { cameraNodes } from '../../../server/db/schema/cameras.ts';
import { users } from '../../../server/db/schema/identity.ts';
import { settings } from '../../../server/db/schema/organization.ts';
import { DatabaseFile } from './database-file.ts';

const NOW = new Date('2026-03-01T12:00:00Z');

function put(db: Database, key: string, value: string, orgId = 'org_1'): Promise<void> {
  return db.write(async (tx) => {
    tx.insert(settings).values({ orgId, key, value, updatedAt: NOW }).run();
  });
}
const valuesIn = (place: DatabaseFile, file = place.file): unknown[] =>
  place.directly(
    (connection) => connection.prepare('SELECT value FROM settings ORDER BY value').pluck().all(),
    file,
  );

describe('backup', () => {
  it('of a database in use holds everything committed, also what is only in the write-ahead log', async () => {
    using place = new DatabaseFile();
    const db = await place.open();
    await put(db, 'a', 'one');
    const target = join(place.folder, 'backups', 'copy.db');
    await backUpDatabase(place.file, target);
    await put(db, 'b', 'two');
    expect(valuesIn(place, target)).toEqual(['one']);
    expect(statSync(join(place.folder, 'backups')).mode & 0o077).toBe(0);
    expect(statSync(target).mode & 0o077).toBe(0);
    await db.close();
    expect(valuesIn(place)).toEqual(['one', 'two']);
  });

  it('of nothing says so', async () => {
    using place = new DatabaseFile();
    const target = join(place.folder, 'copy.db');
    await expect(backUpDatabase(place.file, target)).rejects.toMatchObject({ code: 'no-database' });
    expect(existsSync(target)).toBe(false);
  });

  it('takes an older copy it replaces from everybody else', async () => {
    using place = new DatabaseFile();
    await (await place.open()).close();
    const target = join(place.folder, 'copy.db');
    writeFileSync(target, '');
    chmodSync(target, 0o644);
    await backUpDatabase(place.file, target);
    expect(statSync(target).mode & 0o777).toBe(0o600);
  });

  it('never takes the place of the database, what belongs to it, or a file that is no database', async () => {
    using place = new DatabaseFile();
    const db = await place.open();
    await put(db, 'a', 'one');
    const link = join(place.folder, 'link.db');
    symlinkSync(place.file, link);
    const twin = join(place.folder, 'twin.db');
    linkSync(place.file, twin);
    const letter = join(place.folder, 'letter.txt');
    writeFileSync(letter, 'Dear Mia');
    for (const target of [place.file, link, twin, `${place.file}-wal`, letter, place.folder])
      await expect(backUpDatabase(place.file, target), target).rejects.toMatchObject({ code: 'bad-target' });
    await put(db, 'b', 'two');
    await db.close();
    expect(valuesIn(place)).toEqual(['one', 'two']);
    expect(readFileSync(letter, 'utf8')).toBe('Dear Mia');
  });

  it('replaces an older backup of the same name', async () => {
    using place = new DatabaseFile();
    const db = await place.open();
    const target = join(place.folder, 'copy.db');
    await put(db, 'a', 'one');
    await backUpDatabase(place.file, target);
    await put(db, 'b', 'two');
    await backUpDatabase(place.file, target);
    await db.close();
    expect(valuesIn(place, target)).toEqual(['one', 'two']);
  });

  it('leaves no empty copy of what cannot be copied', async () => {
    using place = new DatabaseFile();
    writeFileSync(place.file, 'no database at all\n'.repeat(100));
    const target = join(place.folder, 'copy.db');
    await expect(backUpDatabase(place.file, target)).rejects.toThrow();
    expect(existsSync(target)).toBe(false);
  });
});

describe('restore', () => {
  async function withBackup(place: DatabaseFile): Promise<{ from: string; kept: string }> {
    const from = join(place.folder, 'copy.db');
    const db = await place.open();
    await put(db, 'a', 'old');
    await backUpDatabase(place.file, from);
    await put(db, 'b', 'new');
    await db.close();
    return { from, kept: `${place.file}.kept` };
  }

  it('puts the backup in place and keeps what was there', async () => {
    using place = new DatabaseFile();
    const { from, kept } = await withBackup(place);
    await restoreDatabase({ file: place.file, from, kept });
    expect([valuesIn(place), valuesIn(place, kept), valuesIn(place, from)]).toEqual([
      ['old'],
      ['new', 'old'],
      ['old'],
    ]);
    await (await place.open()).close();
  });

  it('works where there is no database, and over a damaged one', async () => {
    using place = new DatabaseFile();
    const { from, kept } = await withBackup(place);
    using elsewhere = new DatabaseFile();
    await restoreDatabase({ file: elsewhere.file, from, kept: `${elsewhere.file}.kept` });
    expect(valuesIn(elsewhere)).toEqual(['old']);
    writeFileSync(place.file, 'no database at all\n'.repeat(100));
    await restoreDatabase({ file: place.file, from, kept });
    expect(valuesIn(place)).toEqual(['old']);
    expect(readFileSync(kept, 'utf8')).toContain('no database at all');
  });

  it.each<[string, string, (from: string, place: DatabaseFile) => void]>([
    ['a damaged backup', 'bad-backup', (from) => writeFileSync(from, 'nonsense\n'.repeat(200))],
    [
      'a backup of a newer program',
      'database-newer',
      (from, place) =>
        place.directly(
          (connection) =>
            connection.exec(
              "INSERT INTO __drizzle_migrations (hash, created_at) VALUES ('f', 99999999999999)",
            ),
          from,
        ),
    ],
    [
      'a database of another program',
      'bad-backup',
      (from, place) => {
        rmSync(from);
        place.directly((connection) => connection.exec('CREATE TABLE theirs (x)'), from);
      },
    ],
    [
      'a database of another program that keeps its tables with the same tool',
      'bad-backup',
      (from, place) => {
        rmSync(from);
        place.directly(
          (connection) =>
            connection.exec(
              `CREATE TABLE __drizzle_migrations (id, hash, created_at); CREATE TABLE theirs (x);
               INSERT INTO __drizzle_migrations VALUES (1, 'f', 1)`,
            ),
          from,
        );
      },
    ],
    [
      'a pipe, which would be waited for',
      'no-backup',
      (from) => {
        rmSync(from);
        execFileSync('mkfifo', [from]);
      },
    ],
    ['an empty file', 'bad-backup', (from) => writeFileSync(from, '')],
  ])('refuses %s and changes nothing', async (_, code, damage) => {
    using place = new DatabaseFile();
    const { from, kept } = await withBackup(place);
    damage(from, place);
    await expect(restoreDatabase({ file: place.file, from, kept })).rejects.toMatchObject({
      name: 'StartError',
      code,
    });
    expect([valuesIn(place), existsSync(kept)]).toEqual([['new', 'old'], false]);
  });

  it('makes a database only its owner may read, and leaves nothing else behind', async () => {
    using place = new DatabaseFile();
    const { from, kept } = await withBackup(place);
    chmodSync(from, 0o644);
    // What an earlier restore left when it was killed.
    writeFileSync(`${place.file}.incoming`, 'half a copy');
    writeFileSync(`${place.file}.incoming-wal`, 'and its log');
    await restoreDatabase({ file: place.file, from, kept });
    expect(statSync(place.file).mode & 0o777).toBe(0o600);
    expect(valuesIn(place)).toEqual(['old']);
    const parts = readdirSync(place.folder).filter((name) => name.startsWith('sentinel.db'));
    expect(parts.sort()).toEqual(['sentinel.db', 'sentinel.db.kept']);
  });

  describe('interrupted', () => {
    afterEach(() => {
      vi.restoreAllMocks();
      syncBuiltinESMExports();
    });

    /** Lets nothing be renamed, linked or removed from the given call on, as if the process were gone. */
    function dieAt(call: number): void {
      let calls = 0;
      for (const name of ['renameSync', 'linkSync', 'copyFileSync', 'rmSync'] as const) {
        const real = fs[name] as (...args: unknown[]) => void;
        vi.spyOn(fs, name).mockImplementation((...args: unknown[]) => {
          calls += 1;
          if (calls >= call) throw new Error('gone');
          real(...args);
        });
      }
      syncBuiltinESMExports();
    }

    it.each(Array.from({ length: 20 }, (_, index) => index + 1))(
      'at step %i there is still a complete database',
      async (step) => {
        using place = new DatabaseFile();
        const { from, kept } = await withBackup(place);
        dieAt(step);
        const outcome = await restoreDatabase({ file: place.file, from, kept }).catch(String);
        vi.restoreAllMocks();
        syncBuiltinESMExports();
        const whole = outcome === undefined ? [['old']] : [['old'], ['new', 'old']];
        expect(whole).toContainEqual(valuesIn(place));
        await restoreDatabase({ file: place.file, from, kept: `${kept}.again` });
        expect(valuesIn(place)).toEqual(['old']);
      },
    );

    it('without links in the file system the former database is copied', async () => {
      using place = new DatabaseFile();
      const { from, kept } = await withBackup(place);
      vi.spyOn(fs, 'linkSync').mockImplementation(() => {
        throw new Error('operation not permitted');
      });
      syncBuiltinESMExports();
      await restoreDatabase({ file: place.file, from, kept });
      expect([valuesIn(place), valuesIn(place, kept)]).toEqual([['old'], ['new', 'old']]);
      expect(statSync(kept).mode & 0o777).toBe(0o600);
    });
  });

  it('refuses a backup that is not there', async () => {
    using place = new DatabaseFile();
    const { kept } = await withBackup(place);
    const from = join(place.folder, 'nothing.db');
    await expect(restoreDatabase({ file: place.file, from, kept })).rejects.toMatchObject({
      code: 'no-backup',
    });
  });

  it('refuses while a server has the database open, and not afterwards', async () => {
    using place = new DatabaseFile();
    const { from, kept } = await withBackup(place);
    const db = await place.open();
    expect(() => requireUnusedDatabase(place.file)).toThrow(/The server is running/);
    await expect(restoreDatabase({ file: place.file, from, kept })).rejects.toMatchObject({
      code: 'server-running',
    });
    await put(db, 'c', 'still works');
    await db.close();
    requireUnusedDatabase(place.file);
    expect(valuesIn(place)).toEqual(['new', 'old', 'still works']);
  });
});

describe('reassign', () => {
  async function withTwoModes(place: DatabaseFile): Promise<void> {
    const db = await place.open();
    await put(db, 'timezone', 'Europe/London');
    await put(db, 'site', 'Shop');
    await put(db, 'timezone', 'UTC', 'org_clerk');
    await db.write(async (tx) => {
      tx.insert(cameraNodes)
        .values({ nodeId: 'aaaaaaaa', orgId: 'org_1', apiKeyHash: 'hash', name: 'Yard', createdAt: NOW })
        .run();
      tx.insert(users)
        .values({
          id: 'u1',
          orgId: 'org_1',
          email: 'a@example.com',
          name: 'A',
          role: 'admin',
          passwordHash: 'x',
          createdAt: NOW,
        })
        .run();
    });
    await db.close();
  }

  it('lists every organization that owns rows', async () => {
    using place = new DatabaseFile();
    await withTwoModes(place);
    expect(new Map(organizationsInDatabase(place.file))).toEqual(
      new Map([
        ['org_1', 4],
        ['org_clerk', 1],
      ]),
    );
  });

  it('moves the data, leaves accounts, keeps settings the target already has', async () => {
    using place = new DatabaseFile();
    await withTwoModes(place);
    expect(reassignOrganization(place.file, 'org_1', 'org_clerk')).toBe(2);
    const rows = place.directly((connection) => ({
      nodes: connection.prepare('SELECT org_id FROM camera_nodes').pluck().all(),
      accounts: connection.prepare('SELECT org_id FROM users').pluck().all(),
      settings: connection
        .prepare("SELECT key || '=' || value FROM settings WHERE org_id = 'org_clerk' ORDER BY 1")
        .pluck()
        .all(),
    }));
    expect(rows).toEqual({
      nodes: ['org_clerk'],
      accounts: ['org_1'],
      settings: ['site=Shop', 'timezone=UTC'],
    });
  });

  it('moving what is not there moves nothing', async () => {
    using place = new DatabaseFile();
    await withTwoModes(place);
    expect(reassignOrganization(place.file, 'org_nobody', 'org_clerk')).toBe(0);
  });
});
