import { dialog } from 'electron';
import type { StartFailure } from './start-failure.ts';

type Choice = 'port' | 'again' | 'logs' | 'quit';

/** The choices of a failure, in the order of their buttons. */
export function choicesFor(
  failure: StartFailure,
): readonly { readonly choice: Choice; readonly label: string }[] {
  const first =
    failure.kind === 'port'
      ? ({ choice: 'port', label: 'Choose another port' } as const)
      : ({ choice: 'again', label: 'Try again' } as const);
  return [first, { choice: 'logs', label: 'Show logs' }, { choice: 'quit', label: 'Quit' }];
}

async function askWhatNext(failure: StartFailure): Promise<Choice> {
  const choices = choicesFor(failure);
  const { response } = await dialog.showMessageBox({
    type: 'error',
    title: 'The server is not running',
    message: failure.message,
    detail: failure.detail,
    buttons: choices.map(({ label }) => label),
    defaultId: 0,
    cancelId: choices.length - 1,
    noLink: true,
  });
  return choices[response]?.choice ?? 'quit';
}

export interface StartDialogDeps {
  /** Tries to start; answers why not, or undefined when the server runs. */
  readonly start: () => Promise<StartFailure | undefined>;
  readonly moveToFreePort: () => Promise<void>;
  readonly showLogs: () => Promise<void>;
}

/** Starts the server and, while it does not, asks what to do. False when the person gives up. */
export async function startOrAsk(deps: StartDialogDeps): Promise<boolean> {
  let failure = await deps.start();
  while (failure !== undefined) {
    const choice = await askWhatNext(failure);
    if (choice === 'quit') return false;
    if (choice === 'logs') {
      await deps.showLogs();
      continue;
    }
    if (choice === 'port') await deps.moveToFreePort();
    failure = await deps.start();
  }
  return true;
}
