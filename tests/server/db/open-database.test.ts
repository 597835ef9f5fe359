import { chmodSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sql } from '../../../server/db/drizzle.ts';
import { openDatabase } from '../../../server/db/open-database.ts';
import { settings } from '../../../server/db/schema/organization.ts';
import { createLogger } from '../../../server/log.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { DatabaseFile } from './database-file.ts';

const JOURNAL = '__drizzle_migrations';
const NOW = new Date('2026-03-01T12:00:00Z');

async function filled(place: DatabaseFile, rows = 400): Promise<void> {
  const db = await place.open();
  await db.write(async (tx) => {
    for (let i = 0; i < rows; i += 1)
      tx.insert(settings)
        .values({ orgId: 'org_1', key: `k${i}`, value: 'v'.repeat(400), updatedAt: NOW })
        .run();
  });
  await db.close();
}

const copies = (place: DatabaseFile): string[] =>
  readdirSync(place.folder).filter(
    (name) => name.includes('.before-migration-') && !/-(wal|shm)$/.test(name),
  );

/** Overwrites the middle of the file, as a failing disk does. */
function spoil(file: string, from = 0.3): void {
  const bytes = readFileSync(file);
  const start = Math.floor(bytes.length * from);
  bytes.fill(0xa5, start, start + 40_000);
  writeFileSync(file, bytes);
}

describe('opening', () => {
  it('a new database gets its tables, no copy, and its settings', async () => {
    using place = new DatabaseFile();
    const db = await place.open();
    expect(db.read.get<{ journal_mode: string }>(sql`PRAGMA journal_mode`)?.journal_mode).toBe('wal');
    expect(db.read.get<{ foreign_keys: number }>(sql`PRAGMA foreign_keys`)?.foreign_keys).toBe(1);
    await db.write(async (tx) => {
      expect(tx.get<{ foreign_keys: number }>(sql`PRAGMA foreign_keys`)?.foreign_keys).toBe(1);
      expect(tx.get<{ synchronous: number }>(sql`PRAGMA synchronous`)?.synchronous).toBe(1);
    });
    await db.close();
    expect(place.tables()).toEqual(
      expect.arrayContaining(['users', 'camera_nodes', 'cameras', 'settings', JOURNAL]),
    );
    expect(copies(place)).toEqual([]);
  });

  it('makes its folder, for this user only', async () => {
    using place = new DatabaseFile();
    const file = join(place.folder, 'a', 'b', 'sentinel.db');
    const db = await openDatabase({ file, log: createLogger('silent'), clock: new FakeClock() });
    await db.close();
    expect(statSync(dirname(file)).mode & 0o077).toBe(0);
  });

  it('the file, its log and the copy before a migration are readable for this user only', async () => {
    using place = new DatabaseFile();
    place.directly((connection) => connection.exec('CREATE TABLE legacy (word TEXT)'));
    chmodSync(place.file, 0o644);
    const db = await place.open();
    await db.write(async (tx) => {
      tx.insert(settings).values({ orgId: 'org_1', key: 'k', value: 'v', updatedAt: NOW }).run();
    });
    const names = ['sentinel.db', 'sentinel.db-wal', 'sentinel.db-shm', ...copies(place)];
    const modes = names.map((name) => statSync(join(place.folder, name)).mode & 0o777);
    await db.close();
    expect(modes).toEqual([0o600, 0o600, 0o600, 0o600]);
    using fresh = new DatabaseFile();
    await (await fresh.open()).close();
    expect(statSync(fresh.file).mode & 0o777).toBe(0o600);
  });

  it('the log left by an unclean stop is taken from everybody else too', async () => {
    using place = new DatabaseFile();
    const crashed = await place.open();
    chmodSync(`${place.file}-wal`, 0o644);
    const next = await place.open();
    expect(statSync(`${place.file}-wal`).mode & 0o777).toBe(0o600);
    await next.close();
    await crashed.close();
  });

  it('the reading connection cannot write', async () => {
    using place = new DatabaseFile();
    const db = await place.open();
    expect(() => db.read.run(sql`DELETE FROM settings`)).toThrow();
    await db.close();
  });

  it('rest 108: opening again changes nothing and copies nothing', async () => {
    using place = new DatabaseFile();
    await filled(place, 3);
    const before = place.tables();
    const db = await place.open();
    expect(db.read.select().from(settings).all()).toHaveLength(3);
    await db.close();
    expect([place.tables(), copies(place)]).toEqual([before, []]);
  });

  it('rest 108: before tables change the file is copied, with what the write-ahead log held', async () => {
    using place = new DatabaseFile();
    place.directly((connection) => {
      connection.pragma('journal_mode = WAL');
      connection.exec('CREATE TABLE legacy (word TEXT)');
      connection.prepare('INSERT INTO legacy VALUES (?)').run('kept');
    });
    const db = await place.open();
    await db.close();
    const [copy = '', ...more] = copies(place);
    expect([copy, more]).toEqual(['sentinel.db.before-migration-2026-03-01T12-00-00-000Z', []]);
    const copied = join(place.folder, copy);
    expect(place.tables(copied)).toEqual(['legacy']);
    expect(
      place.directly((connection) => connection.prepare('SELECT word FROM legacy').pluck().get(), copied),
    ).toBe('kept');
    expect(place.tables()).toEqual(expect.arrayContaining(['legacy', 'users', JOURNAL]));
    expect(place.logLines.join('')).toContain('Copied the database before changing its tables');
  });

  it('rest 108: a migration that fails leaves every table as it was', async () => {
    using place = new DatabaseFile();
    place.directly((connection) =>
      connection.exec('CREATE TABLE settings (mine TEXT); CREATE TABLE legacy (word TEXT)'),
    );
    await expect(place.open()).rejects.toThrow();
    expect(place.tables().filter((name) => name !== JOURNAL)).toEqual(['legacy', 'settings']);
    await expect(place.open()).rejects.toThrow();
  });

  it('a database of a newer program is refused untouched', async () => {
    using place = new DatabaseFile();
    await filled(place, 3);
    place.directly((connection) =>
      connection.prepare(`INSERT INTO ${JOURNAL} (hash, created_at) VALUES ('future', 99999999999999)`).run(),
    );
    const before = readFileSync(place.file);
    await expect(place.open()).rejects.toMatchObject({ name: 'StartError', code: 'database-newer' });
    await expect(place.open()).rejects.toThrow(/written by a newer version.*Install that version again/);
    expect(readFileSync(place.file).equals(before)).toBe(true);
    expect(copies(place)).toEqual([]);
  });
});

