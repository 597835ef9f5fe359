// Power, autostart, leaving.
import { EventEmitter } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Autostart, autostartEntry } from '../../electron/machine/autostart.ts';
import { Power } from '../../electron/machine/power.ts';
import { thisMachine } from '../../electron/machine/this-machine.ts';
import { askToQuit, quitWarning } from '../../electron/quit/quit-question.ts';
import { Quitting } from '../../electron/quit/quitting.ts';
import { createLogger } from '../../server/log.ts';
import {
  app,
  BrowserWindow,
  desktop,
  powerMonitor,
  PreventableEvent,
  resetDesktop,
} from '../support/electron-double.ts';
import { temporaryFolder } from '../support/test-config.ts';
import { eventually } from '../support/wait.ts';

let folder = temporaryFolder();
beforeEach(() => {
  resetDesktop();
  folder = temporaryFolder();
});
afterEach(() => {
  resetDesktop();
  folder[Symbol.dispose]();
});

describe('power', () => {
  it('keeps the computer awake while asked to, with one request at a time', () => {
    const power = new Power({
      log: createLogger('silent'),
      now: () => new Date(),
      onSlept: async () => undefined,
    });
    power.keepAwake(true);
    power.keepAwake(true);
    expect(desktop.blockers.size).toBe(1);
    power.keepAwake(false);
    power.keepAwake(false);
    expect(desktop.blockers.size).toBe(0);
  });

  it('a sleep is logged and told of as a gap', async () => {
    const lines: string[] = [];
    const gaps: unknown[] = [];
    let now = new Date('2026-03-01T20:00:00Z');
    new Power({
      log: createLogger('info', (line) => lines.push(line)),
      now: () => now,
      onSlept: async (gap) => void gaps.push(gap),
    }).setup();
    powerMonitor.emit('suspend');
    now = new Date('2026-03-01T21:30:00Z');
    powerMonitor.emit('resume');
    await eventually('the gap', () => gaps.length > 0);
    expect(gaps).toEqual([{ from: new Date('2026-03-01T20:00:00Z'), to: now }]);
    expect(lines.join('')).toMatch(/goes to sleep[\s\S]*woke up.*"seconds":5400/);
  });

  it('a gap that cannot be recorded harms nothing', async () => {
    const lines: string[] = [];
    const log = createLogger('info', (line) => lines.push(line));
    const onSlept = () => Promise.reject(new Error('database closed'));
    new Power({ log, now: () => new Date(), onSlept }).setup();
    powerMonitor.emit('resume');
    await eventually('the log says so', () => lines.some((line) => line.includes('could not be recorded')));
  });
});

describe('starting with the computer', () => {
  it('on Linux is a file that names the program, quoted, and starts it hidden', () => {
    const program = ['/opt/My "Apps"/100% $sentinel'];
    const place = { platform: 'linux', configHome: folder.path, program } as const;
    const autostart = new Autostart(place);
    const file = join(folder.path, 'autostart', 'sentinel-command-center.desktop');
    expect(autostart.isOn()).toBe(false);
    autostart.set(true);
    expect(autostart.isOn()).toBe(true);
    expect(readFileSync(file, 'utf8')).toContain(
      String.raw`Exec="/opt/My \\"Apps\\"/100%% \\$sentinel" "--hidden"`,
    );
    autostart.set(false);
    expect(existsSync(file)).toBe(false);
    autostart.set(false);
  });

  it('names the program where it lies now, and is not switched on by that', () => {
    const at = (image: string) =>
      new Autostart({ platform: 'linux', configHome: folder.path, program: [image] });
    const file = join(folder.path, 'autostart', 'sentinel-command-center.desktop');
    at('/old/S.AppImage').renew();
    expect(existsSync(file)).toBe(false);
    at('/old/S.AppImage').set(true);
    writeFileSync(file, `${readFileSync(file, 'utf8')}X-Own=kept\n`);
    at('/old/S.AppImage').renew();
    expect(readFileSync(file, 'utf8')).toContain('X-Own=kept');
    at('/new place/S.AppImage').renew();
    expect(readFileSync(file, 'utf8')).toContain('Exec="/new place/S.AppImage" "--hidden"');
  });

  it('elsewhere is a login item', () => {
    const autostart = new Autostart({ platform: 'win32', configHome: '', program: ['C:\\s.exe', 'C:\\app'] });
    autostart.set(true);
    expect([desktop.loginItem, autostart.isOn()]).toEqual([true, true]);
    expect(desktop.happened).toEqual(['login item C:\\s.exe C:\\app --hidden']);
    autostart.set(false);
    expect(autostart.isOn()).toBe(false);
  });

  it('names an AppImage itself, not what it unpacked', () => {
    expect(thisMachine({ APPIMAGE: '/home/a/S.AppImage' }).program).toEqual(['/home/a/S.AppImage']);
    expect(thisMachine({ XDG_CONFIG_HOME: '/c' })).toMatchObject({
      configHome: '/c',
      program: [process.execPath],
    });
    expect(autostartEntry(['/x'])).toMatch(/^\[Desktop Entry\]\nType=Application\n/);
  });
});

