import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const CLI = fileURLToPath(new URL('../../server/cli.ts', import.meta.url));

export interface CommandEnd {
  readonly code: number | null;
  /** Standard output and standard error, mixed. */
  readonly output: string;
}

export interface StartCommand {
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Working directory; there an `.env` file counts. */
  readonly cwd: string;
  /** Program and arguments to put in front, for a process with other limits. */
  readonly wrapper?: readonly string[];
}

export interface RunningCommand {
  readonly child: ChildProcess;
  readonly end: Promise<CommandEnd>;
  output(): string;
}

/** The program's command line in a process of its own, with an otherwise empty environment. */
export function startCommand({ args = [], env = {}, cwd, wrapper = [] }: StartCommand): RunningCommand {
  const [program = process.execPath, ...rest] = [...wrapper, process.execPath, CLI, ...args];
  const child = spawn(program, rest, {
    cwd,
    env: {
      PATH: process.env['PATH'],
      NODE_OPTIONS: process.env['NODE_OPTIONS'],
      HOME: cwd,
      HOST: '127.0.0.1',
      PORT: '0',
      SENTINEL_DATA_DIR: cwd,
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const end = once(child, 'close').then(() => ({ code: child.exitCode, output }));
  return { child, end, output: () => output };
}

/** Runs one command to its end. */
export function runCommand(options: StartCommand): Promise<CommandEnd> {
  return startCommand(options).end;
}
