// The bootstrap runs as it does on a fresh machine: a copy of it in an empty folder, with programs in place of
// npm and of the packages. Nothing is downloaded.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventually } from '../support/wait.ts';

/** By its full path: PATH holds the planted programs only. */
const CHMOD = '/bin/chmod';
const TEST_PROGRAMS =
  'chromium ffmpeg ffprobe redis-server Xvfb shellcheck script systemd-analyze mksquashfs unsquashfs 7za dpkg-deb';
const SCRIPTS = join(import.meta.dirname, '..', '..', 'scripts');
const lock = (version: string): string =>
  JSON.stringify({ packages: { '': {}, 'node_modules/node': { version, integrity: 'sha512-x' } } });

/** Stands in for npm: notes its arguments, then "installs" Node as a link to the running one. */
const NPM = `#!${process.execPath}
import fs from 'node:fs';
const args = process.argv.slice(2);
if (args[0] === '--version') { console.log(process.env.FAKE_NPM_VERSION ?? '11.0.0'); process.exit(0); }
fs.appendFileSync('npm-calls', args.filter((arg) => !/^--(no-|loglevel|include)/.test(arg)).join(' ') + '\\n');
if (args[0] === 'ci' && process.env.FAKE_NPM_COMPLAINT) {
  console.error(process.env.FAKE_NPM_COMPLAINT);
  process.exit(1);
}
fs.mkdirSync('node_modules/node/bin', { recursive: true });
fs.rmSync('node_modules/node/bin/node', { force: true });
fs.symlinkSync(process.execPath, 'node_modules/node/bin/node');
fs.copyFileSync('package-lock.json', 'node_modules/.package-lock.json');
`;

/** Stands in for the build: the "server" says what it is told to say and waits for a signal. */
const BUILD = `import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
appendFileSync('builds', 'x');
mkdirSync('dist/server', { recursive: true });
writeFileSync('dist/server/cli.js', \`
  const stop = (name) => { console.log('stopped by', name); process.exit(Number(process.env.EXIT_CODE ?? 0)); };
  for (const name of ['SIGINT', 'SIGTERM']) process.on(name, () => stop(name));
  console.log('serving', process.argv.slice(2).join(' '));
  console.log('options', process.execArgv.join(' '));
  if (process.env.EXIT_NOW) stop('itself');
  setInterval(() => {}, 1000);
\`);
`;

let root = '';
let running: Bootstrap[] = [];

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'sentinel-bootstrap-'));
  mkdirSync(join(root, 'scripts'));
  cpSync(join(SCRIPTS, 'bootstrap'), join(root, 'scripts', 'bootstrap'), { recursive: true });
  cpSync(join(SCRIPTS, 'bootstrap.mjs'), join(root, 'scripts', 'bootstrap.mjs'));
  writeFileSync(join(root, 'scripts', 'build.ts'), BUILD);
  writeFileSync(join(root, 'scripts', 'licences.ts'), '');
  mkdirSync(join(root, 'server'));
  writeFileSync(join(root, 'server', 'cli.ts'), '');
  for (const file of ['package.json', 'tsconfig.base.json'])
    writeFileSync(join(root, file), '{"type":"module"}');
  writeFileSync(join(root, 'package-lock.json'), lock('24.0.0'));
  mkdirSync(join(root, 'path'));
  writeFileSync(join(root, 'path', 'npm'), NPM);
  chmodSync(join(root, 'path', 'npm'), 0o755);
  symlinkSync(process.execPath, join(root, 'path', 'node'));
});

afterEach(async () => {
  for (const { child, exited } of running) {
    child.kill('SIGKILL');
    await exited;
  }
  running = [];
  rmSync(root, { recursive: true, force: true });
});

interface Bootstrap {
  child: ChildProcess;
  exited: Promise<number | null>;
  output: () => string;
}

/** Somebody without rights; only root can start programs as somebody else. */
const NOBODY = 65_534;

