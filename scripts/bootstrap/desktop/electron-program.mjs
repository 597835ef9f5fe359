import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { modules } from '../paths.mjs';

/**
 * Electron's program as its npm package fetched it; undefined when it was not fetched. The package's own way to ask
 * would download it there and then.
 * @param {NodeJS.ProcessEnv} environment
 * @returns {string | undefined}
 */
export function electronProgram(environment) {
  const folder = join(modules, 'electron');
  const record = join(folder, 'path.txt');
  const name = existsSync(record) ? readFileSync(record, 'utf8').trim() : 'electron';
  const file = join(environment['ELECTRON_OVERRIDE_DIST_PATH'] ?? join(folder, 'dist'), name);
  return existsSync(file) ? file : undefined;
}

/**
 * Why no window can be shown here, or undefined when one can.
 * @param {NodeJS.Platform} platform
 * @param {NodeJS.ProcessEnv} environment
 * @param {number | undefined} userId
 * @returns {string | undefined}
 */
export function displayProblem(platform, environment, userId) {
  if (platform !== 'linux') {
    const remote = platform === 'darwin' && environment['SSH_CONNECTION'] !== undefined;
    return remote ? 'this is a remote session without a display' : undefined;
  }
  if (!environment['DISPLAY'] && !environment['WAYLAND_DISPLAY']) return 'there is no display';
  return userId === 0 ? 'windows are not opened for root' : undefined;
}
