import { it } from 'vitest';
import { temporaryFolder } from '../support/test-config.ts';
import { killRounds } from '../hostile/kill-rounds.ts';

it.each(['first', 'second'])(
  'a hundred kills at random moments leave a whole database and no half change (%s)',
  async (seed) => {
    using folder = temporaryFolder();
    await killRounds(folder.path, 100, seed);
  },
);
