import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { temporaryFolder } from '../support/test-config.ts';

const SCRIPT = join(import.meta.dirname, '../../templates/install.sh');
export const PROGRAM = 'sourcebox-sentry-cloudnode';

/** Harmless tools the script may really use. */
const TOOLS =
  'bash sh cat cp mv rm mkdir mktemp mkfifo chmod find head tar gzip unzip sed tr grep sleep touch dirname'.split(
    ' ',
  );

/** Every pretended program notes its call first. */
const NOTE = `#!/bin/bash
printf '%s %s\\n' "\${0##*/}" "$*" >>"$FAKE/calls"
`;

const FAKES: Readonly<Record<string, string>> = {
  uname: `if [ "$1" = -s ]; then echo "\${FAKE_SYSTEM-Linux}"; else echo "\${FAKE_MACHINE-x86_64}"; fi`,
  id: `case "$1" in -u) echo "\${FAKE_UID-1000}" ;; -un) echo olga ;; -nG) echo "\${FAKE_GROUPS-olga video}" ;; esac`,
  sudo: `exec "$@"`,
  // The unit arrives on standard input and never reaches the real folder.
  tee: `cat >"$FAKE/unit"`,
  usermod: ``,
  'apt-get': `exit "\${FAKE_APT_STATUS-0}"`,
  curl: `
out='' address=''
while [ $# -gt 0 ]; do
  case "$1" in
    -o) out=$2; shift ;;
    -H | --connect-timeout | --max-time | --proto) shift ;;
    -*) ;;
    *) address=$1 ;;
  esac
  shift
done
case "$address" in
  https://api.github.com/repos/SourceBox-LLC/Sentinel-CameraNode/releases/latest) file=release ;;
  https://sh.rustup.rs) file=rustup ;;
  *) file=files/\${address##*/} ;;
esac
[ -f "$FAKE/$file" ] || exit 22
if [ -n "$out" ]; then cat "$FAKE/$file" >"$out"; else cat "$FAKE/$file"; fi`,
  systemctl: `
case "$1" in
  cat) [ -f "$FAKE/unit" ] ;;
  is-active) [ -f "$FAKE/active" ] ;;
  stop) rm -f "$FAKE/active" ;;
  start | restart) if [ -z "\${FAKE_BROKEN_SERVICE-}" ]; then touch "$FAKE/active"; fi ;;
esac`,
  git: `
case "$*" in
  clone*) mkdir -p "\${!#}/.git" ;;
esac`,
  cargo: `mkdir -p target/release && cp "$FAKE/program" target/release/${PROGRAM}`,
};

/** The node program: pairs, refuses, or pairs and goes on running, as the test says. */
const NODE_PROGRAM = `${NOTE}
echo "in $PWD" >>"$FAKE/calls"
[ "$1" = setup ] || exit 0
case "\${FAKE_SETUP-pairs}" in
  refuses) echo "refused: $*" >&2; exit 1 ;;
  asks) read -r answer; echo "answered $answer" >>"$FAKE/calls" ;;
esac
mkdir -p data
echo paired >>data/node.db
echo "paired: $*"
if [ "\${FAKE_SETUP-}" = stays ]; then
  trap 'echo stopped >>"$FAKE/calls"; exit 0' TERM
  while :; do sleep 0.1; done
fi
`;

export interface Finished {
  readonly status: number | null;
  /** Both outputs together. */
  readonly output: string;
}

