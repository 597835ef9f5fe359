// The whole way: the shell hands its server over to a service that runs with few rights, shows it, and takes it back.
// Only systemd itself is not there; what it starts is what the unit file says.
import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isAttached, startOrAttach } from '../../../electron/service/attached-server.ts';
import { scriptParts } from '../../../electron/service/service-script.ts';
import { setupService } from '../../../electron/service/setup-service.ts';
import { startOwnServer } from '../../../electron/server/own-server.ts';
import { ServerHost } from '../../../electron/server/server-host.ts';
import { createLogger } from '../../../server/log.ts';
import { desktop, resetDesktop } from '../../support/electron-double.ts';
import { OWNER, setUpOwner, signIn } from '../../support/people.ts';
import { anyFreePort } from '../../../scripts/throwaway/ports.ts';
import { testConfig } from '../../support/test-config.ts';
import {
  ACCOUNT,
  isRoot,
  NEEDS_ROOT,
  rightsIn,
  ROOT,
  SCRIPTS,
  serviceBench,
  type Bench,
} from './service-bench.ts';

const canUnshare = isRoot && spawnSync('unshare', ['--mount', 'true']).status === 0;
const isBuilt = existsSync(join(ROOT, 'dist', 'server', 'cli.js'));
const log = createLogger('silent');
const run = promisify(execFile);

let bench: Bench;
let environment: Readonly<Record<string, string>>;
let programs: string;
let host: ServerHost;

/** The program that stands in for Electron's: the built server under plain Node. */
function installProgram(): string {
  const inside = join(bench.base, 'repository');
  mkdirSync(inside);
  const program = join(bench.base, 'opt', 'sentinel-command-center');
  const node = join(inside, 'node_modules', 'node', 'bin', 'node');
  writeFileSync(program, `#!/bin/sh\nexec ${node} ${join(inside, 'dist', 'server', 'cli.js')} serve\n`);
  chmodSync(program, 0o755);
  // Further settings of the service are read from here.
  mkdirSync(bench.settings);
  writeFileSync(join(bench.settings, '.env'), 'RELEASE_CHECK=off\n');
  return program;
}

function installManager(): string {
  const folder = join(bench.base, 'manager');
  mkdirSync(folder);
  const script = join(import.meta.dirname, 'systemctl.ts');
  const text = `#!/bin/sh\nexec ${process.execPath} ${script} "$@"\n`;
  writeFileSync(join(folder, 'systemctl'), text, { mode: 0o755 });
  return folder;
}

const manager = (...words: string[]) =>
  run(join(programs, 'systemctl'), words, { env: { ...process.env, ...environment } });

/** Whether the service may do this, by its shell's answer. */
const serviceMay = async (command: string): Promise<boolean> =>
  manager('run-like', 'sh', '-c', command).then(
    () => true,
    () => false,
  );

describe.skipIf(!canUnshare || !isBuilt)(`run unattended (${NEEDS_ROOT}, and the built server)`, () => {
  beforeEach(() => {
    resetDesktop();
    bench = serviceBench();
    programs = installManager();
    environment = { BENCH: bench.base, DEFINITION: bench.definition, REPOSITORY: ROOT, PATIENCE: '60' };
  });
  afterEach(async () => {
    await host.stop();
    await manager('stop');
    bench[Symbol.dispose]();
  });

  it('hands the server over to a service with few rights, shows it, and takes it back', async () => {
    const program = installProgram();
    const port = await anyFreePort();
    const config = testConfig(bench.person, { port, serviceRecord: bench.record });
    const own = {
      config,
      port: null,
      mdns: false,
      log,
      onSetupCode: () => undefined,
      onRestart: () => undefined,
    };
    const start = () => startOrAttach({ config, start: () => startOwnServer(own) });
    host = new ServerHost({ log, start });
    await host.start();
    expect(isAttached(host.server)).toBe(false);
    await setUpOwner(host.url ?? '');
    const service = setupService({
      config,
      host,
      log,
      system: 'linux',
      program,
      person: 'root',
      port: () => port,
      whyNot: () => undefined,
      parts: () => scriptParts('linux', SCRIPTS),
      // Everything but the question for the password.
      run: async ({ file, args: [shell, , script = ''] }) => {
        expect([file, shell]).toEqual(['pkexec', '/bin/sh']);
        return bench.runText(script, { env: environment, programs });
      },
    });
    expect(await service.installed()).toBe(false);
    desktop.pressed.push('Switch on');
    await service.install();

    expect(await service.installed()).toBe(true);
    expect(isAttached(host.server)).toBe(true);
    expect(host.url).toBe(`http://127.0.0.1:${port}`);
    await signIn(host.url ?? '', OWNER.email, OWNER.password);

    const pid = readFileSync(join(bench.base, 'service.pid'), 'utf8');
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const uid = execFileSync('id', ['-u', ACCOUNT], { encoding: 'utf8' }).trim();
    expect(status).toMatch(new RegExp(`^Uid:\\s${uid}\\s${uid}\\s${uid}\\s${uid}$`, 'm'));
    expect(status).toMatch(/^NoNewPrivs:\s1$/m);
    expect(status).toMatch(/^CapBnd:\s0+$/m);
    expect(status).toMatch(/^CapEff:\s0+$/m);
    const rights = rightsIn(bench.target);
    expect(rights.filter((line) => !/ (600|700) /.test(line))).toEqual([]);
    expect(rights.filter((line) => !line.endsWith(` ${uid}`))).toEqual([]);
    expect(rights.some((line) => line.startsWith('secrets/installation.key 600'))).toBe(true);

    const theirs = join(bench.base, 'home', 'letter');
    writeFileSync(theirs, 'private', { mode: 0o600 });
    const open = join(bench.base, 'open');
    mkdirSync(open);
    chmodSync(open, 0o777);
    chownSync(open, Number(uid), Number(uid));
    expect(await serviceMay(`echo x >${join(bench.target, 'try')} && rm ${join(bench.target, 'try')}`)).toBe(
      true,
    );
    expect(await serviceMay(`cat ${theirs}`)).toBe(false);
    expect(await serviceMay('cat /etc/shadow')).toBe(false);
    expect(await serviceMay('ls -A /root /home/* | grep -v :')).toBe(false);
    expect(await serviceMay(`echo x >${join(open, 'try')}`)).toBe(false);
    expect(await serviceMay(`echo x >>${program}`)).toBe(false);
    expect(await serviceMay(`echo x >>${bench.record}`)).toBe(false);

    // On the person's side nothing can start meanwhile.
    await expect(startOwnServer({ ...own, port: 0 })).rejects.toMatchObject({ code: 'data-moved' });

    const { url } = host;
    await host.stop();
    expect((await fetch(`${url}/api/health`)).status).toBe(200);
    await host.start();

    desktop.pressed.push('Restart');
    await service.restart();
    expect(readFileSync(join(bench.base, 'service.pid'), 'utf8')).not.toBe(pid);
    expect(isAttached(host.server)).toBe(true);

    desktop.pressed.push('Switch off');
    await service.remove();
    expect(await service.installed()).toBe(false);
    expect(isAttached(host.server)).toBe(false);
    expect(host.state.kind).toBe('running');
    await signIn(host.url ?? '', OWNER.email, OWNER.password);
    expect(existsSync(bench.target)).toBe(false);
  });
});
