import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pino from 'pino';
import { describe, expect, it } from 'vitest';
import { doctorCode } from '../../../server/contract/doctor.ts';
import type { LoopState } from '../../../server/contract/system.ts';
import { checkNodeClocks, checkOwnClock } from '../../../server/doctor/checks/clock-checks.ts';
import { checkSleep } from '../../../server/doctor/checks/sleep-check.ts';
import { checkTasks } from '../../../server/doctor/checks/tasks-checks.ts';
import { examine } from '../../../server/doctor/doctor-report.ts';
import { DiskHistory } from '../../../server/doctor/history/disk-history.ts';
import { StartHistory } from '../../../server/doctor/history/start-history.ts';
import { decode } from '../../../server/doctor/rehearsal/decode.ts';
import { SAMPLE_PICTURES, sampleSegments } from '../../../server/doctor/rehearsal/sample-video.ts';
import { beginsPlayable } from '../../../server/doctor/rehearsal/transport-stream.ts';
import { CHECK_NAMES, worded } from '../../../server/doctor/words.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { temporaryFolder, testConfig } from '../../support/test-config.ts';
import { SOUND_COMPUTER } from './doctor-bench.ts';

const log = pino({ level: 'silent' });
const HOUR_MS = 3_600_000;
const GB = 1e9;

describe('sleep settings', () => {
  const PMSET = (mains: number) =>
    `Battery Power:\n hibernatemode        3\n sleep                1\nAC Power:\n displaysleep         10\n sleep                ${mains}\n womp                 1\n`;
  const GSETTINGS = (action: string) => (args: readonly string[]) =>
    args.at(-1)?.endsWith('type') === true ? `'${action}'\n` : '1800\n';
  const answers: readonly [
    string,
    NodeJS.Platform,
    (program: string, args: readonly string[]) => string | undefined,
    string,
    number?,
  ][] = [
    ['Windows never sleeps on mains', 'win32', () => 'AC: 0x00000000\nDC: 0x00000384', 'sleep_off'],
    [
      'Windows sleeps after half an hour',
      'win32',
      () => 'x 0x00000000\nAC: 0x00000708\nDC: 0x00000000',
      'sleep_on',
      30,
    ],
    ['Windows does not say', 'win32', () => undefined, 'sleep_unknown'],
    ['a Mac never sleeps on mains, whatever it does on battery', 'darwin', () => PMSET(0), 'sleep_off'],
    ['a Mac sleeps after ten minutes', 'darwin', () => PMSET(10), 'sleep_on', 10],
    ['a Mac without that line', 'darwin', () => 'AC Power:\n womp 1\n', 'sleep_unknown'],
    [
      'systemd forbids it',
      'linux',
      (program) => (program === 'systemctl' ? 'masked\n' : undefined),
      'sleep_off',
    ],
    [
      'GNOME suspends after half an hour',
      'linux',
      (program, args) => (program === 'gsettings' ? GSETTINGS('suspend')(args) : undefined),
      'sleep_on',
      30,
    ],
    [
      'GNOME does nothing',
      'linux',
      (program, args) => (program === 'gsettings' ? GSETTINGS('nothing')(args) : undefined),
      'sleep_off',
    ],
    [
      'the login manager suspends after 20 minutes',
      'linux',
      (program, args) =>
        program === 'busctl' ? (args.at(-1) === 'IdleAction' ? 's "suspend"' : 't 1200000000') : undefined,
      'sleep_on',
      20,
    ],
    [
      'no desktop, and the login manager ignores idling',
      'linux',
      (program, args) =>
        program === 'busctl' ? 's "ignore"' : args[0] === 'get-default' ? 'multi-user.target\n' : undefined,
      'sleep_off',
    ],
    [
      'a desktop that cannot be asked',
      'linux',
      (program, args) =>
        program === 'busctl' ? 's "ignore"' : args[0] === 'get-default' ? 'graphical.target\n' : undefined,
      'sleep_unknown',
    ],
    ['a system nobody knows', 'freebsd', () => undefined, 'sleep_unknown'],
  ];

  it.each(answers)('%s', async (_, platform, answer, code, minutes) => {
    const command = async (program: string, args: readonly string[]) => answer(program, args);
    const found = await checkSleep({ ...SOUND_COMPUTER, platform, command });
    expect(found.code).toBe(code);
    expect(found.facts['minutes']).toBe(minutes);
  });
});

