import { app } from 'electron';
import { pathOfLink } from './deep-links.ts';
import { readLaunch } from './launch.ts';

/**
 * False when this program runs already: then that one has been told to show its window (at the link given to us), and
 * we are to end. Call after the folder of user data is set, because the lock lies there.
 */
export function setupSingleInstance(show: (path: string | undefined) => void): boolean {
  if (!app.requestSingleInstanceLock()) return false;
  app.on('second-instance', (_event, args) => {
    const { link } = readLaunch(args);
    show(link === undefined ? undefined : pathOfLink(link));
  });
  app.on('activate', () => show(undefined));
  // The server serves on without a window. Without this listener Electron would end the program.
  app.on('window-all-closed', () => undefined);
  return true;
}
