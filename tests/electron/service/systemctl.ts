// Stands in for systemd where it does not run: starts what a unit file says, as its account and with the limits that
// can be had without systemd. Started by the service's script as `systemctl`; `start`, `stop` and `show` do something.
// `run-like` runs a command of the test's just as the service runs.
import { spawn, spawnSync } from 'node:child_process';
import {
  accessSync,
  constants,
  existsSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

const { BENCH: bench = '', DEFINITION: definition = '', REPOSITORY: repository = '' } = process.env;
const pidFile = join(bench, 'service.pid');
const [action = '', ...rest] = process.argv.slice(2);

/** The words of a value, with quotes as systemd reads them. */
const wordsOf = (value: string): string[] =>
  [...value.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');

function readUnit(): ReadonlyMap<string, string> {
  const lines = readFileSync(definition, 'utf8').split('\n');
  return new Map(
    lines.flatMap((line) => {
      const at = line.indexOf('=');
      return /^[A-Z]/.test(line) && at > 0 ? [[line.slice(0, at), line.slice(at + 1)] as const] : [];
    }),
  );
}

const word = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;

/** Commands that turn a fresh mount namespace into what the unit leaves of the file system. */
function mountsOf(unit: ReadonlyMap<string, string>): string[] {
  const writable = wordsOf(unit.get('ReadWritePaths') ?? '');
  const steps = [
    // The repository may lie where the account cannot look.
    `mount --bind ${word(repository)} ${word(join(bench, 'repository'))}`,
    ...writable.map((path) => `mount --bind ${word(path)} ${word(path)}`),
  ];
  if (unit.get('ProtectSystem') === 'strict') {
    const points = readFileSync('/proc/self/mountinfo', 'utf8')
      .split('\n')
      .map((line) => line.split(' ')[4] ?? '');
    const own = points.filter((point) => point !== '' && !/^\/(proc|sys|dev)(\/|$)/.test(point));
    for (const point of new Set([...own, join(bench, 'repository')]))
      steps.push(`mount -o remount,bind,ro ${word(point)}`);
  }
  const hidden = [
    ...(unit.get('ProtectHome') === 'yes' ? ['/home', '/root'] : []),
    ...(unit.get('PrivateTmp') === 'yes' ? ['/tmp', '/var/tmp'] : []),
  ];
  for (const folder of hidden) steps.push(`mount -t tmpfs -o mode=1777 tmpfs ${folder}`);
  return steps;
}

/** A command line that runs words the way the unit says. */
function limited(unit: ReadonlyMap<string, string>, words: readonly string[]): string[] {
  const rights = [
    `--reuid=${unit.get('User')}`,
    `--regid=${unit.get('Group')}`,
    '--clear-groups',
    ...(unit.get('NoNewPrivileges') === 'yes' ? ['--no-new-privs'] : []),
    ...(unit.get('CapabilityBoundingSet') === '' ? ['--bounding-set=-all', '--inh-caps=-all'] : []),
  ];
  const environment = wordsOf(unit.get('Environment') ?? '');
  const shell = [
    'set -e',
    ...mountsOf(unit),
    `cd ${word(unit.get('WorkingDirectory') ?? '/')}`,
    `umask ${unit.get('UMask')}`,
    'exec "$@"',
  ].join('\n');
  const command = ['setpriv', ...rights, '--', 'env', '-i', 'PATH=/usr/bin:/bin', ...environment, ...words];
  return ['--mount', '--propagation', 'private', '--', 'sh', '-c', shell, 'sh', ...command];
}

function conditionsHold(unit: ReadonlyMap<string, string>): boolean {
  const folder = unit.get('ConditionPathIsDirectory') ?? '';
  accessSync(unit.get('ConditionFileIsExecutable') ?? '', constants.X_OK);
  return existsSync(unit.get('ConditionPathExists') ?? '') && statSync(folder).isDirectory();
}

const isAlive = (): boolean => {
  try {
    process.kill(Number(readFileSync(pidFile, 'utf8')), 0);
    return true;
  } catch {
    return false;
  }
};

async function stop(): Promise<void> {
  if (!isAlive()) return;
  process.kill(Number(readFileSync(pidFile, 'utf8')), 'SIGTERM');
  while (isAlive()) await new Promise((resolve) => setTimeout(resolve, 50));
  rmSync(pidFile);
}

function start(): void {
  const unit = readUnit();
  if (!conditionsHold(unit)) return;
  const log = openSync(join(bench, 'journal'), 'a');
  const child = spawn('unshare', limited(unit, wordsOf(unit.get('ExecStart') ?? '')), {
    detached: true,
    stdio: ['ignore', log, log],
  });
  writeFileSync(pidFile, String(child.pid));
  child.unref();
}

switch (action) {
  case 'start':
    start();
    break;
  case 'stop':
    await stop();
    break;
  case 'restart':
    await stop();
    start();
    break;
  case 'show':
    process.stdout.write(isAlive() ? '0\n' : '9\n');
    break;
  case 'run-like':
    process.exitCode = spawnSync('unshare', limited(readUnit(), rest), { stdio: 'inherit' }).status ?? 1;
    break;
  default:
}