describe('after an unclean stop', () => {
  const CHECKED = 'The last stop was not a clean one; checking the database';

  it('a clean stop leaves no mark, so that the next start is quick', async () => {
    using place = new DatabaseFile();
    await filled(place, 3);
    expect(readdirSync(place.folder)).toEqual(['sentinel.db']);
    await (await place.open()).close();
    expect(place.logLines.join('')).not.toContain(CHECKED);
  });

  it('the file is checked, and is marked while it is open', async () => {
    using place = new DatabaseFile();
    await filled(place, 3);
    const crashed = await place.open();
    expect(existsSync(`${place.file}.running`)).toBe(true);
    const next = await place.open();
    expect(place.logLines.join('')).toContain(CHECKED);
    await next.close();
    await crashed.close();
    expect(existsSync(`${place.file}.running`)).toBe(false);
  });

  it('pages that are damaged are found and the start is refused, the file untouched', async () => {
    using place = new DatabaseFile();
    await filled(place);
    spoil(place.file);
    writeFileSync(`${place.file}.running`, '');
    const before = readFileSync(place.file);
    const refusal = await place.open().catch((error: unknown) => error);
    expect(refusal).toMatchObject({ name: 'StartError', code: 'database-damaged' });
    expect(String(refusal)).toMatch(/Nothing was changed.*npm run restore.*--move-aside-damaged-database/);
    expect(readFileSync(place.file).equals(before)).toBe(true);
  });
});

describe('files that are no database', () => {
  it.each<[string, (file: string) => void]>([
    ['text', (file) => writeFileSync(file, 'not a database, but long enough to look at\n'.repeat(50))],
    ['a damaged first page', (file) => spoil(file, 0)],
    ['a cut file', (file) => writeFileSync(file, readFileSync(file).subarray(0, 5000))],
  ])('%s is refused with a clear sentence, untouched', async (_, damage) => {
    using place = new DatabaseFile();
    await filled(place);
    damage(place.file);
    const before = readFileSync(place.file);
    await expect(place.open()).rejects.toMatchObject({ name: 'StartError', code: 'database-damaged' });
    expect(readFileSync(place.file).equals(before)).toBe(true);
  });

  it('an empty file is a new database', async () => {
    using place = new DatabaseFile();
    writeFileSync(place.file, '');
    await (await place.open()).close();
    expect(place.tables()).toContain('users');
  });
});
