import { dialog, shell } from 'electron';
import { writeFileSync } from 'node:fs';
import { PRODUCT_NAME } from '../app/product.ts';
import type { ServiceAction } from './service-plan.ts';

interface Words {
  readonly message: string;
  readonly detail: string;
  readonly button: string;
}

const NEXT = 'The system asks for an administrator next.';

const WORDS: Readonly<Record<ServiceAction, Words>> = {
  install: {
    message: 'Run before anyone signs in?',
    detail:
      'Live video pauses until this is done. Then the server runs under an account of its own, from when the computer ' +
      'starts. All data moves to a folder that only this account and administrators can read; people keep using the ' +
      `dashboard. Settings from the environment or a file .env are not taken along.\n\n${NEXT}`,
    button: 'Switch on',
  },
  remove: {
    message: 'No longer run before anyone signs in?',
    detail:
      'Live video pauses until this is done. Then all data is yours again, and the server runs while you are signed in ' +
      `and this program is open.\n\n${NEXT}`,
    button: 'Switch off',
  },
  restart: {
    message: 'Restart the server?',
    detail: `Live video pauses until this is done.\n\n${NEXT}`,
    button: 'Restart',
  },
};

/** Asks before anything is done with more rights; the whole script can be read first. `file` is where it is written. */
export async function agreesTo(action: ServiceAction, script: string, file: string): Promise<boolean> {
  const { message, detail, button } = WORDS[action];
  for (;;) {
    const { response } = await dialog.showMessageBox({
      type: 'question',
      title: PRODUCT_NAME,
      message,
      detail,
      buttons: [button, 'Show the script', 'Cancel'],
      defaultId: 0,
      cancelId: 2,
      noLink: true,
    });
    if (response !== 1) return response === 0;
    writeFileSync(file, script, { mode: 0o600 });
    await shell.openPath(file);
  }
}
