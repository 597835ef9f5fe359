import { statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { backupFolder, backupName, fileStamp } from '../backups/backup-files.ts';
import { systemClock } from '../clock.ts';
import type { Config } from '../config/config.ts';
import { lockDataDirectory } from '../config/data-lock.ts';
import { loadConfigFromProcess } from '../config/env.ts';
import { requireUnmovedData } from '../config/service-record.ts';
import { backUpDatabase, requireUnusedDatabase, restoreDatabase } from '../db/backup.ts';
import { organizationsInDatabase, reassignOrganization } from '../db/organizations.ts';
import { StartError } from '../start-error.ts';
import { textOption, type Command } from './command.ts';

/** Keeps every server away until the work is done. Throws StartError while one runs. */
async function withoutServer(config: Config, work: () => Promise<void>): Promise<void> {
  const { databaseFile, dataDir } = config;
  requireUnmovedData(config);
  requireUnusedDatabase(databaseFile);
  const lock = lockDataDirectory(dataDir);
  try {
    // Once more: whoever moved the data held the lock until it was done.
    requireUnmovedData(config);
    await work();
  } finally {
    lock[Symbol.dispose]();
  }
}

/** A folder, such as a memory stick, takes the backup under the name it would have by itself. */
function backupTarget({ dataDir }: Config, wanted: string | undefined): string {
  const name = backupName('manual', systemClock.now());
  if (wanted === undefined) return join(backupFolder(dataDir), name);
  const target = resolve(wanted);
  return statSync(target, { throwIfNoEntry: false })?.isDirectory() === true ? join(target, name) : target;
}

export const backup: Command = {
  summary: 'Copy the database, also while the server runs',
  options: { to: { type: 'string' } },
  argument: 'to',
  run: async (options) => {
    const { config } = loadConfigFromProcess();
    const target = backupTarget(config, textOption(options, 'to'));
    await backUpDatabase(config.databaseFile, target);
    process.stdout.write(`Backup written to ${target} and checked\n`);
  },
};

export const restore: Command = {
  summary: 'Put a backup in place of the database; the server must be stopped',
  options: { from: { type: 'string' } },
  argument: 'from',
  run: async (options) => {
    const { config } = loadConfigFromProcess();
    const from = textOption(options, 'from');
    if (from === undefined) throw new StartError('Name the backup: npm run restore -- FILE', 'usage');
    const { databaseFile: file } = config;
    const kept = `${file}.before-restore-${fileStamp(systemClock.now())}`;
    await withoutServer(config, () => restoreDatabase({ file, from: resolve(from), kept }));
    process.stdout.write(
      `Restored. What was there before, if anything, is kept as ${kept}\n` +
        'Everybody signs in anew, with the passwords of that time.\n',
    );
  },
};

export const reassign: Command = {
  summary: 'Move all data to another organization id after changing how people sign in',
  options: { from: { type: 'string' }, to: { type: 'string' } },
  run: async (options) => {
    const { config } = loadConfigFromProcess();
    const file = config.databaseFile;
    await withoutServer(config, async () => {
      const known = organizationsInDatabase(file);
      const from = textOption(options, 'from');
      const to = textOption(options, 'to');
      if (from === undefined || to === undefined || !known.has(from)) {
        const list = [...known].map(([id, rows]) => `  ${id} (${rows} rows)`).join('\n');
        throw new StartError(
          `Say what to move: npm run reassign-organization -- --from ID --to ID\nOrganizations with data:\n${list}`,
          'usage',
        );
      }
      await backUpDatabase(file, `${file}.before-reassign-${fileStamp(systemClock.now())}`);
      const moved = reassignOrganization(file, from, to);
      process.stdout.write(`Moved ${moved} rows from ${from} to ${to}\n`);
    });
  },
};
