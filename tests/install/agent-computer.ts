import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { temporaryFolder } from '../support/test-config.ts';

export const SETUP_SCRIPT = join(import.meta.dirname, '../../templates/mcp-setup.sh');
export const AGENT_KEY = 'osc_00112233445566778899aabbccddeeff';
export const AGENT_URL = 'http://192.168.1.20:8000/mcp';

/** Harmless tools the script may really use. */
const TOOLS = ['bash', 'cat', 'date', 'dirname', 'id', 'mkdir', 'python3', 'tr', 'sed', 'grep'];

/** Settings files by client, beneath the home folder. */
export const FILES = {
  code: '.claude.json',
  desktop: '.config/Claude/claude_desktop_config.json',
  cursor: '.cursor/mcp.json',
  windsurf: '.codeium/windsurf/mcp_config.json',
} as const;

export interface SetupRun {
  readonly status: number | null;
  /** Both outputs together. */
  readonly output: string;
}

interface RunOptions {
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** A computer with a home folder and only the programs a test allows; nothing outside of it is changed. */
export class AgentComputer {
  readonly #folder = temporaryFolder();
  readonly home = join(this.#folder.path, 'home of olga');
  readonly #bin = join(this.#folder.path, 'bin');

  constructor() {
    for (const folder of [this.home, this.#bin]) mkdirSync(folder);
    for (const tool of TOOLS) {
      const real = ['/usr/bin', '/bin'].map((path) => join(path, tool)).find((path) => existsSync(path));
      if (real !== undefined) this.program(tool, `exec ${real} "$@"`);
    }
    this.program('node', `exec ${process.execPath} "$@"`);
    this.program('uname', `echo "\${FAKE_SYSTEM-Linux}"`);
    // The name that is asked for comes last.
    this.program('pgrep', `case " \${FAKE_RUNNING-} " in *" \${!#} "*) exit 0 ;; *) exit 1 ;; esac`);
  }

  program(name: string, body: string): void {
    writeFileSync(join(this.#bin, name), `#!/bin/bash\n${body}\n`, { mode: 0o755 });
  }

  remove(...names: string[]): void {
    for (const name of names) rmSync(join(this.#bin, name));
  }

  /** Path beneath the home folder. */
  path(name: string): string {
    return join(this.home, name);
  }

  write(name: string, content: string | Buffer): void {
    mkdirSync(dirname(this.path(name)), { recursive: true });
    writeFileSync(this.path(name), content);
  }

  folder(name: string): void {
    mkdirSync(this.path(name), { recursive: true });
  }

  text(name: string): string {
    return readFileSync(this.path(name), 'utf8');
  }

  json(name: string): unknown {
    return JSON.parse(this.text(name));
  }

  /** Everything in the home folder that is no folder, sorted. */
  files(): string[] {
    return readdirSync(this.home, { recursive: true, withFileTypes: true })
      .filter((entry) => !entry.isDirectory())
      .map((entry) => join(entry.parentPath, entry.name).slice(this.home.length + 1))
      .toSorted();
  }

  /** Runs the script as a file, with the answer on standard input. */
  run(answer: string, options: RunOptions = {}): Promise<SetupRun> {
    const child = spawn('/bin/bash', [SETUP_SCRIPT, ...argsOf(options)], this.#how(options));
    child.stdin?.end(`${answer}\n`);
    return finished(child);
  }

  /** Runs the script (or another text) as `curl … | bash -s --` does, without any terminal. */
  runPiped(options: RunOptions = {}, script = readFileSync(SETUP_SCRIPT)): Promise<SetupRun> {
    const child = spawn('/bin/bash', ['-s', '--', ...argsOf(options)], this.#how(options));
    child.stdin?.end(script);
    return finished(child);
  }

  /** The same on a terminal, on which a person types these lines. */
  runOnTerminal(typed: readonly string[], options: RunOptions = {}): Promise<SetupRun> {
    const command = `exec /bin/bash -s -- ${argsOf(options).join(' ')} <${SETUP_SCRIPT}`;
    const child = spawn('/usr/bin/script', ['-qec', command, '/dev/null'], this.#how(options));
    // An open input, as a person at a keyboard has: its end would end the terminal.
    child.stdin?.write(typed.map((line) => `${line}\n`).join(''));
    return finished(child);
  }

  [Symbol.dispose](): void {
    this.#folder[Symbol.dispose]();
  }

  #how({ env }: RunOptions) {
    return {
      env: { HOME: this.home, PATH: this.#bin, SHELL: '/bin/bash', TMPDIR: this.#folder.path, ...env },
      cwd: this.#folder.path,
      // A session of its own has no terminal to ask on.
      detached: true,
    } as const;
  }
}

function argsOf({ args }: RunOptions): readonly string[] {
  return args ?? [AGENT_KEY, AGENT_URL];
}

async function finished(child: ChildProcess): Promise<SetupRun> {
  let output = '';
  // A script that refuses at once leaves its answer unread.
  child.stdin?.on('error', () => undefined);
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const [status] = (await once(child, 'close')) as [number | null];
  return { status, output };
}
