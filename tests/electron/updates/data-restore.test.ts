import fs, { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { restoreData } from '../../../electron/updates/trial/data-restore.ts';
import type { UpdateRecord } from '../../../electron/updates/trial/update-record.ts';
import { sha512Of } from '../../../electron/updates/update-source.ts';
import { lockDataDirectory } from '../../../server/config/data-lock.ts';
import { temporaryFolder } from '../../support/test-config.ts';

let folder = temporaryFolder();
beforeEach(() => (folder = temporaryFolder()));
afterEach(() => {
  vi.restoreAllMocks();
  syncBuiltinESMExports();
  folder[Symbol.dispose]();
});

const at = (name: string): string => join(folder.path, name);
const read = (name: string): string => readFileSync(at(name), 'utf8');
const place = () => ({ dataDir: folder.path, databaseFile: at('sentinel.db') });

/** What a failed version left, and the backup from before it. */
async function failed(): Promise<UpdateRecord> {
  writeFileSync(at('sentinel.db'), 'changed');
  writeFileSync(at('sentinel.db-wal'), 'its log');
  writeFileSync(at('backup.db'), 'as it was');
  const backup = { file: at('backup.db'), sha512: await sha512Of(at('backup.db')) };
  return { from: '0.1.0', to: '0.2.0', stage: 'going-back', starts: 1, backup, kept: null };
}

/** Makes calls of the file system fail with a code. */
function failing(target: object, name: string, code: string): void {
  vi.spyOn(target as Record<string, () => unknown>, name).mockImplementation(() => {
    throw Object.assign(new Error(code), { code });
  });
  syncBuiltinESMExports();
}

function expectRestored(): void {
  expect(read('sentinel.db')).toBe('as it was');
  expect(existsSync(at('sentinel.db-wal'))).toBe(false);
  expect(read('sentinel.db.failed-update-0.2.0')).toBe('changed');
  expect(read('sentinel.db.failed-update-0.2.0-wal')).toBe('its log');
  expect(existsSync(at('sentinel.db.going-back'))).toBe(false);
}

describe('data after a failed update', () => {
  it('are byte by byte the backup, which stays, as does what the failed version left', async () => {
    expect(await restoreData(place(), await failed())).toBe(true);
    expectRestored();
    expect(read('backup.db')).toBe('as it was');
  });

  it('are put back on a full disk too: then the backup itself takes the place', async () => {
    const record = await failed();
    failing(fs.promises, 'copyFile', 'ENOSPC');
    expect(await restoreData(place(), record)).toBe(true);
    expectRestored();
    expect(existsSync(at('backup.db'))).toBe(false);
    // Interrupted before that was noted, the next start finds it done.
    expect(await restoreData(place(), record)).toBe(true);
    expectRestored();
  });

  it('are copied where the file system has no links', async () => {
    const record = await failed();
    failing(fs, 'linkSync', 'EPERM');
    expect(await restoreData(place(), record)).toBe(true);
    expectRestored();
  });

  it.each(['renameSync', 'linkSync', 'fsyncSync'] as const)(
    'interrupted at %s are whole, and the next start ends it',
    async (name) => {
      const record = await failed();
      if (name === 'linkSync') failing(fs, 'copyFileSync', 'EIO');
      failing(fs, name, 'EIO');
      await expect(restoreData(place(), record)).rejects.toThrow('EIO');
      expect(read('sentinel.db')).toMatch(/^(changed|as it was)$/);
      vi.restoreAllMocks();
      syncBuiltinESMExports();
      expect(await restoreData(place(), record)).toBe(true);
      expectRestored();
    },
  );

  it('stay as they are when the backup is not what it was, and while a server runs', async () => {
    const record = await failed();
    const lock = lockDataDirectory(folder.path);
    await expect(restoreData(place(), record)).rejects.toMatchObject({ code: 'data-in-use' });
    lock[Symbol.dispose]();
    writeFileSync(at('backup.db'), 'something else');
    expect(await restoreData(place(), record)).toBe(false);
    expect([read('sentinel.db'), read('sentinel.db-wal')]).toEqual(['changed', 'its log']);
    expect(readdirSync(folder.path).filter((name) => name.includes('failed-update'))).toEqual([]);
  });
});
