import { accessSync, constants, existsSync } from 'node:fs';
import { join } from 'node:path';
import { BootstrapFailure } from './failure.mjs';
import { logFile, systemPath } from './paths.mjs';
import { runToLog } from './processes.mjs';
import { step } from './progress.mjs';

/** Programs the tests drive, and the Debian package each comes from. */
const NEEDED = [
  { program: 'chromium', debian: 'chromium' },
  { program: 'ffmpeg', debian: 'ffmpeg' },
  { program: 'ffprobe', debian: 'ffmpeg' },
  { program: 'redis-server', debian: 'redis-server' },
  { program: 'Xvfb', debian: 'xvfb' },
  { program: 'shellcheck', debian: 'shellcheck' },
  { program: 'script', debian: 'bsdutils' },
  { program: 'systemd-analyze', debian: 'systemd' },
  { program: 'mksquashfs', debian: 'squashfs-tools' },
  { program: 'unsquashfs', debian: 'squashfs-tools' },
  { program: '7za', debian: 'p7zip-full' },
  { program: 'dpkg-deb', debian: 'dpkg' },
];

/** Programs of the bench; what needs a missing one is left out of the bench. */
const BENCH_NEEDED = [
  { program: 'nginx', debian: 'nginx-light' },
  { program: 'chromium', debian: 'chromium' },
  { program: 'ffmpeg', debian: 'ffmpeg' },
  { program: 'taskset', debian: 'util-linux' },
];

/** Installs what the bench compares with, where that is possible; elsewhere says what will be left out. */
export async function ensureBenchPrograms() {
  const missing = missingPackages(BENCH_NEEDED);
  if (missing.length === 0) return;
  if (process.getuid?.() === 0 && find('apt-get') !== undefined) {
    const install = ['install', '-y', '--no-install-recommends', ...missing];
    await step(`Installing ${missing.join(', ')} for the bench`, () => aptInstall(install));
    return;
  }
  console.log(
    `Not on this computer, so the bench leaves out what needs it: ${missing.join(', ')}.\n` +
      `On Debian or Ubuntu: sudo apt-get install ${missing.join(' ')}`,
  );
}

/** Installs missing test programs where that is possible (root on Debian); else throws BootstrapFailure with the command. */
export async function ensureTestPrograms() {
  const missing = missingPackages(NEEDED);
  if (missing.length === 0) return;
  const install = ['install', '-y', '--no-install-recommends', ...missing];
  if (process.getuid?.() !== 0 || find('apt-get') === undefined)
    throw new BootstrapFailure(
      `The tests need programs that are not on this computer: ${missing.join(', ')}.\n` +
        `On Debian or Ubuntu run:\n  sudo apt-get update && sudo apt-get ${install.join(' ')}\nthen run npm test again.`,
    );
  await step(`Installing ${missing.join(', ')} for the tests`, () => aptInstall(install));
  const still = missingPackages(NEEDED);
  if (still.length > 0)
    throw new BootstrapFailure(`Installed, but still not found on PATH: ${still.join(', ')}.`);
}

/** @param {string[]} install arguments for apt-get */
async function aptInstall(install) {
  const log = logFile('apt');
  const options = { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }, log };
  // An update that fails in part (one dead source) must not stop an install that works.
  await runToLog('apt-get', ['update'], options);
  if ((await runToLog('apt-get', install, { ...options, append: true })) !== 0)
    throw new BootstrapFailure(
      `apt-get could not install them. By hand:\n  apt-get update && apt-get ${install.join(' ')}`,
      log,
    );
}

/**
 * @param {readonly { program: string, debian: string }[]} needed
 * @returns {string[]} Debian package names
 */
function missingPackages(needed) {
  const absent = needed.filter(({ program }) => find(program) === undefined);
  return [...new Set(absent.map(({ debian }) => debian))];
}

/**
 * @param {string} program
 * @returns {string | undefined} its path
 */
function find(program) {
  return systemPath()
    .map((folder) => join(folder, program))
    .find((file) => existsSync(file) && isExecutable(file));
}

/**
 * @param {string} file
 * @returns {boolean}
 */
function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
