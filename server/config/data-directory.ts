import { homedir } from 'node:os';
import { join } from 'node:path';

const FOLDER = 'sentinel-command-center';

/** The operating system's folder for application data, per user. */
export function defaultDataDirectory(platform: NodeJS.Platform, environment: NodeJS.ProcessEnv): string {
  const home = homedir();
  if (platform === 'win32') return join(environment['APPDATA'] ?? join(home, 'AppData', 'Roaming'), FOLDER);
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', FOLDER);
  return join(environment['XDG_CONFIG_HOME'] ?? join(home, '.config'), FOLDER);
}
