import { mkdirSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { backupName } from '../../../server/backups/backup-files.ts';
import { BackupKeeper } from '../../../server/backups/backup-keeper.ts';
import { createLogger } from '../../../server/log.ts';
import { startTestServer } from '../../support/test-server.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { DatabaseFile } from '../db/database-file.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** A keeper over a real database; `told` are the failures administrators hear of. */
async function keeperOver(place: DatabaseFile, hour = 3) {
  const clock = new FakeClock();
  const db = await place.open();
  await db.close();
  const told: string[] = [];
  const schedule = { enabled: true, hour };
  const keeper = new BackupKeeper({
    dataDir: place.folder,
    databaseFile: place.file,
    clock,
    log: createLogger('silent'),
    schedule: async () => schedule,
    onFailure: async ({ message }) => void told.push(message),
  });
  return { keeper, clock, told, schedule };
}

const files = (keeper: BackupKeeper): string[] => readdirSync(keeper.folder).toSorted();

describe('scheduled backups', { timeout: 30_000 }, () => {
  it('one a day, however often it is looked', async () => {
    using place = new DatabaseFile();
    const { keeper, clock } = await keeperOver(place);
    for (let hour = 0; hour < 48; hour += 1) {
      await keeper.runDue();
      clock.advance(HOUR_MS);
    }
    // The first at once, for the night before; then each at its hour.
    expect(files(keeper)).toHaveLength(3);
    expect(files(keeper).every((name) => name.startsWith('sentinel-scheduled-2026-03-'))).toBe(true);
  });

  it('none while switched off', async () => {
    using place = new DatabaseFile();
    const { keeper, schedule } = await keeperOver(place);
    schedule.enabled = false;
    await keeper.runDue();
    mkdirSync(keeper.folder, { recursive: true });
    expect(files(keeper)).toEqual([]);
  });

  it('old ones go once the new one is there, those made by hand stay', async () => {
    using place = new DatabaseFile();
    const { keeper, clock } = await keeperOver(place);
    mkdirSync(keeper.folder, { recursive: true });
    for (let ago = 1; ago <= 60; ago += 1) {
      const at = new Date(clock.now().getTime() - ago * DAY_MS);
      for (const kind of ['scheduled', 'manual'] as const)
        writeFileSync(join(keeper.folder, backupName(kind, at)), '');
    }
    await keeper.runDue();
    const left = files(keeper);
    expect(left.filter((name) => name.includes('scheduled'))).toHaveLength(11);
    expect(left.filter((name) => !name.includes('scheduled'))).toHaveLength(60);
  });

  it('a failure is told once a day, tried again after an hour, and deletes no older one', async () => {
    using place = new DatabaseFile();
    const { keeper, clock, told } = await keeperOver(place);
    await keeper.runDue();
    const [first] = files(keeper);
    const bytes = statSync(place.file).size;
    writeFileSync(place.file, 'x'.repeat(bytes));
    clock.advance(DAY_MS);
    await expect(keeper.runDue()).rejects.toThrow();
    expect(keeper.failure).toMatchObject({ message: expect.stringContaining('npm run doctor') });
    await keeper.runDue();
    expect(told).toHaveLength(1);
    clock.advance(HOUR_MS);
    await expect(keeper.runDue()).rejects.toThrow();
    expect(told).toHaveLength(1);
    clock.advance(DAY_MS);
    await expect(keeper.runDue()).rejects.toThrow();
    expect(told).toHaveLength(2);
    expect(files(keeper)).toEqual([first]);
    // Put right, the next turn succeeds and the warning ends.
    expect((await keeper.warnings()).map(({ code }) => code)).toEqual(['backup_failed']);
    rmSync(place.file);
    await (await place.open()).close();
    clock.advance(HOUR_MS);
    await keeper.runDue();
    expect([keeper.failure, await keeper.warnings()]).toEqual([undefined, []]);
  });

  it('a folder that cannot be used is told of too, and the page that warns still answers', async () => {
    using place = new DatabaseFile();
    const { keeper, told } = await keeperOver(place);
    writeFileSync(keeper.folder, 'a file where the folder should be');
    expect(await keeper.warnings()).toEqual([]);
    await expect(keeper.runDue()).rejects.toThrow();
    expect(keeper.failure).toMatchObject({ reason: 'folder_unusable' });
    expect(told).toHaveLength(1);
    expect((await keeper.warnings()).map(({ code }) => code)).toEqual(['backup_failed']);
  });

  it('copies that a killed process left half made go after a day, those being made stay', async () => {
    using place = new DatabaseFile();
    const { keeper, clock } = await keeperOver(place);
    mkdirSync(keeper.folder, { recursive: true });
    const leave = (name: string, agoMs: number): void => {
      const at = new Date(clock.now().getTime() - agoMs);
      writeFileSync(join(keeper.folder, name), 'half');
      utimesSync(join(keeper.folder, name), at, at);
    };
    leave('sentinel-2026-02-01T03-00-00-000Z.db.partial', 2 * DAY_MS);
    leave('sentinel-2026-02-01T03-00-00-000Z.db.partial-journal', 2 * DAY_MS);
    leave('usb.db.partial', HOUR_MS);
    leave('notes.partial', 9 * DAY_MS);
    const { name } = await keeper.backUp('manual');
    expect(files(keeper)).toEqual(['notes.partial', name, 'usb.db.partial'].toSorted());
  });

  it('wanted but three days old is a warning', async () => {
    using place = new DatabaseFile();
    const { keeper, clock, schedule } = await keeperOver(place);
    await keeper.runDue();
    clock.advance(3 * DAY_MS - 1);
    expect(await keeper.warnings()).toEqual([]);
    clock.advance(1);
    expect((await keeper.warnings()).map(({ code }) => code)).toEqual(['backup_stale']);
    schedule.enabled = false;
    expect(await keeper.warnings()).toEqual([]);
  });

  it('a stop ends the one under way, which is no failure and leaves no backup', async () => {
    using place = new DatabaseFile();
    const { keeper, told } = await keeperOver(place);
    const running = keeper.runDue();
    const other = keeper.backUp('manual').catch((error: unknown) => error);
    await keeper.stop();
    await running;
    expect(await other).toMatchObject({ code: 'stopping' });
    expect([told, keeper.failure]).toEqual([[], undefined]);
    mkdirSync(keeper.folder, { recursive: true });
    expect(files(keeper).filter((name) => name.endsWith('.db'))).toEqual([]);
  });
});

describe('administrators', { timeout: 30_000 }, () => {
  it('are told of a restore that could not be put in place, and the server runs with what it had', async () => {
    using place = new DatabaseFile();
    {
      await using server = await startTestServer({ dataDir: place.folder });
      await server.owner();
    }
    writeFileSync(`${place.file}.restore-staged`, 'not what was staged\n'.repeat(300));
    await using server = await startTestServer({ dataDir: place.folder });
    const notices = place.directly((connection) =>
      connection.prepare(`SELECT title, audience FROM notifications WHERE kind = 'backup_failed'`).all(),
    );
    expect(notices).toEqual([{ title: 'The backup was not restored', audience: 'admin' }]);
    expect((await server.anonymous.get('/api/auth/config')).json()).toMatchObject({ setup_required: false });
    expect(readdirSync(place.folder).filter((name) => name.includes('.restore-'))).toEqual([]);
  });
});
