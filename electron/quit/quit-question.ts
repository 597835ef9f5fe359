import { dialog } from 'electron';

export interface Audience {
  readonly viewers: number;
  readonly cameras: number;
}

function counted(count: number, one: string, many: string): string {
  return count === 1 ? `1 ${one}` : `${count} ${many}`;
}

/** What ends for whom; undefined when nobody would notice, and no question is worth asking. */
export function quitWarning({ viewers, cameras }: Audience): string | undefined {
  if (viewers === 0 && cameras === 0) return undefined;
  const who = `${counted(viewers, 'viewer', 'viewers')} and ${counted(cameras, 'camera', 'cameras')}`;
  return `Connected now: ${who}. Live video and recording control end until you start the program again.`;
}

/** Asks before people are cut off. True when it is all right to stop. */
export async function askToQuit(audience: () => Promise<Audience>): Promise<boolean> {
  const warning = quitWarning(await audience());
  if (warning === undefined) return true;
  const { response } = await dialog.showMessageBox({
    type: 'question',
    title: 'Quit',
    message: 'Stop the Command Center?',
    detail: warning,
    buttons: ['Quit', 'Keep running'],
    defaultId: 1,
    cancelId: 1,
    noLink: true,
  });
  return response === 0;
}
