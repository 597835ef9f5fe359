import { app } from 'electron';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { AutostartPlace } from './autostart.ts';

/** How this very program is started again, and where its start is registered. */
export function thisMachine(environment: NodeJS.ProcessEnv): AutostartPlace {
  const configHome = environment['XDG_CONFIG_HOME'] ?? '';
  // What an AppImage unpacked is gone when the program ends; the image itself stays.
  const image = environment['APPIMAGE'];
  const installed = image ?? process.execPath;
  return {
    platform: process.platform,
    configHome: configHome === '' ? join(homedir(), '.config') : configHome,
    program: app.isPackaged ? [installed] : [process.execPath, app.getAppPath()],
  };
}