function bootstrap(args: string[], env: Record<string, string> = {}, uid?: number): Bootstrap {
  const { npm_execpath: _cli, npm_lifecycle_event: _event, ...inherited } = process.env;
  const child = spawn(process.execPath, ['scripts/bootstrap.mjs', ...args], {
    cwd: root,
    env: { ...inherited, PATH: join(root, 'path'), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(uid === undefined ? {} : { uid, gid: uid }),
  });
  let output = '';
  child.stdout.on('data', (chunk) => (output += String(chunk)));
  child.stderr.on('data', (chunk) => (output += String(chunk)));
  const exited = once(child, 'close').then(([code]) => code as number | null);
  const started = { child, exited, output: () => output };
  running.push(started);
  return started;
}

async function started(run: Bootstrap): Promise<void> {
  // Npm, the build and the server are four programs that start one after the other.
  const deadline = Date.now() + 30_000;
  while (!run.output().includes('serving')) {
    if (Date.now() > deadline) throw new Error(`The server did not start: ${run.output()}`);
    await sleep(20);
  }
}

const note = (file: string): string =>
  existsSync(join(root, file)) ? readFileSync(join(root, file), 'utf8') : '';

async function startOnce(env: Record<string, string> = {}): Promise<string> {
  const run = bootstrap(['start', '--flag'], { EXIT_NOW: '1', ...env });
  await run.exited;
  return run.output();
}

/** Many objects live in it just long enough for V8 to want more space for young ones. */
const CHURN = `
const kept = new Array(100_000);
let most = 0;
for (let count = 0; count < 20_000_000; count += 1) {
  kept[count % kept.length] = { count };
  if (count % 100_000 !== 0) continue;
  const young = require('node:v8').getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space');
  most = Math.max(most, young.space_size);
}
console.log(most);
`;

/** The most that young objects had in a process with these options. */
function mostYoungBytes(options: readonly string[]): number {
  return Number(execFileSync(process.execPath, [...options, '--eval', CHURN]));
}

describe('npm start on a fresh machine', () => {
  it('installs, builds and serves, each told in one line', async () => {
    const output = await startOnce();
    const lines = output.trim().split('\n');
    expect(lines[0]).toMatch(/^Installing packages \(first start only\) … done in [\d.]+ s$/);
    expect(lines[1]).toMatch(/^Building \(first start only\) … done in [\d.]+ s$/);
    expect(lines[2]).toMatch(/^Starting the server without a window: Electron is not installed/);
    expect(lines[3]).toBe('serving serve --flag');
    expect(note('npm-calls')).toBe('ci --ignore-scripts=false\n');
  });

  it('does neither again while nothing changed', async () => {
    await startOnce();
    expect(await startOnce()).toMatch(/^Starting the server [^\n]*\nserving/);
    expect(note('npm-calls').trim().split('\n')).toHaveLength(1);
    expect(note('builds')).toBe('x');
  });

  it('builds again after a source changed, and installs again after the lock file changed', async () => {
    await startOnce();
    writeFileSync(join(root, 'server', 'new.ts'), 'export const x = 1;');
    expect(await startOnce()).toContain('Building what changed');
    writeFileSync(join(root, 'package-lock.json'), lock('24.0.1'));
    expect(await startOnce()).toContain('Updating packages');
    expect(note('npm-calls').trim().split('\n')).toHaveLength(2);
  });

  it('accepts packages that were installed by hand', async () => {
    await startOnce();
    rmSync(join(root, 'node_modules', '.sentinel-install'));
    await startOnce();
    expect(note('npm-calls').trim().split('\n')).toHaveLength(1);
  });

  it('says what to do when the registry cannot be reached, and where the log is', async () => {
    const run = bootstrap(['start'], { FAKE_NPM_COMPLAINT: 'npm error code ENOTFOUND' });
    expect(await run.exited).toBe(1);
    expect(run.output()).toContain('the npm registry cannot be reached');
    expect(run.output()).toContain(join(root, 'dist', 'logs', 'install.log'));
    expect(run.output()).not.toMatch(/^\s+at /m);
  });

  it('goes on when the lock file lacks only optional binaries of other systems', async () => {
    const packages = { 'node_modules/tool': { optionalDependencies: { '@tool/mac': '1' } } };
    writeFileSync(join(root, 'package-lock.json'), JSON.stringify({ packages }));
    await startOnce({
      FAKE_NPM_COMPLAINT: 'npm error code EUSAGE\nnpm error Missing: @tool/mac@ from lock file',
    });
    expect(note('npm-calls')).toBe('ci --ignore-scripts=false\ninstall --ignore-scripts=false\n');
  });

  it('stops when the lock file lacks anything else', async () => {
    const complaint = 'npm error code EUSAGE\nnpm error Missing: express@5.0.0 from lock file';
    const run = bootstrap(['start'], { FAKE_NPM_COMPLAINT: complaint });
    expect(await run.exited).toBe(1);
    expect(run.output()).toContain('package.json and package-lock.json disagree');
  });

  it('lets an npm that ignores allowScripts run the one script that must run', async () => {
    await startOnce({ FAKE_NPM_VERSION: '10.9.0' });
    expect(note('npm-calls')).toBe('ci --ignore-scripts=true\nrebuild node --ignore-scripts=false\n');
  });

  it('shows the log of a build that fails', async () => {
    writeFileSync(
      join(root, 'scripts', 'build.ts'),
      `console.log('server/a.ts: wrong type'); process.exit(2);`,
    );
    const run = bootstrap(['start']);
    expect(await run.exited).toBe(1);
    expect(run.output()).toContain('server/a.ts: wrong type');
  });
});

describe('the desktop program', () => {
  /** Stands in for Electron: says what it was started with and waits for a signal. */
  const ELECTRON = `#!${process.execPath}
for (const name of ['SIGINT', 'SIGTERM']) process.on(name, () => { console.log('window closed by', name); process.exit(0); });
console.log('desktop', process.argv.slice(2).join(' '), String(process.env.ELECTRON_RUN_AS_NODE));
if (process.env.EXIT_NOW) process.exit(0);
setInterval(() => {}, 1000);
`;
  const asRoot = process.getuid?.() === 0;
  const screen = { DISPLAY: ':9', WAYLAND_DISPLAY: '', EXIT_NOW: '1' };

  beforeEach(() => {
    const folder = join(root, 'electron-program');
    mkdirSync(folder);
    writeFileSync(join(folder, 'electron'), ELECTRON, { mode: 0o755 });
  });

  async function run(command: string, env: Record<string, string>, uid?: number): Promise<string> {
    const place = { ELECTRON_OVERRIDE_DIST_PATH: join(root, 'electron-program') };
    const started = bootstrap([command, '--flag'], { ...place, ...env }, uid);
    await started.exited;
    return started.output();
  }

  it('is what npm start launches where there is Electron and a display', async () => {
    if (asRoot) execFileSync('/bin/chown', ['-R', `${NOBODY}:${NOBODY}`, root]);
    const output = await run('start', screen, asRoot ? NOBODY : undefined);
    expect(output).toContain('Starting the desktop program: Electron and a display are here.\n');
    expect(output).toContain(`desktop ${root} --flag undefined`);
  });

  it.runIf(asRoot)('is not launched by npm start for root, whom Electron refuses', async () => {
    const output = await run('start', screen);
    expect(output).toContain(
      'Starting the server without a window: windows are not opened for root.\nserving',
    );
  });

  it('is not launched without a display', async () => {
    const output = await run('start', { ...screen, DISPLAY: '' });
    expect(output).toContain(
      'Starting the server without a window: there is no display.\nserving serve --flag',
    );
  });

  it('is forced by npm run desktop, as itself and not as a plain Node', async () => {
    const output = await run('desktop', { ...screen, DISPLAY: '', ELECTRON_RUN_AS_NODE: '1' });
    expect(output).toContain(`desktop ${root} --flag undefined`);
  });

  it('is kept away by npm run serve', async () => {
    const output = await run('serve', screen);
    expect(output).toContain('serving serve --flag');
    expect(output).not.toContain('desktop');
  });

  it('npm run desktop says how to get Electron where it is missing', async () => {
    const output = await run('desktop', { ELECTRON_OVERRIDE_DIST_PATH: join(root, 'nowhere') });
    expect(output).toContain('npx install-electron');
    expect(output).not.toContain('serving');
  });

  it('gets the stop signal of the terminal', async () => {
    const started = bootstrap(['desktop'], {
      ELECTRON_OVERRIDE_DIST_PATH: join(root, 'electron-program'),
    });
    await eventually('the desktop program runs', () => started.output().includes(`desktop ${root}`), 30_000);
    started.child.kill('SIGTERM');
    expect(await started.exited).toBe(0);
    expect(started.output()).toContain('window closed by SIGTERM');
  });
});

describe('a running server', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)('gets %s once, and its exit code is ours', async (signal) => {
    const run = bootstrap(['serve'], { EXIT_CODE: '3' });
    await started(run);
    run.child.kill(signal);
    run.child.kill(signal);
    expect(await run.exited).toBe(3);
    expect(run.output().match(new RegExp(`stopped by ${signal}`, 'g'))).toHaveLength(1);
  });

  it('does not outlive a bootstrap that was killed outright', async () => {
    const run = bootstrap(['serve']);
    await started(run);
    run.child.kill('SIGKILL');
    // The output ends when the last process that holds it has gone.
    await run.exited;
    expect(run.output()).toContain('stopped by SIGTERM');
  });

  it.each(['start', 'serve'])('has bounded space for young objects (npm run %s)', async (command) => {
    const run = bootstrap([command], { DISPLAY: '', WAYLAND_DISPLAY: '', EXIT_NOW: '1' });
    await run.exited;
    const options = /^options (.+)$/m.exec(run.output())?.[1]?.split(' ') ?? [];
    const bounded = mostYoungBytes(options);
    expect(bounded).toBeGreaterThan(1_000_000);
    expect(bounded).toBeLessThanOrEqual(34_000_000);
    expect(mostYoungBytes(['--max-semi-space-size=32'])).toBeGreaterThan(bounded);
  });
});

