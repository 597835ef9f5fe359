import { PasswordHasher } from '../auth/passwords/password-hasher.ts';
import { resetPassword as reset } from '../auth/passwords/password-service.ts';
import { systemClock } from '../clock.ts';
import { loadConfigFromProcess } from '../config/env.ts';
import { newPassword } from '../contract/primitives.ts';
import { openDatabase } from '../db/open-database.ts';
import { createLogger } from '../log.ts';
import { StartError } from '../start-error.ts';
import { textOption, type Command } from './command.ts';

/** The way back in for an owner who forgot the password: whoever may run this on the machine owns it anyway. */
export const resetPassword: Command = {
  summary: 'Set a new password for the owner, or for the account named by --email',
  options: { email: { type: 'string' }, password: { type: 'string' } },
  run: async (options) => {
    const { config } = loadConfigFromProcess();
    const email = textOption(options, 'email');
    const password = textOption(options, 'password');
    const checked = password === undefined ? undefined : newPassword.safeParse(password);
    if (checked?.success === false) throw new StartError(`${checked.error.issues[0]?.message}.`, 'usage');
    const log = createLogger(config.logLevel);
    await using hasher = new PasswordHasher();
    const db = await openDatabase({ file: config.databaseFile, log, clock: systemClock });
    try {
      const done = await reset({ db, clock: systemClock, log, hasher }, { email, password });
      if (done === undefined) {
        throw new StartError(
          email === undefined
            ? 'There is no account yet. Start the server and set it up.'
            : `There is no account with the e-mail ${email}.`,
          'no-account',
        );
      }
      process.stdout.write(
        `Account   ${done.email}\nPassword  ${done.password}\nAll its sessions were ended. Sign in and change the password.\n`,
      );
    } finally {
      await db.close();
    }
  },
};
