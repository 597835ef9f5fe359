import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
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
    await db.close();
    expect(valuesIn(place)).toEqual(['one', 'two']);
  });

  it('of nothing says so', async () => {
    using place = new DatabaseFile();
    const target = join(place.folder, 'copy.db');
    await expect(backUpDatabase(place.file, target)).rejects.toMatchObject({ code: 'no-database' });
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
