import { join } from 'node:path';
import { build, ensureBuilt } from './build-when-changed.mjs';
import { electronProgram } from './desktop/electron-program.mjs';
import { startMode } from './desktop/start-mode.mjs';
import { BootstrapFailure, describeFailure } from './failure.mjs';
import { ensurePackages } from './packages.mjs';
import { modules, root, serverEntry, serverOptions } from './paths.mjs';
import { runDesktop, runOnNode24 } from './processes.mjs';
import { step } from './progress.mjs';
import { runStages, staticStages, tests } from './stages.mjs';
import { ensureBenchPrograms, ensureTestPrograms } from './system-packages.mjs';

/**
 * @typedef {(args: string[]) => Promise<number>} Command resolves with the exit code
 * @type {Record<string, Command>}
 */
const commands = {
  start,
  desktop: async (args) => {
    await prepare();
    return runDesktop(requireElectron(), args);
  },
  serve: (args) => server('serve', args),
  build: async () => {
    await ensurePackages();
    await step('Building', build);
    return 0;
  },
  dev: (args) => script('dev.ts', args),
  demo: async (args) => {
    await prepare();
    return script('demo.ts', args);
  },
  simulate: (args) => script('simulate-node.ts', args),
  'preview-emails': (args) => script('preview-emails.ts', args),
  texts: async () => {
    await ensurePackages();
    const options = ['extract', '--clean', '--workers', '1', '--config', 'renderer/lingui.config.ts'];
    return runOnNode24([join(modules, '@lingui/cli/dist/lingui.js'), ...options], { cwd: root });
  },
  dist: async (args) => {
    await prepare();
    return script('packaging/make-packages.ts', args);
  },
  screenshots: async (args) => {
    await prepare();
    await ensureTestPrograms();
    return script('screenshots.ts', args);
  },
  check: async () => {
    await ensurePackages();
    const { ok } = await runStages([...staticStages, tests('unit tests', ['unit'])]);
    return ok ? 0 : 1;
  },
  test: allTests,
  soak: async (args) => {
    await prepare();
    const { ok } = await runStages([tests('soak', ['soak'], args)]);
    return ok ? 0 : 1;
  },
  bench: async (args) => {
    await prepare();
    await ensureBenchPrograms();
    return script('bench.ts', args);
  },
  'reset-password': (args) => server('reset-password', args),
  backup: (args) => server('backup', args),
  restore: (args) => server('restore', args),
  doctor: (args) => server('doctor', args),
  'reassign-organization': (args) => server('reassign-organization', args),
};

/**
 * @param {string} name
 * @param {string[]} args
 * @returns {Promise<number>} exit code
 */
export async function runCommand(name, args) {
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command === undefined)
    throw new BootstrapFailure(`There is no command "${name}". Known: ${Object.keys(commands).join(', ')}.`);
  return command(args);
}

async function prepare() {
  await ensurePackages();
  await ensureBuilt();
}

/** The desktop program where it can run, else the server. @type {Command} */
async function start(args) {
  await prepare();
  const mode = startMode();
  console.log(mode.line);
  if (mode.kind === 'desktop') return runDesktop(mode.program, args);
  return runServer(['serve', ...args]);
}

/** @returns {string} */
function requireElectron() {
  const program = electronProgram(process.env);
  if (program !== undefined) return program;
  throw new BootstrapFailure(
    'Electron is not installed, so there is no desktop program to start.\n' +
      'Fetch it once with:\n  npx install-electron\nor start the server without a window: npm run serve',
  );
}

/**
 * Runs a subcommand of the built server on Node 24.
 * @type {(subcommand: string, args: string[]) => Promise<number>}
 */
async function server(subcommand, args) {
  await prepare();
  return runServer([subcommand, ...args]);
}

/** @type {(args: string[]) => Promise<number>} */
function runServer(args) {
  return runOnNode24([...serverOptions, serverEntry, ...args], { cwd: process.cwd() });
}

/**
 * Runs a TypeScript file of scripts/ on Node 24.
 * @type {(file: string, args: string[]) => Promise<number>}
 */
async function script(file, args) {
  await ensurePackages();
  return runOnNode24([join(root, 'scripts', file), ...args], { cwd: process.cwd() });
}

/** Everything, on a machine that has nothing yet. The last line is always `N passed, N failed`. @type {Command} */
async function allTests() {
  let total = { ok: false, passed: 0, failed: 1 };
  try {
    await ensurePackages();
    await ensureTestPrograms();
    await ensureBuilt();
    total = await runStages([
      ...staticStages,
      tests('unit and integration tests', ['unit', 'slow']),
      tests('end-to-end tests', ['e2e', 'e2e-alone']),
    ]);
  } catch (error) {
    // On the same stream as the closing line, so that the line stays the last one.
    console.log(describeFailure(error));
  }
  console.log(`\n${total.passed} passed, ${total.failed} failed`);
  return total.ok ? 0 : 1;
}
