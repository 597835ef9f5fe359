import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { modules, systemPath } from './paths.mjs';

/**
 * @typedef {object} Npm
 * @property {string} command
 * @property {string[]} args go before npm's own
 * @property {boolean} shell
 */

/**
 * The npm that runs us, on a Node outside node_modules (npm ci deletes the one inside), else the one on PATH.
 * @returns {Npm}
 */
export function npmCommand() {
  const cli = process.env['npm_execpath'] ?? '';
  const node = systemNode();
  if (node !== undefined && basename(cli).startsWith('npm-cli') && existsSync(cli))
    return { command: node, args: [cli], shell: false };
  const windows = process.platform === 'win32';
  return { command: windows ? 'npm.cmd' : 'npm', args: [], shell: windows };
}

/** @returns {string | undefined} */
function systemNode() {
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  const candidates = [
    process.env['npm_node_execpath'] ?? '',
    process.execPath,
    ...systemPath().map((folder) => join(folder, name)),
  ];
  return candidates.find((file) => file !== '' && !file.startsWith(modules) && existsSync(file));
}

/**
 * @param {Npm} npm
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<number>} 0 when npm does not answer
 */
export function npmMajor(npm, env) {
  return new Promise((resolve) => {
    execFile(npm.command, [...npm.args, '--version'], { env, shell: npm.shell }, (error, output) => {
      resolve(error ? 0 : Number.parseInt(output, 10) || 0);
    });
  });
}
