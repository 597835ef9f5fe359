import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { node24, root, toolEnvironment } from './paths.mjs';

const followParent = pathToFileURL(join(root, 'scripts', 'bootstrap', 'follow-parent.mjs')).href;

/** Longer than the server's own limit for an orderly stop (5 s). */
const KILL_AFTER_MS = 10_000;
const PARENT_CHECK_MS = 1_000;

/**
 * Runs a program to its end with its output in a file.
 * @param {string} command
 * @param {string[]} args
 * @param {{ env: NodeJS.ProcessEnv, log: string, append?: boolean, shell?: boolean }} options
 * @returns {Promise<number>} exit code
 */
export async function runToLog(command, args, { log, append = false, ...options }) {
  const file = openSync(log, append ? 'a' : 'w');
  try {
    return await waitFor(spawn(command, args, { cwd: root, ...options, stdio: ['ignore', file, file] }));
  } finally {
    closeSync(file);
  }
}

/**
 * Runs a Node 24 program in the foreground, hands stop signals on to it, and never outlives or orphans it:
 * - SIGINT, SIGTERM and SIGHUP are passed on once (a terminal and npm may deliver the same Ctrl-C again);
 * - a program that ignores them is killed after 10 s;
 * - when npm dies without a signal to us, the program is stopped;
 * - when this process is killed outright, follow-parent.mjs inside the program stops it.
 * @param {string[]} args script and its arguments
 * @param {{ env?: Record<string, string>, cwd?: string }} [options]
 * @returns {Promise<number>} exit code; 128 + n after signal n
 */
export function runOnNode24(args, { env = {}, cwd = root } = {}) {
  return inForeground(
    spawn(node24, ['--import', followParent, ...args], {
      cwd,
      env: toolEnvironment(env),
      stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    }),
  );
}

/**
 * Runs the desktop program in the foreground, with stop signals handed on as for a server. It has an icon and a menu
 * of its own to end it by, so it may outlive a launcher that was killed outright.
 * @param {string} program Electron's
 * @param {string[]} args
 * @returns {Promise<number>} exit code; 128 + n after signal n
 */
export function runDesktop(program, args) {
  const env = toolEnvironment();
  // Set by some editors' terminals; with it Electron would be a plain Node.
  delete env['ELECTRON_RUN_AS_NODE'];
  return inForeground(spawn(program, [root, ...args], { cwd: process.cwd(), env, stdio: 'inherit' }));
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @returns {Promise<number>}
 */
async function inForeground(child) {
  const forget = passSignalsOn(child);
  try {
    return await waitFor(child);
  } finally {
    forget();
  }
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @returns {() => void} ends the watching
 */
function passSignalsOn(child) {
  let stopping = false;
  /** @param {NodeJS.Signals} signal */
  const stop = (signal) => {
    if (stopping) return;
    stopping = true;
    // On Windows a signal is a hard kill, and the console has already told the child about Ctrl-C.
    if (process.platform !== 'win32' || signal !== 'SIGINT') child.kill(signal);
    setTimeout(() => child.kill('SIGKILL'), KILL_AFTER_MS).unref();
  };
  const onInterrupt = () => stop('SIGINT');
  const onTerminate = () => stop('SIGTERM');
  process.on('SIGINT', onInterrupt).on('SIGTERM', onTerminate).on('SIGHUP', onTerminate);
  const launchers = launcherIds();
  const watch = setInterval(() => {
    if (launcherIds() !== launchers) stop('SIGTERM');
  }, PARENT_CHECK_MS);
  return () => {
    clearInterval(watch);
    process.off('SIGINT', onInterrupt).off('SIGTERM', onTerminate).off('SIGHUP', onTerminate);
  };
}

/**
 * Our parent and, on Linux, its parent: npm puts a shell between itself and us. They change when npm dies.
 * Started without npm (`node scripts/bootstrap.mjs serve &`), outliving the shell is what was asked for.
 * @returns {string}
 */
function launcherIds() {
  if (process.env['npm_lifecycle_event'] === undefined) return '';
  try {
    const status = readFileSync(`/proc/${process.ppid}/status`, 'utf8');
    return `${process.ppid} ${/^PPid:\s*(\d+)/m.exec(status)?.[1] ?? ''}`;
  } catch {
    return String(process.ppid);
  }
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @returns {Promise<number>}
 */
function waitFor(child) {
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code, signal) =>
      resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal])),
    );
  });
}
