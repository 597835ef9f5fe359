import { it } from 'vitest';
import { mailKillRounds } from '../server/email/queue/mail-kill-rounds.ts';
import { temporaryFolder } from '../support/test-config.ts';

it('two hundred kills in the middle of sending lose no mail and deliver none twice', async () => {
  using folder = temporaryFolder();
  await mailKillRounds(folder.path, { rounds: 200, seed: 'two hundred' });
});
