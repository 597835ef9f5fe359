import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BootstrapFailure } from './failure.mjs';
import { logFile, node24, root, serverEntry, toolEnvironment } from './paths.mjs';
import { runToLog } from './processes.mjs';
import { step } from './progress.mjs';

const recordFile = join(root, 'dist', '.build-fingerprint');
const SOURCE_FOLDERS = ['server', 'electron', 'renderer', 'templates'];
const SOURCE_FILES = [
  'package.json',
  'package-lock.json',
  'tsconfig.base.json',
  'scripts/build.ts',
  'scripts/licences.ts',
];

/** Builds into dist/ when a source differs from the last build. Throws BootstrapFailure. */
export async function ensureBuilt() {
  const built = existsSync(recordFile) && existsSync(serverEntry) ? readFileSync(recordFile, 'utf8') : '';
  if (built === fingerprint()) return;
  await step(built === '' ? 'Building (first start only)' : 'Building what changed', build);
}

/** Builds into dist/ in any case. Throws BootstrapFailure. */
export async function build() {
  const log = logFile('build');
  const before = fingerprint();
  rmSync(recordFile, { force: true });
  const code = await runToLog(node24, [join(root, 'scripts', 'build.ts')], { env: toolEnvironment(), log });
  if (code !== 0 || !existsSync(serverEntry))
    throw new BootstrapFailure(
      'The build failed. If you changed nothing, please report the lines above.',
      log,
    );
  writeFileSync(recordFile, before);
}

/**
 * Names and contents of everything the build reads.
 * @returns {string}
 */
function fingerprint() {
  const hash = createHash('sha256');
  for (const file of [...SOURCE_FILES, ...SOURCE_FOLDERS.flatMap(filesBelow)]) {
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(root, file)))
      .update('\0');
  }
  return `${hash.digest('hex')}\n`;
}

/**
 * @param {string} folder
 * @returns {string[]} paths from the root, sorted
 */
function filesBelow(folder) {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((file) => statSync(join(root, file)).isFile())
    .sort();
}
