import { it } from 'vitest';
import { temporaryFolder } from '../support/test-config.ts';
import { killRounds } from './kill-rounds.ts';

it('a server killed at any moment leaves a whole database and no half change', async () => {
  using folder = temporaryFolder();
  await killRounds(folder.path, 10, 'slow');
}, 180_000);