describe('commands', () => {
  it('refuses an unknown one by name', async () => {
    const run = bootstrap(['strat']);
    expect(await run.exited).toBe(1);
    expect(run.output()).toContain('There is no command "strat"');
  });

  it.each(['reset-password', 'backup', 'restore', 'doctor', 'reassign-organization'])(
    'hands %s to the server',
    async (name) => {
      const run = bootstrap([name, 'x'], { EXIT_NOW: '1' });
      await run.exited;
      expect(run.output()).toMatch(new RegExp(`serving ${name} x$`, 'm'));
    },
  );

  it('npm test ends with its counts, and names the missing programs when it may not install them', async () => {
    const run = bootstrap(['test']);
    expect(await run.exited).toBe(1);
    expect(run.output()).toContain(
      'apt-get install -y --no-install-recommends chromium ffmpeg redis-server xvfb shellcheck bsdutils',
    );
    expect(run.output().trimEnd().split('\n').at(-1)).toBe('0 passed, 1 failed');
  });

  it.skipIf(process.getuid?.() !== 0)('npm test installs missing programs on Debian as root', async () => {
    const apt = `#!/bin/sh
echo "$@" >> apt-calls
[ "$1" = update ] && exit 100
for name in ${TEST_PROGRAMS}; do : > path/$name; ${CHMOD} 755 path/$name; done
`;
    writeFileSync(join(root, 'path', 'apt-get'), apt, { mode: 0o755 });
    const run = bootstrap(['test'], { EXIT_NOW: '1' });
    await run.exited;
    expect(run.output()).toMatch(
      /^Installing chromium, ffmpeg, redis-server, xvfb, shellcheck, bsdutils, systemd, squashfs-tools, p7zip-full, dpkg for the tests … done/m,
    );
    expect(note('apt-calls')).toBe(
      'update\ninstall -y --no-install-recommends chromium ffmpeg redis-server xvfb shellcheck bsdutils systemd squashfs-tools p7zip-full dpkg\n',
    );
    // The packages are no real ones, so the first stage fails, and nothing after it runs.
    expect(run.output()).toMatch(/formatting +FAILED/);
    expect(run.output()).toMatch(/end-to-end tests +not run/);
    expect(run.output().trimEnd().split('\n').at(-1)).toBe('0 passed, 1 failed');
  });
});