describe('the pace of the disk', () => {
  it('says after two days when it will be full, keeps a figure an hour, and knows it after a restart', () => {
    using folder = temporaryFolder();
    const clock = new FakeClock();
    const services = { clock, log, dataDir: folder.path };
    const history = new DiskHistory(services);
    for (let hour = 0; hour < 72; hour += 0.5) {
      history.note(100 * GB - hour * GB);
      clock.advance(HOUR_MS / 2);
      if (hour === 40) expect(history.daysLeft(60 * GB)).toBeUndefined();
    }
    const kept = JSON.parse(readFileSync(join(folder.path, 'disk-history.json'), 'utf8')) as unknown[];
    expect(kept).toHaveLength(72);
    // 24 GB a day.
    expect(new DiskHistory(services).daysLeft(48 * GB)).toBe(2);
  });

  it('is silent while it does not fill, and survives a damaged file', () => {
    using folder = temporaryFolder();
    writeFileSync(join(folder.path, 'disk-history.json'), '{"no": "list"');
    const clock = new FakeClock();
    const history = new DiskHistory({ clock, log, dataDir: folder.path });
    for (let hour = 0; hour < 100; hour += 1) {
      history.note(50 * GB + (hour % 2) * 1000);
      clock.advance(HOUR_MS);
    }
    expect(history.daysLeft(50 * GB + 1_000)).toBeUndefined();
  });
});

it('counts crashes of the last hour, not stops and not older ones', () => {
  using folder = temporaryFolder();
  const clock = new FakeClock();
  const services = { clock, log, dataDir: folder.path };
  const run = (ended: boolean): void => {
    const history = new StartHistory(services);
    history.began();
    if (ended) history.ended();
    clock.advance(HOUR_MS / 6);
  };
  for (const ended of [false, false, true, false, false]) run(ended);
  expect(new StartHistory(services).crashesOfLastHour(false)).toBe(4);
  expect(new StartHistory(services).crashesOfLastHour(true)).toBe(3);
  clock.advance(HOUR_MS);
  expect(new StartHistory(services).crashesOfLastHour(false)).toBe(0);
});

describe('clocks', () => {
  const NOW = new FakeClock();
  const clocksOf = (...offsets: (number | null)[]) =>
    offsets.map((behindMs, index) => ({ orgId: 'org', name: `Node ${index}`, behindMs }));
  const ownClock = (clocks: ReturnType<typeof clocksOf>) => {
    using folder = temporaryFolder();
    return checkOwnClock({ clock: NOW, config: testConfig(folder.path), probes: SOUND_COMPUTER }, clocks);
  };

  it.each<[string, (number | null)[], string, string]>([
    ['nodes that said nothing', [null, null], 'node_clocks_unknown', 'clock_ok'],
    ['all right', [200, 900], 'node_clocks_ok', 'clock_ok'],
    ['one node far ahead', [-400_000, 300], 'node_clock_wrong', 'clock_ok'],
    ['one node only, so either may be wrong', [90_000], 'node_clock_wrong', 'clock_ok'],
    ['two wrong nodes that differ', [90_000, 400_000], 'node_clock_wrong', 'clock_ok'],
    ['two that agree against this computer', [90_000, 95_000], 'node_clocks_unknown', 'clock_against_nodes'],
  ])('%s', async (_, offsets, ofNodes, own) => {
    const clocks = clocksOf(...offsets);
    expect(checkNodeClocks(clocks, { orgId: 'org' })[0]?.code).toBe(ofNodes);
    expect((await ownClock(clocks)).code).toBe(own);
  });

  it('names nodes of the asking organization only, and says which way', () => {
    const clocks = [...clocksOf(90_000), { orgId: 'other', name: 'Secret', behindMs: -400_000 }];
    expect(checkNodeClocks(clocks, { orgId: 'org' })).toMatchObject([
      { state: 'warn', facts: { node: 'Node 0', seconds: 90, direction: 'behind' } },
    ]);
    expect(checkNodeClocks(clocks, { orgId: undefined })).toMatchObject([
      {},
      { state: 'bad', facts: { node: 'Secret', direction: 'ahead' } },
    ]);
    expect(checkNodeClocks(clocks, { orgId: 'nobody' })).toMatchObject([{ code: 'node_clocks_none' }]);
  });
});

