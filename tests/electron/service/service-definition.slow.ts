// What is registered with systemd, by systemd's own judgement, and the scripts by shellcheck's.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../support/test-config.ts';
import { ROOT, SCRIPTS } from './service-bench.ts';

/** What the .deb runs as root when it comes and goes. */
const MAINTAINER = ['after-install.sh', 'before-remove.sh'];

const has = (program: string): boolean => spawnSync(program, ['--version']).status === 0;

function definition(variables: Readonly<Record<string, string>>): string {
  return execFileSync('/bin/sh', [join(SCRIPTS, 'service.sh'), 'definition'], {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'] ?? '', PROGRAM: '/bin/true', ...variables },
  });
}

const refusal = (variables: Readonly<Record<string, string>>) =>
  spawnSync('/bin/sh', [join(SCRIPTS, 'service.sh'), 'definition'], {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'] ?? '', PROGRAM: '/bin/true', ...variables },
  }).stderr.trim();

describe.skipIf(!has('systemd-analyze'))('the unit (needs systemd-analyze: apt-get install systemd)', () => {
  function analyze(command: readonly string[], unit: string) {
    using folder = temporaryFolder();
    const file = join(folder.path, 'sentinel-command-center.service');
    writeFileSync(file, unit);
    const { status, stdout, stderr } = spawnSync('systemd-analyze', [...command, file], { encoding: 'utf8' });
    return { status, said: stdout + stderr };
  }

  it.each(['/bin/true', '/usr/bin/env'])('is one that systemd takes without a word, with %s', (program) => {
    const verify = (unit: string) => analyze(['verify', '--man=no'], unit);
    expect(verify(definition({ SYSTEM: 'Linux', PROGRAM: program }))).toEqual({ status: 0, said: '' });
    expect(
      verify(definition({ SYSTEM: 'Linux' }).replace('ProtectHome=yes', 'ProtectHome=oui')).said,
    ).toMatch(/protect home/);
  });

  it('is taken with spaces in its folders, a port below 1024 and one address', () => {
    using folder = temporaryFolder();
    const place = join(folder.path, 'Sentinel Command Center');
    mkdirSync(place);
    const program = join(place, 'sentinel-command-center');
    writeFileSync(program, '#!/bin/sh\n', { mode: 0o755 });
    const unit = definition({
      SYSTEM: 'Linux',
      PROGRAM: program,
      SETTINGS: '/etc/sentinel command',
      TARGET: '/var/lib/sentinel command',
      PORT: '443',
      HOST: '::1',
    });
    const { said } = analyze(['verify', '--man=no'], unit);
    expect(said).toBe('');
  });

  it('leaves little open, by systemd’s own measure', () => {
    const security = (unit: string) => analyze(['security', '--offline=yes', '--threshold=30'], unit);
    const unit = definition({ SYSTEM: 'Linux' });
    const { status, said } = security(unit);
    console.log(said.trim().split('\n').at(-1));
    expect(status).toBe(0);
    expect(security(unit.replace(/^(Protect|Private|Restrict|Capability).*$/gm, '')).status).not.toBe(0);
  });
});

describe('what is registered', () => {
  it('starts the program without a window, and only while the record is there', () => {
    const unit = definition({ SYSTEM: 'Linux', PROGRAM: '/opt/Sentinel Command Center/s' });
    expect(unit).toContain(
      'ExecStart="/opt/Sentinel Command Center/s" --service --ozone-platform=headless --disable-gpu\n',
    );
    expect(unit).toContain('ConditionPathExists=/etc/sentinel-command-center/service.json\n');
    expect(unit).toContain('User=sentinel-command-center\n');
    expect(unit).toMatch(/^CapabilityBoundingSet=$/m);
    expect(definition({ SYSTEM: 'Linux', PORT: '443' })).toMatch(
      /^CapabilityBoundingSet=CAP_NET_BIND_SERVICE$/m,
    );
  });

  it('as one installed without the desktop program, starts the program beside the script', () => {
    expect(definition({ SYSTEM: 'Linux', PROGRAM: '' })).toContain(
      `ExecStart="${ROOT}/sentinel-command-center"`,
    );
  });

  it('is well-formed for launchd', () => {
    const plist = definition({ SYSTEM: 'Darwin', PROGRAM: '/Applications/S.app/Contents/MacOS/S' });
    const open: (string | undefined)[] = [];
    // Closed in the order in which they were opened, whatever is inside.
    for (const [, closes, name, alone] of plist.matchAll(/<(\/?)([a-z]+)[^>]*?(\/?)>/g)) {
      if (alone === '/') continue;
      if (closes === '/') expect(open.pop()).toBe(name);
      else open.push(name);
    }
    expect(open).toEqual([]);
    expect(plist).toContain(
      '<string>/Applications/S.app/Contents/MacOS/S</string><string>--service</string>',
    );
  });

  it.each([
    [{ PROGRAM: '/opt/a"b' }, 'character'],
    [{ PROGRAM: '/opt/%h' }, 'character'],
    [{ PORT: '80 0' }, 'no port'],
    [{ HOST: '0.0.0.0 x' }, 'no address'],
  ])('is refused with %j', (variables, reason) => {
    expect(refusal({ SYSTEM: 'Linux', ...variables })).toContain(reason);
  });
});

describe('the scripts', () => {
  it('say alike where a service answers on its own computer', () => {
    const windows = readFileSync(join(SCRIPTS, 'service.ps1'), 'utf8');
    expect(windows).toContain("if ($ListenOn -in '0.0.0.0', '::', 'localhost' -or $ListenOn -like '127.*')");
    expect(readFileSync(join(SCRIPTS, 'service.sh'), 'utf8')).toContain('0.0.0.0 | :: | localhost | 127.*)');
  });

  it.skipIf(!has('shellcheck'))('please shellcheck (needs shellcheck)', () => {
    const files = readdirSync(SCRIPTS).filter((name) => name.endsWith('.sh'));
    const { status, stdout } = spawnSync(
      'shellcheck',
      [
        '-x',
        ...files.map((name) => `build/service/${name}`),
        ...MAINTAINER.map((name) => `build/linux/${name}`),
      ],
      {
        cwd: ROOT,
        encoding: 'utf8',
      },
    );
    expect(stdout).toBe('');
    expect(status).toBe(0);
  });

  it('name the same things as left with the person on every system', () => {
    const posix = /case \$entry in (.+?)\) continue/.exec(
      readFileSync(join(SCRIPTS, 'moving.sh'), 'utf8'),
    )?.[1];
    const windows = /foreach \(\$pattern in (.+?)\) \{/.exec(
      readFileSync(join(SCRIPTS, 'service.ps1'), 'utf8'),
    )?.[1];
    expect(posix?.split(' | ')).toEqual(windows?.split(', ').map((name) => name.slice(1, -1)));
    expect(posix).toContain('shell.json*');
  });
});
