// A computer with a service manager that is told what to do, for running the service's scripts for real.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Ran } from '../../../electron/service/privileged.ts';
import { scriptParts, serviceScript } from '../../../electron/service/service-script.ts';
import type { ServiceAction, ServicePlan } from '../../../electron/service/service-plan.ts';

export const ROOT = join(import.meta.dirname, '..', '..', '..');
/** Where the scripts lie before they are packed. */
export const SCRIPTS = join(ROOT, 'build', 'service');

/** Scripts that give files to other accounts need root, as the real ones do. */
export const isRoot = process.getuid?.() === 0 && process.platform === 'linux';
export const NEEDS_ROOT = 'needs root on Linux: files change their owner';

/**
 * Each notes its call, and cuts the power (kills the script) when the call is the one of `CUT`. What is behind the
 * colon counts calls: `sync:2` is the second one.
 */
const CUTTER = `
call="$(basename "$0") $*"
echo "$call" >>"$BENCH/calls"
name=$\{CUT%%:*}
if [ -n "$name" ]; then
  case $call in "$name"*)
    echo x >>"$BENCH/cuts"
    if [ "$(wc -l <"$BENCH/cuts")" -eq "$\{CUT#*:}" ]; then kill -9 "$PPID"; exit 1; fi ;;
  esac
fi
`;

const ANSWERS = `echo '{"pid":1,"url":"http://127.0.0.1:1"}' >"$TARGET/server.json"`;

const PROGRAMS: Readonly<Record<string, string>> = {
  systemctl: `case $1 in
  start) [ -z "$BROKEN" ] || exit 0; ${ANSWERS} ;;
  stop) rm -f "$TARGET/server.json" ;;
  show) [ -z "$BROKEN" ] && echo 0 || echo 3 ;;
esac`,
  journalctl: 'cat "$BENCH/journal" || echo "the service says why"',
  launchctl: `case $1 in
  bootstrap) ${ANSWERS} ;;
  bootout) rm -f "$TARGET/server.json" ;;
  print) exit 1 ;;
esac`,
  sudo: 'shift 2; person=$1; shift 2; exec runuser -u "$person" -- "$@"',
  sync: ':',
  chown: 'exec /bin/chown "$@"',
  mv: 'exec /bin/mv "$@"',
};

export interface Bench {
  readonly base: string;
  /** Data directory of the person. */
  readonly person: string;
  readonly target: string;
  readonly settings: string;
  readonly definition: string;
  readonly record: string;
  run(action: ServiceAction, options?: RunOptions): Promise<Ran>;
  /** Runs a whole script as root, as if an administrator had agreed. */
  runText(script: string, options?: Pick<RunOptions, 'env' | 'programs'>): Promise<Ran>;
  /** Commands of the service manager and others, in order. */
  calls(): string[];
  [Symbol.dispose](): void;
}

export interface RunOptions {
  readonly system?: 'linux' | 'darwin';
  readonly person?: string;
  readonly plan?: Partial<ServicePlan>;
  readonly env?: Readonly<Record<string, string>> | undefined;
  /** Folder of further stand-ins, found before those of the bench. */
  readonly programs?: string | undefined;
}

/** Account the service runs under here: it is on every Linux and owns nothing. */
export const ACCOUNT = 'nobody';
/** Somebody who is not root. */
export const PERSON = 'daemon';

export function serviceBench(): Bench {
  // Not below /tmp, which services do not see.
  const base = mkdtempSync('/var/lib/sentinel-service-');
  chmodSync(base, 0o755);
  const programs = join(base, 'bin');
  mkdirSync(programs);
  for (const [name, text] of Object.entries(PROGRAMS))
    writeFileSync(join(programs, name), `#!/bin/sh\n${CUTTER}\n${text}\n`, { mode: 0o755 });
  // What runs as somebody else notes its calls too.
  for (const name of ['calls', 'cuts']) {
    writeFileSync(join(base, name), '');
    chmodSync(join(base, name), 0o666);
  }
  const program = join(base, 'opt', 'sentinel-command-center');
  mkdirSync(join(base, 'opt'));
  writeFileSync(program, '#!/bin/sh\nexit 0\n', { mode: 0o755 });
  const places = {
    person: join(base, 'home', 'data'),
    target: join(base, 'lib', 'data'),
    settings: join(base, 'etc'),
    definition: join(base, 'service-definition'),
  };
  const runText: Bench['runText'] = async (script, { env, programs: more } = {}) => {
    const child = spawn('/bin/sh', ['-c', script], {
      env: {
        PATH: [...(more === undefined ? [] : [more]), programs, '/usr/sbin:/usr/bin:/sbin:/bin'].join(':'),
        BENCH: base,
        CUT: '',
        BROKEN: '',
        PATIENCE: '5',
        ACCOUNT,
        SETTINGS: places.settings,
        TARGET: places.target,
        DEFINITION: places.definition,
        ...env,
      },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
    await once(child, 'close');
    return { code: child.exitCode, said };
  };
  return {
    base,
    ...places,
    record: join(places.settings, 'service.json'),
    run: async (action, { system = 'linux', person = PERSON, plan, env, programs: more } = {}) => {
      writeFileSync(join(base, 'cuts'), '');
      const whole: ServicePlan = {
        system,
        program,
        port: 8000,
        host: '127.0.0.1',
        person,
        from: places.person,
        holder: process.pid,
        ...plan,
      };
      const text = serviceScript(action, whole, scriptParts(system, SCRIPTS));
      return runText(text, { env, programs: more });
    },
    runText,
    calls: () => readFileSync(join(base, 'calls'), 'utf8').trim().split('\n'),
    [Symbol.dispose]: () => rmSync(base, { recursive: true, force: true }),
  };
}

/** Every file below a folder with its text, by path; nothing when there is no such folder. */
export function textsIn(folder: string): Record<string, string> {
  try {
    return Object.fromEntries(
      readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .filter((path) => statSync(join(folder, path)).isFile())
        .sort()
        .map((path) => [path, readFileSync(join(folder, path), 'utf8')]),
    );
  } catch {
    return {};
  }
}

/** `path mode owner` of a folder and everything in it. */
export function rightsIn(folder: string): string[] {
  return ['.', ...readdirSync(folder, { recursive: true, encoding: 'utf8' })].sort().map((path) => {
    const { mode, uid } = statSync(join(folder, path));
    return `${path} ${(mode & 0o777).toString(8)} ${uid}`;
  });
}