describe('background tasks', () => {
  const clock = new FakeClock();
  const loop = (changes: Partial<LoopState>): LoopState => ({
    name: 'a-task',
    every_seconds: 60,
    running: false,
    runs: 5,
    failures: 0,
    last_run_at: clock.now().toISOString(),
    last_duration_ms: 10,
    last_error_class: null,
    last_error_at: null,
    ...changes,
  });
  const ago = (minutes: number) => new Date(clock.now().getTime() - minutes * 60_000).toISOString();

  it.each<[string, Partial<LoopState>, string]>([
    ['runs', {}, 'tasks_ok'],
    ['has not run yet', { runs: 0, last_run_at: null }, 'tasks_ok'],
    ['failed, and is well again', { failures: 3, last_error_at: ago(1) }, 'tasks_ok'],
    ['failed last time', { last_error_class: 'TypeError' }, 'task_failing'],
    ['missed its turns', { last_run_at: ago(6) }, 'task_stalled'],
    ['works for some minutes', { running: true, last_run_at: ago(20) }, 'tasks_ok'],
    ['works for an hour', { running: true, last_run_at: ago(60) }, 'task_stalled'],
  ])('one that %s', (_, changes, code) => {
    expect(checkTasks([loop({ name: 'fine' }), loop(changes)], clock).map((each) => each.code)).toEqual([
      code,
    ]);
  });
});

describe('the sample video', () => {
  it('is what a player can begin with, segment by segment, and decodes to its pictures', async () => {
    const segments = sampleSegments();
    expect(segments.every((segment) => beginsPlayable(segment))).toBe(true);
    expect(await decode('ffprobe', segments)).toEqual({ ok: true, pictures: SAMPLE_PICTURES });
    expect(await decode('/no/such/ffprobe', segments)).toEqual({ ok: true, pictures: undefined });
  });

  it('is recognised when damaged: cut short, without its first picture, nothing at all', async () => {
    const [first = Buffer.alloc(0)] = sampleSegments();
    // The one full picture is called a picture that needs another one.
    const noPicture = Buffer.from(
      first.toString('latin1').replaceAll('\0\0\x01\x65', '\0\0\x01\x61'),
      'latin1',
    );
    expect(noPicture.equals(first)).toBe(false);
    for (const bytes of [first.subarray(0, 1_000), noPicture, Buffer.alloc(0), Buffer.alloc(188)]) {
      expect(beginsPlayable(bytes)).toBe(false);
      expect(await decode('ffprobe', [bytes])).toEqual({ ok: false });
    }
  });
});

describe('words', () => {
  const GOOD = /_(ok|none|off|free|not_yet|unknown|local_only|proxy)$/;

  it.each(doctorCode.options)('%s has a sentence, and its fix when something is to be done', (code) => {
    const { message, fix } = worded({ check: 'video', state: 'bad', code, facts: {} });
    expect(message.length).toBeGreaterThan(8);
    const needsNone = GOOD.test(code) && !['network_none', 'backups_off'].includes(code);
    if (!needsNone) expect(fix?.length ?? 0).toBeGreaterThan(15);
  });

  it('calls every check by a name', () => {
    expect(new Set(Object.values(CHECK_NAMES)).size).toBe(Object.keys(CHECK_NAMES).length);
  });
});

it('goes on when one look fails, and tells in the usual order', async () => {
  const report = await examine(new FakeClock(), [
    { check: 'mail', look: () => ({ check: 'mail', state: 'ok', code: 'mail_off', facts: {} }) },
    {
      check: 'video',
      look: () => {
        throw new TypeError('broken');
      },
    },
  ]);
  expect(report.findings.map(({ code, state }) => [code, state])).toEqual([
    ['check_failed', 'unknown'],
    ['mail_off', 'ok'],
  ]);
  expect(report.state).toBe('ok');
});
