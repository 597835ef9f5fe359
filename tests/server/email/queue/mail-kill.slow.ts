import { it } from 'vitest';
import { temporaryFolder } from '../../../support/test-config.ts';
import { mailKillRounds } from './mail-kill-rounds.ts';

it('thirty kills in the middle of sending lose no mail and deliver none twice', async () => {
  using folder = temporaryFolder();
  await mailKillRounds(folder.path, { rounds: 30, seed: 'thirty' });
}, 180_000);
