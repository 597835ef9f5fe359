import { mkdirSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
export const modules = join(root, 'node_modules');
export const serverEntry = join(root, 'dist', 'server', 'cli.js');
/** How Node runs the server: V8's space for young objects ends at 34 MB, not at the 134 MB it takes in minutes of steady load. */
export const serverOptions = ['--max-semi-space-size=16'];

const executableSuffix = process.platform === 'win32' ? '.exe' : '';

/** The Node 24 of npm's `node` package. The `.bin` entry is a shell script on Windows, so the file itself is named. */
export const node24 = join(modules, 'node', 'bin', `node${executableSuffix}`);

const binaries = join(modules, '.bin');

/**
 * @param {string} name e.g. `install`
 * @returns {string} file under dist/logs
 */
export function logFile(name) {
  const folder = join(root, 'dist', 'logs');
  mkdirSync(folder, { recursive: true });
  return join(folder, `${name}.log`);
}

/**
 * The environment for our own tools: Node 24 and the installed command-line tools come first on PATH.
 * @param {Record<string, string>} [extra]
 * @returns {NodeJS.ProcessEnv}
 */
export function toolEnvironment(extra = {}) {
  return { ...process.env, PATH: [binaries, ...systemPath()].join(delimiter), ...extra };
}

/**
 * PATH without the folders npm adds for a script (`…/node_modules/.bin`, npm's own `node-gyp-bin`).
 * @returns {string[]}
 */
export function systemPath() {
  const folders = (process.env['PATH'] ?? process.env['Path'] ?? '').split(delimiter);
  return folders.filter((folder) => folder !== '' && !/node_modules[\\/]\.bin|node-gyp-bin/.test(folder));
}
