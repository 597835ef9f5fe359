// The packaged server as the service of a computer: registered by the package's own script, started as the unit says,
// under the unit's account and limits. Only systemd itself is not there.
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ACCOUNT, isRoot, rightsIn, serviceBench, type Bench } from '../electron/service/service-bench.ts';
import { anyFreePort } from '../../scripts/throwaway/ports.ts';
import { ask } from '../support/test-client.ts';
import { expectLiveVideo } from './packaged-app.ts';
import { ROOT } from './packaging.ts';

const NAME = 'sentinel-command-center';
const SYSTEMCTL = join(import.meta.dirname, '..', 'electron', 'service', 'systemctl.ts');
const canUnshare = isRoot && spawnSync('unshare', ['--mount', 'true']).status === 0;
const NEEDS = 'needs root, unshare and dpkg';
/** Unpacking, a first start and video, on a computer that is busy with other tests. */
const SERVICE_MS = 120_000;

/** What a unit starts its program with. */
const argumentsIn = (unit: string): string[] =>
  /^ExecStart=(?:"[^"]+"|\S+) (.+)$/m.exec(unit)?.[1]?.split(' ') ?? [];

/** Installs a .deb's files where services can see them. Answers the program's folder. */
function unpackIn(bench: Bench, deb: string): string {
  const system = join(bench.base, 'system');
  execFileSync('dpkg-deb', ['-x', deb, system]);
  const folder = join(system, 'opt', 'Sentinel Command Center');
  // The stand-in for Electron lies in the repository, which the service sees somewhere else.
  const inside = join(bench.base, 'repository');
  mkdirSync(inside);
  const program = join(folder, NAME);
  const text = readFileSync(program, 'latin1');
  expect(text).toContain(ROOT);
  writeFileSync(program, text.replaceAll(ROOT, inside), 'latin1');
  return folder;
}

/** Everything the account may write to, below a folder, by what the files themselves allow. */
function writableIn(folder: string, uid: number): string[] {
  const gid = Number(execFileSync('id', ['-g', ACCOUNT], { encoding: 'utf8' }));
  const found = execFileSync('find', [folder, '!', '-type', 'l', '-writable'], {
    encoding: 'utf8',
    cwd: '/',
    uid,
    gid,
  });
  return found.split('\n').filter((line) => line !== '');
}

/** What the kernel says about the process: whose it is, and that it can do nothing else. */
function expectFewRights(pid: string, uid: number): void {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  expect(status).toMatch(new RegExp(`^Uid:\\s${uid}\\s${uid}\\s${uid}\\s${uid}$`, 'm'));
  expect(status).not.toMatch(/^Gid:\s.*\b0\b/m);
  expect(status).toMatch(/^Groups:\s*$/m);
  expect(status).toMatch(/^NoNewPrivs:\s1$/m);
  expect(status).toMatch(/^Umask:\s0077$/m);
  for (const each of ['Inh', 'Prm', 'Eff', 'Bnd', 'Amb'])
    expect(status).toMatch(new RegExp(`^Cap${each}:\\s0+$`, 'm'));
}

/** Folders of the data are closed to others, and so is every file. */
function expectClosed(data: string, uid: number): void {
  const rights = rightsIn(data);
  expect(rights.filter((line) => !/ (600|700) \d+$/.test(line) || !line.endsWith(` ${uid}`))).toEqual([]);
  expect(rights).toEqual(
    expect.arrayContaining([
      `. 700 ${uid}`,
      `secrets 700 ${uid}`,
      `secrets/installation.key 600 ${uid}`,
      `sentinel.db 600 ${uid}`,
    ]),
  );
  expect(rights.filter((line) => /^secrets\/\S+ (?!600 )/.test(line))).toEqual([]);
}

/** The spec of the .deb that `deb` answers. */
export function specOfService(deb: () => string): void {
  it.skipIf(!canUnshare)(
    `serve live video as the service of a computer, with few rights (${NEEDS})`,
    async () => {
      using bench = serviceBench();
      const folder = unpackIn(bench, deb());
      const service = join(folder, 'resources', 'service', 'service.sh');
      const port = await anyFreePort();
      mkdirSync(bench.settings);
      writeFileSync(join(bench.settings, '.env'), 'RELEASE_CHECK=off\nSENTINEL_MDNS=off\n');
      const programs = join(bench.base, 'manager');
      mkdirSync(programs);
      const systemctl = join(programs, 'systemctl');
      writeFileSync(systemctl, `#!/bin/sh\nexec '${process.execPath}' '${SYSTEMCTL}' "$@"\n`, {
        mode: 0o755,
      });
      const own = { BENCH: bench.base, DEFINITION: bench.definition, REPOSITORY: ROOT };
      const env = { ...own, PORT: String(port), HOST: '127.0.0.1', PATIENCE: '60' };
      const manager = (...words: string[]) =>
        spawnSync(systemctl, words, { env: { ...process.env, ...own }, encoding: 'utf8' });
      try {
        const registered = await bench.runText(`exec sh '${service}' install`, { env, programs });
        expect(registered.said).toBe('');
        expect(registered.code).toBe(0);

        const args = argumentsIn(readFileSync(bench.definition, 'utf8'));
        expect(args[0]).toBe('--service');
        const ofPerson = join(bench.base, 'system/usr/lib/systemd/user', `${NAME}.service`);
        expect(argumentsIn(readFileSync(ofPerson, 'utf8'))).toEqual(args);
        const pid = readFileSync(join(bench.base, 'service.pid'), 'utf8');
        const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').slice(0, -1);
        expect(words.slice(-args.length - 2)).toEqual([
          join(folder, NAME),
          join(folder, 'resources'),
          ...args,
        ]);
        expect(readFileSync(`/proc/${pid}/environ`, 'utf8')).not.toMatch(/(^|\0)(WAYLAND_)?DISPLAY=/);

        const uid = Number(execFileSync('id', ['-u', ACCOUNT], { encoding: 'utf8' }));
        expect(uid).toBeGreaterThan(0);
        expectFewRights(pid, uid);
        const url = `http://127.0.0.1:${port}`;
        expect((await ask(`${url}/api/health`, 'GET')).status).toBe(200);
        await expectLiveVideo(url);
        expectClosed(bench.target, uid);

        expect(writableIn(bench.target, uid)).toContain(bench.target);
        expect(writableIn(folder, uid)).toEqual([]);
        const may = (path: string) => manager('run-like', 'sh', '-c', 'echo x >>"$0"', path).status === 0;
        expect(may(join(bench.target, 'try'))).toBe(true);
        // Not even where everybody may.
        const open = join(bench.base, 'open');
        mkdirSync(open);
        chmodSync(open, 0o777);
        const inside = [NAME, 'try', 'resources/app.asar', 'resources/service/service.sh'];
        for (const path of [...inside.map((each) => join(folder, each)), join(open, 'try')])
          expect(may(path), path).toBe(false);
      } finally {
        manager('stop');
      }
    },
    SERVICE_MS,
  );
}