describe('leaving', () => {
  const nobody = { ask: async () => true };

  it('ends tray, windows and server in this order, then the program', async () => {
    const done: string[] = [];
    const quitting = new Quitting({
      ...nobody,
      steps: [
        () => void done.push('tray'),
        () => void done.push('windows'),
        async () => void done.push('server'),
      ],
    });
    quitting.setup(new EventEmitter() as NodeJS.Process);
    app.quit();
    expect(desktop.happened).toEqual([]);
    await eventually('the end', () => desktop.happened.includes('quit'));
    expect(done).toEqual(['tray', 'windows', 'server']);
    expect(quitting.going).toBe(true);
  });

  it('does not happen when the person says no, and is asked once at a time', async () => {
    const answers = Promise.withResolvers<boolean>();
    let asked = 0;
    const quitting = new Quitting({
      ask: () => {
        asked += 1;
        return answers.promise;
      },
      steps: [],
    });
    quitting.setup(new EventEmitter() as NodeJS.Process);
    app.quit();
    app.quit();
    answers.resolve(false);
    await answers.promise;
    await eventually('no longer asking', () => !quitting.going);
    expect(asked).toBe(1);
    expect(desktop.happened).toEqual([]);
  });

  it('does not wait for a server that does not end, nor for a step that fails', async () => {
    const steps = [() => Promise.reject(new Error('no')), () => new Promise<void>(() => undefined)];
    const quitting = new Quitting({ ...nobody, steps, limitMs: 30 });
    quitting.setup(new EventEmitter() as NodeJS.Process);
    await quitting.stopNow();
    expect(desktop.happened).toEqual(['quit']);
  });

  it.each(['SIGTERM', 'SIGINT', 'SIGHUP'])('%s asks nobody', async (name) => {
    const signals = new EventEmitter();
    const ask = () => Promise.reject(new Error('asked'));
    new Quitting({ ask, steps: [] }).setup(signals as NodeJS.Process);
    signals.emit(name);
    await eventually('the end', () => desktop.happened.includes('quit'));
  });

  it('the end of the session asks nobody', async () => {
    new Quitting({ ask: () => new Promise(() => undefined), steps: [] }).setup(
      new EventEmitter() as NodeJS.Process,
    );
    const event = new PreventableEvent();
    powerMonitor.emit('shutdown', event);
    // The system waits.
    expect(event.defaultPrevented).toBe(true);
    await eventually('the end', () => desktop.happened.includes('quit'));
  });

  it('the end of the session on Windows, which its windows are told, asks nobody', async () => {
    new Quitting({ ask: () => new Promise(() => undefined), steps: [] }).setup(
      new EventEmitter() as NodeJS.Process,
    );
    new BrowserWindow({}).emit('session-end', {});
    await eventually('the end', () => desktop.happened.includes('quit'));
  });

  it('says for whom it ends', () => {
    expect(quitWarning({ viewers: 2, cameras: 3 })).toMatch(/^Connected now: 2 viewers and 3 cameras\./);
    expect(quitWarning({ viewers: 1, cameras: 0 })).toMatch(/^Connected now: 1 viewer and 0 cameras\./);
    expect(quitWarning({ viewers: 0, cameras: 0 })).toBeUndefined();
  });

  it('asks only when somebody would notice', async () => {
    expect(await askToQuit(async () => ({ viewers: 0, cameras: 0 }))).toBe(true);
    expect(desktop.dialogs).toEqual([]);
    desktop.pressed.push('Quit');
    expect(await askToQuit(async () => ({ viewers: 1, cameras: 1 }))).toBe(true);
    expect(await askToQuit(async () => ({ viewers: 1, cameras: 1 }))).toBe(false);
    expect(desktop.dialogs[0]?.detail).toContain('1 viewer and 1 camera');
  });
});
