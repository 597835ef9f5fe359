import { join, resolve } from 'node:path';
import { systemClock } from '../clock.ts';
import { loadConfigFromProcess } from '../config/env.ts';
import { backUpDatabase, requireUnusedDatabase, restoreDatabase } from '../db/backup.ts';
import { organizationsInDatabase, reassignOrganization } from '../db/organizations.ts';
import { StartError } from '../start-error.ts';
import { textOption, type Command } from './command.ts';

function stamp(): string {
  return systemClock.now().toISOString().replaceAll(/[:.]/g, '-');
}

export const backup: Command = {
  summary: 'Copy the database, also while the server runs',
  options: { to: { type: 'string' } },
  run: async (options) => {
    const { config } = loadConfigFromProcess();
    const target = resolve(
      textOption(options, 'to') ?? join(config.dataDir, 'backups', `sentinel-${stamp()}.db`),
    );
    await backUpDatabase(config.databaseFile, target);
    process.stdout.write(`Backup written to ${target}\n`);
  },
};

export const restore: Command = {
  summary: 'Put a backup in place of the database; the server must be stopped',
  options: { from: { type: 'string' } },
  run: async (options) => {
    const { config } = loadConfigFromProcess();
    const from = textOption(options, 'from');
    if (from === undefined) throw new StartError('Name the backup: npm run restore -- --from FILE', 'usage');
    const kept = `${config.databaseFile}.before-restore-${stamp()}`;
    await restoreDatabase({ file: config.databaseFile, from: resolve(from), kept });
    process.stdout.write(`Restored. What was there before, if anything, is kept as ${kept}\n`);
  },
};

export const reassign: Command = {
  summary: 'Move all data to another organization id after changing how people sign in',
  options: { from: { type: 'string' }, to: { type: 'string' } },
  run: async (options) => {
    const { config } = loadConfigFromProcess();
    requireUnusedDatabase(config.databaseFile);
    const known = organizationsInDatabase(config.databaseFile);
    const from = textOption(options, 'from');
    const to = textOption(options, 'to');
    if (from === undefined || to === undefined || !known.has(from)) {
      const list = [...known].map(([id, rows]) => `  ${id} (${rows} rows)`).join('\n');
      throw new StartError(
        `Say what to move: npm run reassign-organization -- --from ID --to ID\nOrganizations with data:\n${list}`,
        'usage',
      );
    }
    await backUpDatabase(config.databaseFile, `${config.databaseFile}.before-reassign-${stamp()}`);
    const moved = reassignOrganization(config.databaseFile, from, to);
    process.stdout.write(`Moved ${moved} rows from ${from} to ${to}\n`);
  },
};
