import { dialog } from 'electron';
import { texts } from '../texts/texts.ts';
import { describePortFailure, type StartFailure } from './start-failure.ts';

type Choice = 'port' | 'again' | 'logs' | 'quit';

/** The choices of a failure, in the order of their buttons. */
export function choicesFor(
  failure: StartFailure,
): readonly { readonly choice: Choice; readonly label: string }[] {
  const { quit, startFailure: say } = texts();
  const first =
    failure.kind === 'port'
      ? ({ choice: 'port', label: say.choosePort } as const)
      : ({ choice: 'again', label: say.tryAgain } as const);
  return [first, { choice: 'logs', label: say.showLogs }, { choice: 'quit', label: quit }];
}

async function askWhatNext(failure: StartFailure, signal: AbortSignal): Promise<Choice> {
  const choices = choicesFor(failure);
  const { response } = await dialog.showMessageBox({
    type: 'error',
    title: texts().startFailure.title,
    message: failure.message,
    detail: failure.detail,
    buttons: choices.map(({ label }) => label),
    defaultId: 0,
    cancelId: choices.length - 1,
    noLink: true,
    signal,
  });
  return choices[response]?.choice ?? 'quit';
}

export interface StartDialogDeps {
  /** Tries to start; answers why not, or undefined when the server runs. */
  readonly start: () => Promise<StartFailure | undefined>;
  /** Whether it runs by now: it can also be started from the menu while the question is open. */
  readonly runs: () => boolean;
  readonly moveToFreePort: () => Promise<void>;
  readonly showLogs: () => Promise<void>;
  /** How often it is tried meanwhile, for a computer that nobody sits at (ms). */
  readonly tryEveryMs?: number;
}

const TRY_EVERY_MS = 30_000;
/** Looks whether the question is still worth asking (ms). */
const LOOK_EVERY_MS = 500;

async function movedAndStarted({
  moveToFreePort,
  start,
}: StartDialogDeps): Promise<StartFailure | undefined> {
  try {
    await moveToFreePort();
  } catch (error) {
    return describePortFailure(error);
  }
  return start();
}

/** Asks, and tries again by itself meanwhile; the question goes when the server runs. */
async function askMeanwhile(failure: StartFailure, deps: StartDialogDeps): Promise<Choice> {
  const answered = new AbortController();
  const looks = setInterval(() => {
    if (deps.runs()) answered.abort();
  }, LOOK_EVERY_MS);
  const tries = setInterval(() => void deps.start(), deps.tryEveryMs ?? TRY_EVERY_MS);
  try {
    return await askWhatNext(failure, answered.signal);
  } finally {
    clearInterval(looks);
    clearInterval(tries);
  }
}

/** Asks what to do while the server does not run, and does it. False when the person gives up. */
export async function askUntilItRuns(
  first: StartFailure | undefined,
  deps: StartDialogDeps,
): Promise<boolean> {
  let failure = first;
  while (failure !== undefined) {
    const choice = await askMeanwhile(failure, deps);
    if (deps.runs()) return true;
    if (choice === 'quit') return false;
    if (choice === 'logs') await deps.showLogs();
    else failure = choice === 'port' ? await movedAndStarted(deps) : await deps.start();
  }
  return true;
}
