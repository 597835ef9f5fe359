import { renameSync } from 'node:fs';
import type { Logger } from 'pino';
import type { AppContextOptions } from '../app-parts.ts';
import { systemClock } from '../clock.ts';
import { loadConfigFromProcess } from '../config/env.ts';
import { createLogger } from '../log.ts';
import { StartError } from '../start-error.ts';
import { startServer, type RunningServer } from '../start-server.ts';
import type { Command } from './command.ts';
import { returnMemory } from './return-memory.ts';

const FORCE_EXIT_MS = 5_000;
/** By then cameras and pages that waited for the server are back. */
const SETTLED_MS = 5_000;

/** What the person at the machine needs to see, and the one next step. */
function welcome(server: RunningServer, dataDir: string, code: string | undefined): string {
  const lan = server.lanUrls.map((url) => `  On other devices    ${url}`);
  const next =
    code === undefined
      ? `Next step: open ${server.url} and sign in.`
      : `Next step: open ${server.url} and create the owner account.`;
  return [
    '',
    'Sentinel Command Center is running.',
    '',
    `  On this computer    ${server.url}`,
    ...lan,
    ...(code === undefined
      ? []
      : [`  Setup code          ${code}   (asked for when you set up from another device)`]),
    `  Data directory      ${dataDir}`,
    '',
    next,
    'Stop with Ctrl-C.',
    '',
  ].join('\n');
}

/**
 * Stops on the first signal and ends the process after 5 s at the latest. Further signals change nothing: Ctrl-C in a
 * terminal reaches this process both directly and through npm.
 */
function stopOnSignal(served: Served): void {
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(1), FORCE_EXIT_MS).unref();
    served.stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  // The terminal was closed: SIGHUP on POSIX, SIGBREAK on Windows.
  process.on('SIGHUP', stop);
  if (process.platform === 'win32') process.on('SIGBREAK', stop);
}

/** A full reset begins the setup anew while the program runs. */
function showSetupCode(code: string): void {
  process.stdout.write(`\nEverything was erased. Setup code for the new owner: ${code}\n`);
}

/** The operator's word that a damaged database may be put aside; it is renamed, never deleted. */
function moveAside(file: string): void {
  const kept = `${file}.damaged-${systemClock.now().toISOString().replaceAll(/[:.]/g, '-')}`;
  for (const suffix of ['', '-wal', '-shm']) {
    try {
      renameSync(file + suffix, kept + suffix);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
    }
  }
  process.stderr.write(`The damaged database was kept as ${kept}\n`);
}

/** A sound database is never put aside, so that the option may stay in a service's command by mistake. */
async function start(options: AppContextOptions, mayMoveAside: boolean): Promise<RunningServer> {
  try {
    return await startServer(options);
  } catch (error) {
    const isDamaged = error instanceof StartError && error.code === 'database-damaged';
    if (!isDamaged || !mayMoveAside) throw error;
    moveAside(options.config.databaseFile);
    return startServer(options);
  }
}

interface Served {
  readonly first: RunningServer;
  /** Ends the server that runs by now. */
  stop(): Promise<void>;
}

/** Starts the server, and starts it anew whenever it asks for that to put a backup in place. */
async function startRestartable(options: AppContextOptions, mayMoveAside: boolean): Promise<Served> {
  let isStopping = false;
  const again = async (server: RunningServer): Promise<RunningServer> => {
    if (isStopping) return server;
    await server.dispose();
    const next = await start({ ...options, onRestart }, mayMoveAside);
    process.stdout.write(`\nThe server was restarted: ${next.url}\n`);
    return next;
  };
  const onRestart = (): void => {
    current = current.then(again);
    current.catch((error: unknown) => {
      process.stderr.write(`\n${error instanceof Error ? error.message : String(error)}\n`);
      process.exit(1);
    });
  };
  let current = start({ ...options, onRestart }, mayMoveAside);
  return {
    first: await current,
    stop: async () => {
      isStopping = true;
      await (await current).dispose();
    },
  };
}

async function tidyUp(log: Logger): Promise<void> {
  try {
    await returnMemory();
  } catch (error) {
    log.warn({ err: error }, 'Memory that only the start needed could not be given back');
  }
}

export const serve: Command = {
  summary: 'Run the server',
  options: { 'move-aside-damaged-database': { type: 'boolean', default: false } },
  run: async (given) => {
    const { config, warnings } = loadConfigFromProcess();
    const log = createLogger(config.logLevel);
    for (const warning of warnings) log.warn(warning);
    const mayMoveAside = given['move-aside-damaged-database'] === true;
    const options = { config, log, clock: systemClock, onSetupCode: showSetupCode };
    const served = await startRestartable(options, mayMoveAside);
    stopOnSignal(served);
    const server = served.first;
    process.stdout.write(welcome(server, config.dataDir, await server.setupCode()));
    setTimeout(() => void tidyUp(log), SETTLED_MS).unref();
  },
};
