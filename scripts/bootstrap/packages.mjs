import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { BootstrapFailure } from './failure.mjs';
import { npmCommand, npmMajor } from './npm.mjs';
import { logFile, modules, node24, root, systemPath } from './paths.mjs';
import { runToLog } from './processes.mjs';
import { step } from './progress.mjs';

const lockFile = join(root, 'package-lock.json');
const recordFile = join(modules, '.sentinel-install');
/**
 * From this version on npm obeys `allowScripts` in package.json: the install script of `node` must run (it fetches
 * Node 24), that of better-sqlite3 must not (its binaries are inside; a rebuild would need a compiler). An older
 * npm runs all scripts or none, so it gets none and then that one.
 */
const ALLOW_SCRIPTS_SINCE = 11;
const QUIET = [
  '--include=dev',
  '--no-audit',
  '--no-fund',
  '--no-update-notifier',
  '--no-progress',
  '--loglevel=warn',
];
const OFFLINE = /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ERR_SOCKET_TIMEOUT)\b/;

/**
 * Installs the npm packages when package-lock.json is not the one they were last installed from.
 * Throws BootstrapFailure with what to do when that fails.
 */
export async function ensurePackages() {
  const wanted = lockHash();
  if (existsSync(node24)) {
    if (existsSync(recordFile) && readFileSync(recordFile, 'utf8') === wanted) return;
    if (installedMatchesLock()) {
      writeFileSync(recordFile, wanted);
      return;
    }
  }
  const first = !existsSync(modules);
  const title = first ? 'Installing packages (first start only)' : 'Updating packages';
  await step(title, install);
  writeFileSync(recordFile, wanted);
}

async function install() {
  const log = logFile('install');
  rmSync(recordFile, { force: true });
  const npm = npmCommand();
  const env = installEnvironment();
  /** @type {(args: string[], append?: boolean) => Promise<boolean>} */
  const run = async (args, append = true) =>
    (await runToLog(npm.command, [...npm.args, ...args], { env, shell: npm.shell, log, append })) === 0;
  const obeysAllowScripts = (await npmMajor(npm, env)) >= ALLOW_SCRIPTS_SINCE;
  const scripts = `--ignore-scripts=${!obeysAllowScripts}`;
  const installed =
    (await run(['ci', scripts, ...QUIET], false)) ||
    (lacksOnlyForeignBinaries(log) && (await run(['install', '--no-save', scripts, ...QUIET])));
  if (!installed) throw installFailure(log);
  if (!obeysAllowScripts && !(await run(['rebuild', 'node', '--ignore-scripts=false', ...QUIET])))
    throw installFailure(log);
  if (!existsSync(node24))
    throw new BootstrapFailure(
      'The packages are installed, but the Node 24 runtime (npm package "node") is missing. Is there a build of it for this computer?',
      log,
    );
}

/**
 * `npm ci` refuses a lock file without entries for optional binaries of other systems (a mirror that does not
 * carry them leads to one). They are never installed here, so `npm install` may go on without them.
 * @param {string} log
 * @returns {boolean}
 */
function lacksOnlyForeignBinaries(log) {
  const complaints = [...readFileSync(log, 'utf8').matchAll(/^npm error (Missing|Invalid): (.+?)@/gm)];
  const optional = new Set(
    Object.values(lockedPackages(lockFile)).flatMap((entry) => Object.keys(entry.optionalDependencies ?? {})),
  );
  return (
    complaints.length > 0 &&
    complaints.every(([, kind, name]) => kind === 'Missing' && optional.has(name ?? ''))
  );
}

/**
 * NODE_ENV=production would leave out the build tools; analytics of packages stay off.
 * @returns {NodeJS.ProcessEnv}
 */
function installEnvironment() {
  /** @type {NodeJS.ProcessEnv} */
  const env = {
    ...process.env,
    PATH: systemPath().join(delimiter),
    SCARF_ANALYTICS: 'false',
    DISABLE_OPENCOLLECTIVE: '1',
  };
  delete env['NODE_ENV'];
  return env;
}

/**
 * @param {string} log
 * @returns {BootstrapFailure}
 */
function installFailure(log) {
  const text = readFileSync(log, 'utf8');
  if (OFFLINE.test(text))
    return new BootstrapFailure(
      'The packages could not be downloaded: the npm registry cannot be reached from this computer.\n' +
        'Connect it to the internet (or set a proxy or mirror in ~/.npmrc) and run the same command again. This is needed only once; afterwards everything works offline.',
      log,
    );
  if (text.includes('ENOSPC'))
    return new BootstrapFailure('The disk is full: free about 1 GB and run the same command again.', log);
  if (/\bEACCES\b|\bEPERM\b/.test(text))
    return new BootstrapFailure(
      `npm may not write here. Make ${root} yours (not root's) and run the same command again.`,
      log,
    );
  if (text.includes('EUSAGE'))
    return new BootstrapFailure(
      'package.json and package-lock.json disagree. Run `npm install` and commit both.',
      log,
    );
  return new BootstrapFailure(
    'npm could not install the packages. The lines above say why; run the same command again after fixing it.',
    log,
  );
}

/** @returns {string} */
function lockHash() {
  const platform = `${process.platform}-${process.arch}`;
  return `${platform} ${createHash('sha256').update(readFileSync(lockFile)).digest('hex')}\n`;
}

/**
 * True when someone ran `npm install` or `npm ci` by hand: npm's own record of what is in node_modules
 * has every package of the lock file (optional ones for other systems excepted).
 * @returns {boolean}
 */
function installedMatchesLock() {
  const hidden = join(modules, '.package-lock.json');
  if (!existsSync(hidden)) return false;
  const installed = lockedPackages(hidden);
  return Object.entries(lockedPackages(lockFile)).every(([path, wanted]) => {
    const found = installed[path];
    if (found === undefined) return path === '' || wanted.optional === true || wanted.devOptional === true;
    return found.version === wanted.version && found.integrity === wanted.integrity;
  });
}

/**
 * @param {string} file
 * @returns {Record<string, { version?: string, integrity?: string, optional?: boolean, devOptional?: boolean, optionalDependencies?: Record<string, string> }>}
 */
function lockedPackages(file) {
  return JSON.parse(readFileSync(file, 'utf8')).packages ?? {};
}
