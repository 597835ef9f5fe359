import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FakeComputer, PROGRAM } from './fake-computer.ts';

const URL = 'http://192.168.1.20:8000';
const KEY = '0b9c1d2e-3f40-4a5b-8c6d-7e8f90a1b2c3';
const CREDENTIALS = ['--url', URL, '--node-id', '1a2b3c4d', '--key', KEY];
const RELEASES = 'https://github.com/SourceBox-LLC/Sentinel-CameraNode/releases/latest';

it('install.sh has no complaint from shellcheck and is strict', () => {
  const script = join(import.meta.dirname, '../../templates/install.sh');
  const checked = spawnSync('shellcheck', ['--shell=bash', script], { encoding: 'utf8' });
  expect([checked.status, checked.stdout]).toEqual([0, '']);
  expect(readFileSync(script, 'utf8')).toMatch(/^#!\/usr\/bin\/env bash\n(#.*\n)+set -euo pipefail\n/);
});

describe('arguments', () => {
  it.each([
    [['--url', URL]],
    [['--url', URL, '--key', KEY]],
    [['--node-id=1a2b3c4d', `--key=${KEY}`]],
    [['--url', '--node-id', '1a2b3c4d', '--key', KEY]],
    [['--url=', '--node-id=1a2b3c4d', `--key=${KEY}`]],
    [CREDENTIALS.slice(0, 5)],
  ])('%j is not enough: exit 1 before anything is done', async (args) => {
    using computer = new FakeComputer();
    const { status, output } = await computer.run(args);
    expect(status).toBe(1);
    expect(output).toContain('--url, --node-id and --key');
    expect(output).not.toContain(KEY);
    expect(computer.calls()).toEqual([]);
  });

  it.each([
    ['apart', CREDENTIALS],
    ['joined', [`--url=${URL}`, '--node-id=1a2b3c4d', `--key=${KEY}`]],
    ['among unknown ones', ['--verbose', ...CREDENTIALS, 'extra', '--colour=no']],
  ])('are taken %s', async (_how, args) => {
    using computer = new FakeComputer();
    const { status } = await computer.run(args);
    expect(status).toBe(0);
    expect(computer.calls(/setup/)).toEqual([
      `${PROGRAM} setup --url ${URL} --node-id 1a2b3c4d --key ${KEY}`,
    ]);
  });

  it('the folder can be chosen', async () => {
    using computer = new FakeComputer();
    const folder = join(computer.home, 'my cameras');
    const { status, output } = await computer.run([], { SOURCEBOX_SENTRY_INSTALL_DIR: folder });
    expect([status, existsSync(join(folder, PROGRAM))]).toEqual([0, true]);
    expect(output).toContain(`export PATH="${folder}:$PATH"`);
  });
});

describe('the computer', () => {
  it.each(['MINGW64_NT-10.0', 'FreeBSD', ''])(
    'system %j is refused with the way to the Windows installer',
    async (name) => {
      using computer = new FakeComputer();
      const { status, output } = await computer.run([], { FAKE_SYSTEM: name });
      expect(status).toBe(1);
      expect(output).toContain('MSI');
      expect(output).toContain(RELEASES);
    },
  );

  it.each([
    ['Linux', 'x86_64', 'linux-x86_64'],
    ['Linux', 'amd64', 'linux-x86_64'],
    ['Linux', 'aarch64', 'linux-aarch64'],
    ['Linux', 'armv7l', 'linux-armv7'],
    ['Darwin', 'arm64', 'macos-aarch64'],
  ])('%s on %s takes the %s file', async (system, machine, name) => {
    using computer = new FakeComputer();
    const names = ['linux-x86_64', 'linux-aarch64', 'linux-armv7', 'macos-aarch64'].map(
      (one) => `node-${one}`,
    );
    computer.release(names);
    const { status } = await computer.run([], { FAKE_SYSTEM: system, FAKE_MACHINE: machine });
    expect(status).toBe(0);
    expect(computer.calls(/^curl .*example/)).toEqual([expect.stringContaining(`/releases/node-${name}`)]);
  });

  it.each(['riscv64', 'i686', 'armv6l'])('processor %s is refused', async (machine) => {
    using computer = new FakeComputer();
    const { status, output } = await computer.run([], { FAKE_MACHINE: machine });
    expect(status).toBe(1);
    expect(output).toContain(machine);
    expect(existsSync(computer.installed)).toBe(false);
  });

  it('without curl nothing begins', async () => {
    using computer = new FakeComputer();
    computer.remove('curl');
    const { status, output } = await computer.run();
    expect([status, output]).toEqual([1, expect.stringContaining('curl')]);
  });
});

describe('the program', () => {
  it('the first file that fits is installed, whatever the layout of the answer; checksums do not fit', async () => {
    for (const layout of ['pretty', 'dense'] as const) {
      using computer = new FakeComputer();
      const names = [
        'node-macos-x86_64',
        'Node-Linux-x86_64.sha256',
        'Node-Linux-x86_64',
        'node-linux-x86_64-b',
      ];
      computer.release(names, layout);
      const { status } = await computer.run();
      expect(status).toBe(0);
      expect(computer.calls(/example/)).toEqual([expect.stringMatching(/\/Node-Linux-x86_64$/)]);
      expect(existsSync(computer.installed)).toBe(true);
    }
  });

  it.each([
    ['tar.gz', (target: string) => ['tar', '-czf', target, 'inner']],
    ['tgz', (target: string) => ['tar', '-czf', target, 'inner']],
  ])('a %s is unpacked', async (ending, command) => {
    using computer = new FakeComputer();
    const name = `cloudnode-linux-x86_64.${ending}`;
    computer.release([name]);
    await computer.pack(name, command);
    const { status } = await computer.run(CREDENTIALS);
    expect(status).toBe(0);
    expect(computer.calls(/setup/)).toHaveLength(1);
  });

  it('an update replaces it and leaves the data alone', async () => {
    using computer = new FakeComputer();
    computer.write('home/data/node.db', 'precious');
    computer.write(`home/.sourcebox-sentry/${PROGRAM}`, 'old');
    const { status } = await computer.run();
    expect(status).toBe(0);
    expect(readFileSync(computer.installed, 'utf8')).not.toBe('old');
    expect(readFileSync(join(computer.home, 'data/node.db'), 'utf8')).toBe('precious');
  });

  it.each([
    ['no file fits', (computer: FakeComputer) => computer.release(['node-windows-x86_64.msi'])],
    ['the release cannot be read', (computer: FakeComputer) => computer.write('fake/release', '<html>')],
    ['the download fails', (computer: FakeComputer) => computer.unpublish(`${PROGRAM}-linux-x86_64`)],
    [
      'there is no unzip',
      (computer: FakeComputer) => {
        computer.release(['node-linux-x86_64.zip']);
        computer.remove('unzip');
      },
    ],
    ['the archive is broken', (computer: FakeComputer) => computer.release(['node-linux-x86_64.tar.gz'])],
  ])('when %s it is built from source', async (_what, prepare) => {
    using computer = new FakeComputer();
    prepare(computer);
    const { status, output } = await computer.run();
    expect(output).toContain('from its source');
    expect(status).toBe(0);
    const source = join(computer.home, '.sourcebox-sentry/source');
    expect(computer.calls(/^(sudo|git|cargo) /)).toEqual([
      'sudo apt-get update',
      'sudo apt-get install -y build-essential git pkg-config libbz2-dev',
      `git clone --depth 1 https://github.com/SourceBox-LLC/Sentinel-CameraNode.git ${source}`,
      'cargo build --release',
    ]);
    expect(existsSync(computer.installed)).toBe(true);
  });

  it('a second build updates the source it has', async () => {
    using computer = new FakeComputer();
    computer.release([]);
    await computer.run();
    await computer.run();
    expect(computer.calls(/^git /)).toEqual([
      expect.stringMatching(/^git clone /),
      expect.stringMatching(/^git -C .*\/source pull --ff-only$/),
    ]);
  });

  it('a missing compiler is installed, stable and minimal', async () => {
    using computer = new FakeComputer();
    computer.release([]);
    computer.remove('cargo');
    const cargo = `mkdir -p target/release && cp "$FAKE/program" target/release/${PROGRAM}`;
    computer.write(
      'fake/rustup',
      `echo "rustup $*" >>"$FAKE/calls"; mkdir -p "$HOME/.cargo/bin"; printf '#!/bin/bash\n%s\n' '${cargo}' >"$HOME/.cargo/bin/cargo"; chmod 755 "$HOME/.cargo/bin/cargo"`,
    );
    const { status } = await computer.run();
    expect(status).toBe(0);
    expect(computer.calls(/^rustup/)).toEqual(['rustup -y --profile minimal --default-toolchain stable']);
  });

  it.each([
    ['git', 'git is needed'],
    ['cargo', 'Rust'],
  ])('a build without %s ends with a sentence', async (name, sentence) => {
    using computer = new FakeComputer();
    computer.release([]);
    computer.remove(name, 'apt-get');
    const { status, output } = await computer.run();
    expect([status, output]).toEqual([1, expect.stringContaining(sentence)]);
  });
});

describe('what the node needs', () => {
  it.each([
    ['Linux', 'apt-get', 'apt-get install -y ffmpeg v4l-utils'],
    ['Darwin', 'brew', 'brew install ffmpeg'],
  ])('ffmpeg comes on %s by %s', async (system, tool, call) => {
    using computer = new FakeComputer();
    computer.release(['node-linux-x86_64', 'node-macos-x86_64']);
    computer.remove('ffmpeg');
    if (tool === 'brew') computer.add('brew', '');
    const { status, output } = await computer.run([], { FAKE_SYSTEM: system });
    expect(status).toBe(0);
    expect(computer.calls().join('\n')).toContain(call);
    expect(output).toContain('ffmpeg is missing');
  });

  it('without ffmpeg and without a way to get it, it still installs', async () => {
    using computer = new FakeComputer();
    computer.remove('ffmpeg', 'apt-get');
    const { status, output } = await computer.run();
    expect([status, output]).toEqual([0, expect.stringContaining('ffmpeg is missing')]);
  });

  it('a board with an ARM processor adds the person to the group of the cameras; others do not', async () => {
    const machines = { aarch64: ['usermod -aG video olga'], x86_64: [] };
    for (const [machine, calls] of Object.entries(machines)) {
      using computer = new FakeComputer();
      computer.release(['node-linux-aarch64', 'node-linux-x86_64']);
      const { status } = await computer.run([], { FAKE_MACHINE: machine, FAKE_GROUPS: 'olga videographers' });
      expect(status).toBe(0);
      expect(computer.calls(/^usermod/)).toEqual(calls);
    }
  });

  it('a Raspberry Pi without its encoder is told', async () => {
    using computer = new FakeComputer();
    computer.release(['node-linux-aarch64']);
    const real = existsSync('/usr/bin/grep') ? '/usr/bin/grep' : '/bin/grep';
    computer.add('grep', `case "$*" in */proc/device-tree/model*) exit 0 ;; *) exec ${real} "$@" ;; esac`);
    const { output } = await computer.run([], { FAKE_MACHINE: 'aarch64' });
    expect(output).toContain('/dev/video10');
    using other = new FakeComputer();
    other.release(['node-linux-aarch64']);
    expect((await other.run([], { FAKE_MACHINE: 'aarch64' })).output).not.toContain('/dev/video10');
  });
});
