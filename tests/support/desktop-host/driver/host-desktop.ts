import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser, type Page } from 'playwright';
import {
  desktopEnvironment,
  diaryOf,
  exitCode,
  readDiary,
  type Desktop,
  type DesktopLaunch,
} from './desktop.ts';
import type { HostCommands, Reply, Request } from './probe-channel.ts';

const HOST = new URL('../register.ts', import.meta.url).href;
const PACKAGED = new URL('../packaged.ts', import.meta.url).href;
const MAIN = fileURLToPath(new URL('../../../../dist/electron/main.js', import.meta.url));

/** A desktop program that runs on the test host. */
export interface HostedProgram {
  readonly file: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** The program as it is built for a release, before it is packaged. */
const BUILT: HostedProgram = { file: process.execPath, args: [`--import=${HOST}`, MAIN] };

/** The same, as if it had been installed with these resources beside it. */
export function installedProgram(resources: string, env: Readonly<Record<string, string>>): HostedProgram {
  return {
    file: process.execPath,
    args: [`--import=${HOST}`, `--import=${PACKAGED}`, MAIN],
    env: { ...env, SENTINEL_DESKTOP_RESOURCES: resources },
  };
}

/** Every command by its name, sent to the program; fails as it fails there. */
function remoteCommands(child: ChildProcess, ended: Promise<unknown>): HostCommands {
  const waiting = new Map<number, (reply: Reply) => void>();
  child.on('message', (reply: Reply) => {
    waiting.get(reply.id)?.(reply);
    waiting.delete(reply.id);
  });
  let lastId = 0;
  const send = async (command: keyof HostCommands, args: readonly unknown[]): Promise<unknown> => {
    lastId += 1;
    const id = lastId;
    const replied = new Promise<Reply>((resolve) => {
      waiting.set(id, resolve);
    });
    child.send({ id, command, args } satisfies Request);
    const reply = await Promise.race([replied, ended.then(() => undefined)]);
    if (reply === undefined) throw new Error(`The program ended before "${command}" was done`);
    if (!reply.ok) throw new Error(String(reply.value));
    return reply.value;
  };
  return new Proxy({} as HostCommands, {
    get:
      (_target, name: keyof HostCommands) =>
      (...args: unknown[]) =>
        send(name, args),
  });
}

/** The windows' pages, for as long as the browser they are in lives. */
class HostPages {
  readonly #devTools: HostCommands['devTools'];
  #browser: { readonly address: string; readonly connection: Browser } | undefined;

  constructor(devTools: HostCommands['devTools']) {
    this.#devTools = devTools;
  }

  async all(): Promise<Page[]> {
    const address = await this.#devTools();
    if (address === undefined) return [];
    if (this.#browser?.address !== address)
      this.#browser = { address, connection: await chromium.connectOverCDP(address) };
    return this.#browser.connection.contexts().flatMap((context) => context.pages());
  }

  async close(): Promise<void> {
    await this.#browser?.connection.close();
  }
}

/** Ends the program and its browser, which outlives a program that crashed. */
function endGroup({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  } catch {
    // Both have ended.
  }
}

/** Starts the desktop program on the test host. Its server runs when there is a window or a message box. */
export async function startOnHost(launch: DesktopLaunch, program: HostedProgram = BUILT): Promise<Desktop> {
  const diary = diaryOf(launch);
  const env = { ...desktopEnvironment(launch, diary), ...program.env };
  const { file, args } = program;
  const child = spawn(file, [...args, ...(launch.args ?? [])], {
    env,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    // With its browser in one group, to end both.
    detached: true,
  });
  let output = '';
  child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const ended = exitCode(child);
  const commands = remoteCommands(child, ended);
  const pages = new HostPages(() => commands.devTools());
  return {
    commands,
    host: commands,
    startAgain: (...more) => exitCode(spawn(file, [...args, ...more], { env, stdio: 'ignore' })),
    pages: () => pages.all(),
    ended,
    diary: () => readDiary(diary),
    output: () => output,
    [Symbol.asyncDispose]: async () => {
      await pages.close().catch(() => undefined);
      if (child.exitCode !== 0) endGroup(child);
      await ended;
    },
  };
}
