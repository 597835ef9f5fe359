import { dialog } from 'electron';
import { texts } from '../texts/texts.ts';

export interface Audience {
  readonly viewers: number;
  readonly cameras: number;
}

/** What ends for whom; undefined when nobody would notice, and no question is worth asking. */
export function quitWarning({ viewers, cameras }: Audience): string | undefined {
  return viewers === 0 && cameras === 0 ? undefined : texts().quitting.warning(viewers, cameras);
}

/** Asks before people are cut off. True when it is all right to stop. */
export async function askToQuit(audience: () => Promise<Audience>): Promise<boolean> {
  const warning = quitWarning(await audience());
  if (warning === undefined) return true;
  const { quit, quitting } = texts();
  const { response } = await dialog.showMessageBox({
    type: 'question',
    title: quit,
    message: quitting.message,
    detail: warning,
    buttons: [quit, quitting.keepRunning],
    defaultId: 1,
    cancelId: 1,
    noLink: true,
  });
  return response === 0;
}
