import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmdirSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LogFile } from '../../electron/logging/log-file.ts';
import { SettingsFile } from '../../electron/settings/settings-file.ts';
import { temporaryFolder } from '../support/test-config.ts';

let folder = temporaryFolder();
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => folder[Symbol.dispose]());

describe('settings of the shell', () => {
  it('are defaults on a first start, and nothing is written until something changes', () => {
    const settings = new SettingsFile(folder.path);
    expect(settings.current).toMatchObject({ port: null, autostart: false, keepAwake: true, mdns: true });
    expect(existsSync(settings.file)).toBe(false);
  });

  it('are kept for the next start, in a file only the owner reads, with no draft left', () => {
    new SettingsFile(folder.path).update({ port: 8123, kioskDisplay: 2 });
    const { file, current } = new SettingsFile(folder.path);
    expect(current).toMatchObject({ port: 8123, kioskDisplay: 2, keepAwake: true });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(existsSync(`${file}.new`)).toBe(false);
  });

  it.each(['{"port":81', '[]', 'null', '"x"', ''])('survive a file that holds %j', (text) => {
    writeFileSync(join(folder.path, 'shell.json'), text);
    expect(new SettingsFile(folder.path).current.keepAwake).toBe(true);
  });

  it('lose a value that makes no sense, and only that one', () => {
    const text = JSON.stringify({
      port: 70_000,
      autostart: true,
      window: { x: 'left' },
      updateUrl: 'ftp://x',
    });
    writeFileSync(join(folder.path, 'shell.json'), text);
    const { current } = new SettingsFile(folder.path);
    expect(current).toMatchObject({ port: null, autostart: true, updateUrl: null });
    expect(current.window.width).toBe(1280);
  });

  it('stand as they were, on disk and here, when the new file cannot be put in place', () => {
    const settings = new SettingsFile(folder.path);
    settings.update({ port: 8001 });
    const before = readFileSync(settings.file, 'utf8');
    mkdirSync(`${settings.file}.new`);
    expect(() => settings.update({ port: 8002 })).toThrow(/EISDIR/);
    expect(readFileSync(settings.file, 'utf8')).toBe(before);
    expect(settings.current.port).toBe(8001);
  });

  it('tell of a change after it is written', () => {
    const settings = new SettingsFile(folder.path);
    const told: unknown[] = [];
    settings.on('changed', ({ keepAwake }) => told.push(keepAwake, existsSync(settings.file)));
    settings.update({ keepAwake: false });
    expect(told).toEqual([false, true]);
  });
});

describe('the log of a program without a terminal', () => {
  it('goes on where the last run ended', () => {
    for (const line of ['one\n', 'two\n']) {
      const log = new LogFile(folder.path);
      log.write(line);
      log.close();
    }
    expect(readFileSync(join(folder.path, 'sentinel.log'), 'utf8')).toBe('one\ntwo\n');
  });

  it('never writes to a number that another file has by now, also when no new log can be opened', () => {
    const log = new LogFile(folder.path, 10);
    log.write('a line that fills it\n');
    // Where the log was and its older ones would go there are folders now, so neither can be made.
    const refuse = `${log.file}.away`;
    renameSync(log.file, refuse);
    mkdirSync(log.file);
    for (const age of [1, 2, 3]) mkdirSync(`${log.file}.${age}/x`, { recursive: true });
    log.write('lost\n');
    const database = join(folder.path, 'database');
    const handle = openSync(database, 'w');
    log.write('lost as well\n');
    closeSync(handle);
    expect(readFileSync(database, 'utf8')).toBe('');
    rmdirSync(log.file);
    log.write('there again\n');
    log.close();
    expect(readFileSync(log.file, 'utf8')).toBe('there again\n');
  });

  it('keeps three full files and drops the oldest', () => {
    const log = new LogFile(folder.path, 10);
    for (let count = 0; count < 6; count += 1) log.write(`line ${count} xx\n`);
    log.close();
    const read = (suffix: string) => readFileSync(`${log.file}${suffix}`, 'utf8').slice(0, 6);
    expect(['', '.1', '.2', '.3'].map(read)).toEqual(['line 5', 'line 4', 'line 3', 'line 2']);
    expect(existsSync(`${log.file}.4`)).toBe(false);
  });
});
