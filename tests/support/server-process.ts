import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { ask } from './test-client.ts';
import { eventually } from './wait.ts';

const CLI = fileURLToPath(new URL('../../server/cli.ts', import.meta.url));

export interface ServerProcess {
  readonly url: string;
  readonly child: ChildProcess;
  output(): string;
  /** Ends the process at once, as a crash or a power cut would. */
  kill(): Promise<void>;
  /** Asks the process to stop and answers its exit code. */
  stop(): Promise<number | null>;
}

/** The server in a process of its own, so that it can be killed. Resolves when it answers. */
export async function spawnServer(options: {
  readonly dataDir: string;
  readonly port: number;
  readonly env?: Readonly<Record<string, string>>;
}): Promise<ServerProcess> {
  const child = spawn(process.execPath, [CLI, 'serve'], {
    env: {
      ...process.env,
      PORT: String(options.port),
      HOST: '127.0.0.1',
      SENTINEL_DATA_DIR: options.dataDir,
      ...options.env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const exited = once(child, 'exit');
  const end = async (signal: NodeJS.Signals): Promise<number | null> => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    await exited;
    return child.exitCode;
  };
  const url = `http://127.0.0.1:${options.port}`;
  await eventually(
    'the server answers',
    async () => {
      if (child.exitCode !== null) throw new Error(`The server ended with ${child.exitCode}:\n${output}`);
      return (await ask(`${url}/api/health`, 'GET').catch(() => undefined))?.status === 200;
    },
    40_000,
  );
  return {
    url,
    child,
    output: () => output,
    kill: async () => void (await end('SIGKILL')),
    stop: () => end('SIGTERM'),
  };
}
