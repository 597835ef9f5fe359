import { it } from 'vitest';
import { temporaryFolder } from '../support/test-config.ts';
import { killRounds } from './kill-rounds.ts';

it('a server killed 50 times amid registrations, rotations and settings leaves a whole database and no half change', async () => {
  using folder = temporaryFolder();
  await killRounds(folder.path, 50, 'slow');
}, 420_000);
