import { it } from 'vitest';
import { temporaryFolder } from '../support/test-config.ts';
import { killRounds } from './kill-rounds.ts';

it('a server killed 25 times amid registrations, rotations and settings leaves a whole database and no half change', async () => {
  using folder = temporaryFolder();
  await killRounds(folder.path, 25, 'slow');
}, 240_000);
