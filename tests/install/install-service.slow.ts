import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FakeComputer, PROGRAM } from './fake-computer.ts';

const URL = 'http://192.168.1.20:8000';
const KEY = '0b9c1d2e-3f40-4a5b-8c6d-7e8f90a1b2c3';
const CREDENTIALS = ['--url', URL, '--node-id', '1a2b3c4d', '--key', KEY];
const SERVICE = `${PROGRAM}.service`;

describe('credentials', () => {
  it('connect the node from the home folder, and the key is never shown', async () => {
    using computer = new FakeComputer();
    const { status, output } = await computer.run(CREDENTIALS);
    expect(status).toBe(0);
    expect(computer.calls(/setup|^in /)).toEqual([
      `${PROGRAM} setup --url ${URL} --node-id 1a2b3c4d --key ${KEY}`,
      `in ${computer.home}`,
    ]);
    expect(output).toContain('paired: setup');
    expect(output).not.toContain(KEY);
    expect(computer.unit()).toBeUndefined();
  });

  it('are used again when the node is connected already, without deleting its data', async () => {
    using computer = new FakeComputer();
    computer.write('home/data/node.db', 'precious\n');
    expect((await computer.run(CREDENTIALS)).status).toBe(0);
    expect(computer.calls(/setup/)).toHaveLength(1);
    expect(readFileSync(join(computer.home, 'data/node.db'), 'utf8')).toBe('precious\npaired\n');
  });

  it('that are refused end with exit 1 and without the key', async () => {
    using computer = new FakeComputer();
    const { status, output } = await computer.run(CREDENTIALS, { FAKE_SETUP: 'refuses' });
    expect(status).toBe(1);
    expect(output).toContain('could not be connected');
    expect(output).not.toContain(KEY);
    expect(computer.unit()).toBeUndefined();
  });

  it('a running service pauses meanwhile, and goes on when they are refused', async () => {
    using computer = new FakeComputer();
    computer.write('home/data/node.db', 'old');
    computer.write('fake/unit', 'old unit');
    computer.write('fake/active', '');
    const { status } = await computer.run(CREDENTIALS, { FAKE_SETUP: 'refuses' });
    expect(status).toBe(1);
    expect(computer.calls(/^(systemctl (stop|start)|sourcebox)/)).toEqual([
      `systemctl stop ${SERVICE}`,
      expect.stringContaining('setup'),
      `systemctl start ${SERVICE}`,
    ]);
    expect(computer.unit()).toBe('old unit');
  });

  it('a setup that goes on as the running node is ended for the service', async () => {
    using computer = new FakeComputer();
    const { status, output } = await computer.run([...CREDENTIALS, '--install-service'], {
      FAKE_SETUP: 'stays',
    });
    expect(status).toBe(0);
    expect(computer.calls(/^(stopped|systemctl restart)/)).toEqual([
      'stopped',
      `systemctl restart ${SERVICE}`,
    ]);
    expect(output).not.toContain(KEY);
  });
});

describe('the service', () => {
  it('is installed when asked for: as the person, for the cameras, restarted within limits', async () => {
    using computer = new FakeComputer();
    const { status, output } = await computer.run([...CREDENTIALS, '--install-service']);
    expect(status).toBe(0);
    const lines = computer.unit()?.split('\n') ?? [];
    expect(lines).toEqual(
      expect.arrayContaining([
        'User=olga',
        'Group=video',
        'Environment=NO_COLOR=1',
        'Environment=TERM=dumb',
        `WorkingDirectory=${computer.home}`,
        `ExecStart="${computer.installed}" run`,
        'Restart=on-failure',
        'RestartSec=5',
        'StartLimitBurst=5',
        'StartLimitIntervalSec=60',
      ]),
    );
    expect(lines.join('\n')).not.toContain(KEY);
    expect(computer.calls(/^(sudo|systemctl (d|e|r))/)).toEqual([
      `sudo tee /etc/systemd/system/${SERVICE}`,
      'sudo systemctl daemon-reload',
      'systemctl daemon-reload',
      `sudo systemctl enable ${SERVICE}`,
      `systemctl enable ${SERVICE}`,
      `sudo systemctl restart ${SERVICE}`,
      `systemctl restart ${SERVICE}`,
    ]);
    expect(output).toContain('runs as a service');
    expect(output).toContain(`journalctl -u ${PROGRAM}`);
  });

  it('needs no sudo for root', async () => {
    using computer = new FakeComputer();
    await computer.run([...CREDENTIALS, '--install-service'], { FAKE_UID: '0' });
    expect(computer.unit()).toContain('ExecStart');
    expect(computer.calls(/^sudo/)).toEqual([]);
  });

  it('works in the folder that holds the data', async () => {
    using computer = new FakeComputer();
    computer.write('home/.sourcebox-sentry/data/node.db', 'paired');
    await computer.run(['--install-service']);
    expect(computer.unit()).toContain(`WorkingDirectory=${join(computer.home, '.sourcebox-sentry')}\n`);
  });

  it('an update renews one that exists, without the flag', async () => {
    using computer = new FakeComputer();
    computer.write('home/data/node.db', 'paired');
    computer.write('fake/unit', 'old unit');
    const { output } = await computer.run();
    expect(computer.unit()).toContain('ExecStart');
    expect(computer.calls(/setup/)).toEqual([]);
    expect(output).toContain('runs as a service');
  });

  it.each<[string, readonly string[], Record<string, string>, (computer: FakeComputer) => void]>([
    ['without the flag', CREDENTIALS, {}, () => undefined],
    ['before the node is connected', ['--install-service'], {}, () => undefined],
    [
      'where there is no systemd',
      [...CREDENTIALS, '--install-service'],
      {},
      (computer) => computer.remove('systemctl'),
    ],
    [
      'on macOS',
      [...CREDENTIALS, '--install-service'],
      { FAKE_SYSTEM: 'Darwin' },
      (computer) => computer.release(['node-macos-x86_64']),
    ],
  ])('is not installed %s', async (_when, args, env, prepare) => {
    using computer = new FakeComputer();
    prepare(computer);
    expect((await computer.run(args, env)).status).toBe(0);
    expect(computer.unit()).toBeUndefined();
    expect(computer.calls(/^systemctl (enable|restart|daemon)/)).toEqual([]);
  });

  it('one that does not come up is said to be so, with the way to its log', async () => {
    using computer = new FakeComputer();
    const args = [...CREDENTIALS, '--install-service'];
    const { output } = await computer.run(args, { FAKE_BROKEN_SERVICE: '1' });
    expect(output).toContain('the service does not run');
    expect(output).toContain(`journalctl -u ${PROGRAM}`);
    expect(output).not.toContain('runs as a service');
  });
});