/** A computer of pretended programs in a temporary folder; nothing outside of it is changed. */
export class FakeComputer {
  readonly #folder = temporaryFolder();
  readonly home = join(this.#folder.path, 'home');
  readonly #fake = join(this.#folder.path, 'fake');
  readonly #bin = join(this.#folder.path, 'bin');

  constructor() {
    for (const folder of [this.home, join(this.#fake, 'files'), this.#bin])
      mkdirSync(folder, { recursive: true });
    for (const tool of TOOLS) {
      const real = ['/usr/bin', '/bin'].map((path) => join(path, tool)).find((path) => existsSync(path));
      // A wrapper, not a link: whatever a test writes or removes here can never reach the real program.
      if (real !== undefined) {
        writeFileSync(join(this.#bin, tool), `#!/bin/bash\nexec ${real} "$@"\n`, { flag: 'wx', mode: 0o755 });
      }
    }
    for (const [name, body] of Object.entries(FAKES)) this.add(name, body);
    this.add('ffmpeg', '');
    this.write('fake/program', NODE_PROGRAM);
    this.release([`${PROGRAM}-linux-x86_64`]);
  }

  /** The folder of pretended programs. */
  get path(): string {
    return this.#bin;
  }

  get installed(): string {
    return join(this.home, '.sourcebox-sentry', PROGRAM);
  }

  /** Puts a pretended program on the path. */
  add(name: string, body: string): void {
    const file = join(this.#bin, name);
    rmSync(file, { force: true });
    writeFileSync(file, `${NOTE}${body}\n`, { flag: 'wx', mode: 0o755 });
  }

  /** Takes programs off the path. */
  remove(...names: string[]): void {
    for (const name of names) rmSync(join(this.#bin, name), { force: true });
  }

  /** Publishes files of these names, each being the program itself, in GitHub's own layout or on one line. */
  release(names: readonly string[], layout: 'pretty' | 'dense' = 'pretty'): void {
    const assets = names.map((name) => ({
      name,
      label: null,
      browser_download_url: `https://example.com/releases/${name}`,
    }));
    const text = JSON.stringify({ tag_name: 'v0.1.39', assets }, null, layout === 'pretty' ? 2 : 0);
    this.write('fake/release', text);
    for (const name of names) this.write(join('fake/files', name), NODE_PROGRAM);
  }

  /** Lets the download of a published file fail. */
  unpublish(name: string): void {
    rmSync(join(this.#fake, 'files', name));
  }

  /** Replaces a published file by what a command makes of the program, run in a folder that holds it. */
  async pack(name: string, command: (target: string) => readonly string[]): Promise<void> {
    const folder = join(this.#folder.path, 'packing', basename(name));
    mkdirSync(join(folder, 'inner'), { recursive: true });
    writeFileSync(join(folder, 'inner', PROGRAM), NODE_PROGRAM, { mode: 0o755 });
    const [program = '', ...args] = command(join(this.#fake, 'files', name));
    const [status] = (await once(spawn(program, args, { cwd: folder }), 'exit')) as [number];
    if (status !== 0) throw new Error(`${program} failed with ${status}`);
  }

  write(path: string, text: string): void {
    const file = join(this.#folder.path, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }

  /** The unit that was installed, or undefined. */
  unit(): string | undefined {
    return this.#read('unit');
  }

  /** Notes of the pretended programs, a line each. */
  calls(pattern = /./): string[] {
    return (this.#read('calls') ?? '').split('\n').filter((line) => line !== '' && pattern.test(line));
  }

  /** Runs the script as `curl … | bash -s --` does, without any terminal. */
  run(args: readonly string[] = [], env: Readonly<Record<string, string>> = {}): Promise<Finished> {
    const child = spawn('/bin/bash', ['-s', '--', ...args], {
      env: this.#environment(env),
      // A session of its own has no terminal to ask on.
      detached: true,
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    child.stdin.end(readFileSync(SCRIPT));
    return finished(child);
  }

  /** Runs the script on a terminal on which a person types these lines. */
  runOnTerminal(
    typed: readonly string[],
    args: readonly string[] = [],
    env: Readonly<Record<string, string>> = {},
  ) {
    const command = `exec /bin/bash -s -- ${args.join(' ')} <${SCRIPT}`;
    const child = spawn('/usr/bin/script', ['-qec', command, '/dev/null'], {
      env: { ...this.#environment(env), SHELL: '/bin/bash' },
      detached: true,
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    // An open input, as a person at a keyboard has: its end would end the terminal.
    child.stdin.write(typed.map((line) => `${line}\n`).join(''));
    return finished(child);
  }

  [Symbol.dispose](): void {
    this.#folder[Symbol.dispose]();
  }

  #read(name: string): string | undefined {
    const file = join(this.#fake, name);
    return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
  }

  #environment(env: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
    return { HOME: this.home, PATH: this.#bin, FAKE: this.#fake, TMPDIR: this.#folder.path, ...env };
  }
}

async function finished(child: ReturnType<typeof spawn>): Promise<Finished> {
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const [status] = (await once(child, 'close')) as [number | null];
  return { status, output };
}