describe('the end', () => {
  it('a connected node: how to start it, and how to start it with the computer', async () => {
    using computer = new FakeComputer();
    const { output } = await computer.run(CREDENTIALS);
    expect(output).toContain(`cd "${computer.home}" && "${computer.installed}" run`);
    expect(output).toContain('--install-service');
    expect(output).toContain('export PATH=');
  });

  it('a node that is not connected: what to do next', async () => {
    using computer = new FakeComputer();
    const { status, output } = await computer.run();
    expect(status).toBe(0);
    expect(output).toContain('add a node');
    expect(output).toContain(`"${computer.installed}" setup`);
    expect(computer.calls(/setup/)).toEqual([]);
  });

  it('no hint when the folder is on the path', async () => {
    using computer = new FakeComputer();
    const folder = join(computer.home, 'bin');
    // The first entry that has a program wins; this folder is empty until the script fills it.
    const { output } = await computer.run([], {
      SOURCEBOX_SENTRY_INSTALL_DIR: folder,
      PATH: `${computer.path}:${folder}`,
    });
    expect(output).not.toContain('export PATH=');
  });
});

describe('questions', () => {
  it('without a terminal are answered yes, and said so', async () => {
    using computer = new FakeComputer();
    computer.remove('ffmpeg');
    const { output } = await computer.run();
    expect(output).toContain('yes (no terminal');
    expect(computer.calls(/^apt-get install/)).toEqual(['apt-get install -y ffmpeg v4l-utils']);
  });

  it.each([
    ['', 1],
    ['y', 1],
    ['n', 0],
    ['No', 0],
  ])('on a terminal, %j to ffmpeg installs it %i times', async (answer, times) => {
    using computer = new FakeComputer();
    computer.remove('ffmpeg');
    const { status } = await computer.runOnTerminal([answer, 'n']);
    expect(status).toBe(0);
    expect(computer.calls(/^apt-get install/)).toHaveLength(times);
    expect(computer.calls(/setup/)).toEqual([]);
  });

  it('a person without credentials is offered the questions of the node program itself', async () => {
    using computer = new FakeComputer();
    const { status } = await computer.runOnTerminal(['y', 'blue'], [], { FAKE_SETUP: 'asks' });
    expect(status).toBe(0);
    expect(computer.calls(/setup|answered|^in /)).toEqual([
      `${PROGRAM} setup`,
      `in ${computer.home}`,
      'answered blue',
    ]);
    expect(existsSync(join(computer.home, 'data/node.db'))).toBe(true);
  });

  it('a setup by questions that fails does not fail the installation; a connected node is not asked', async () => {
    using computer = new FakeComputer();
    const { status, output } = await computer.runOnTerminal(['y'], [], { FAKE_SETUP: 'refuses' });
    expect([status, output]).toEqual([0, expect.stringContaining('not connected')]);
    using connected = new FakeComputer();
    connected.write('home/data/node.db', 'paired');
    expect((await connected.runOnTerminal([])).status).toBe(0);
    expect(connected.calls(/setup/)).toEqual([]);
  });
});
