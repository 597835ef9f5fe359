// What is decided and written before anybody is asked for more rights.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { mkdirSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { outcomeOf, privilegedCommand } from '../../../electron/service/privileged.ts';
import {
  powerShellWord,
  scriptParts,
  serviceScript,
  shellWord,
} from '../../../electron/service/service-script.ts';
import { serviceSystem, whyNoService, type ServicePlan } from '../../../electron/service/service-plan.ts';
import {
  readServiceRecord,
  requireUnmovedData,
  serviceRecordFile,
} from '../../../server/config/service-record.ts';
import { temporaryFolder } from '../../support/test-config.ts';
import { SCRIPTS } from './service-bench.ts';

const plan: ServicePlan = {
  system: 'linux',
  program: '/opt/Sentinel Command Center/sentinel-command-center',
  port: 8001,
  host: '0.0.0.0',
  person: 'anna',
  from: "/home/anna/it's/data",
  holder: 4711,
};
const windows: ServicePlan = {
  ...plan,
  system: 'win32',
  program: String.raw`C:\Program Files\Sentinel Command Center\Sentinel Command Center.exe`,
  from: String.raw`C:\Users\Anna O’Hara\data`,
};

/** What PowerShell gets from `-EncodedCommand`. */
const decoded = (command: string): string =>
  Buffer.from(/-EncodedCommand','([^']+)'/.exec(command)?.[1] ?? '', 'base64').toString('utf16le');

describe('the script', () => {
  it.each(["it's", '$(reboot) `reboot`', 'a\nb', '"\\', ''])('hands %j to a shell as it is', (text) => {
    const said = execFileSync('/bin/sh', ['-c', `printf %s ${shellWord(text)}`], { encoding: 'utf8' });
    expect(said).toBe(text);
  });

  it('doubles every kind of quote that ends a text of PowerShell', () => {
    expect(powerShellWord("a'b‘c’d‚e‛f")).toBe("'a''b‘‘c’’d‚‚e‛‛f'");
  });

  it('holds every setting and runs the action in it', () => {
    const body = ['printf "%s|" "$PROGRAM" "$FROM" "$PERSON" "$PORT" "$HOLDER" "$1"'];
    const said = execFileSync('/bin/sh', ['-c', serviceScript('remove', plan, body)], { encoding: 'utf8' });
    expect(said).toBe(`${plan.program}|${plan.from}|anna|8001|4711|remove|`);
  });

  it('on Windows is one block with its parameters', () => {
    const script = serviceScript('install', windows, ['BODY']);
    expect(script).toBe(
      `& {\nBODY\n} -Action 'install' -Program '${windows.program}' ` +
        String.raw`-From 'C:\Users\Anna O’’Hara\data' -Holder '4711' -Port '8001' -ListenOn '0.0.0.0'` +
        '\n',
    );
  });

  it.each(['linux', 'darwin', 'win32'] as const)('for %s comes from files that are shipped', (system) => {
    const parts = scriptParts(system, SCRIPTS);
    const text = serviceScript('install', { ...plan, system }, parts);
    for (const part of parts) expect(text).toContain(part);
    // Every parameter that is handed over is one the script knows.
    if (system !== 'win32') return;
    const given = [...text.slice(text.lastIndexOf('\n} ')).matchAll(/ -(\w+) '/g)].map(([, name]) => name);
    const known = [...text.slice(0, text.indexOf('$ErrorActionPreference')).matchAll(/\$(\w+)/g)].map(
      ([, name]) => name,
    );
    expect(given).toHaveLength(6);
    expect(known).toEqual(expect.arrayContaining(given));
  });
});

describe('asking for an administrator', () => {
  it('on Linux hands the whole text over, so that nothing can be changed after the question', () => {
    expect(privilegedCommand('linux', 'echo hi', '/nowhere')).toEqual({
      file: 'pkexec',
      args: ['/bin/sh', '-c', 'echo hi'],
    });
  });

  it('on macOS escapes the text for AppleScript', () => {
    expect(privilegedCommand('darwin', String.raw`printf "a\n"`, '/nowhere')).toEqual({
      file: 'osascript',
      args: ['-e', String.raw`do shell script "printf \"a\\n\"" with administrator privileges`],
    });
  });

  it('on Windows runs the file only with the sum of what was agreed to', () => {
    const script = serviceScript('install', windows, scriptParts('win32', SCRIPTS));
    const { file, args } = privilegedCommand('win32', script, String.raw`C:\it's\service.ps1`);
    const command = args.at(-1) ?? '';
    expect(file).toBe('powershell.exe');
    expect(command).toContain('-Verb RunAs');
    const inner = decoded(command);
    expect(inner).toContain(String.raw`ReadAllText('C:\it''s\service.ps1')`);
    expect(inner).toContain(`-ne '${createHash('sha256').update(script).digest('hex')}'){exit 9}`);
    // Start-Process with rights takes about 2 000 characters.
    expect(command.slice(command.indexOf('-ArgumentList')).length).toBeLessThan(2_000);
  });

  it.each([
    ['linux', 0, '', 'done'],
    ['linux', 126, 'dismissed', 'declined'],
    ['linux', 127, 'no agent', 'failed'],
    ['linux', 1, 'reason', 'failed'],
    ['darwin', 1, 'execution error: User canceled. (-128)', 'declined'],
    ['darwin', 1, 'reason', 'failed'],
    ['win32', 1223, '', 'declined'],
    ['win32', 9, '', 'failed'],
  ] as const)('%s %i %j is %s', (system, code, said, outcome) => {
    expect(outcomeOf(system, code, said)).toBe(outcome);
  });
});

describe('which program may be a service', () => {
  const config = { dataDir: '/home/anna/data', databaseFile: '/home/anna/data/sentinel.db' };
  const place = (owners: Readonly<Record<string, { uid: number; mode: number }>>) => ({
    stat: (path: string) => owners[path] ?? { uid: 0, mode: 0o755 },
    foldersOf: (path: string) => (path.startsWith('/opt') ? ['/opt/app', '/opt', '/'] : ['/home/anna', '/']),
    programFolders: [String.raw`C:\Program Files`],
  });
  const on = (system: ServicePlan['system'], program: string) => ({ system, program });

  it('one that only root can change, on Linux', () => {
    const program = on('linux', '/opt/app/sentinel');
    expect(whyNoService(program, config, place({}))).toBeUndefined();
    for (const open of [
      { '/opt/app/sentinel': { uid: 1000, mode: 0o755 } },
      { '/opt/app': { uid: 0, mode: 0o777 } },
      { '/opt/app': { uid: 0, mode: 0o700 } },
    ])
      expect(whyNoService(program, config, place(open))).toMatch(/^Install the program for everyone/);
    expect(whyNoService(on('linux', '/opt/app/x.AppImage'), config, place({}))).toMatch(/^Install/);
  });

  it('one for everyone, on Windows and macOS', () => {
    const none = place({});
    expect(whyNoService(on('win32', windows.program.toLowerCase()), config, none)).toBeUndefined();
    const perUser = String.raw`C:\Users\anna\AppData\Local\Programs\Sentinel\s.exe`;
    expect(whyNoService(on('win32', perUser), config, none)).toMatch(/^Install/);
    expect(whyNoService(on('darwin', '/Applications/S.app/Contents/MacOS/S'), config, none)).toBeUndefined();
    expect(whyNoService(on('darwin', '/Users/anna/S.app/Contents/MacOS/S'), config, none)).toMatch(/^Move/);
    expect([serviceSystem('freebsd'), serviceSystem('darwin')]).toEqual([undefined, 'darwin']);
  });

  it('none whose database lies elsewhere', () => {
    // The second only begins like the data directory.
    for (const databaseFile of ['/srv/sentinel.db', `${config.dataDir}-2/sentinel.db`]) {
      const elsewhere = { ...config, databaseFile };
      expect(whyNoService(on('linux', '/opt/app/sentinel'), elsewhere, place({}))).toMatch(/^DATABASE_URL/);
    }
  });
});

describe('the record of the service', () => {
  it('lies where only administrators write', () => {
    expect(serviceRecordFile('linux', {})).toBe('/etc/sentinel-command-center/service.json');
    expect(serviceRecordFile('darwin', {})).toBe(
      '/Library/Application Support/Sentinel Command Center/service.json',
    );
    expect(serviceRecordFile('win32', { CommonProgramFiles: 'C:/Common' })).toBe(
      join('C:/Common', 'Sentinel Command Center', 'service.json'),
    );
  });

  it('keeps servers away from the data it took over, and from no other', () => {
    using folder = temporaryFolder();
    const record = join(folder.path, 'service.json');
    const dataDir = join(folder.path, 'data');
    mkdirSync(dataDir);
    const check = (): void => requireUnmovedData({ dataDir, serviceRecord: record });
    expect(check).not.toThrow();
    const whole = { dataDir: '/var/lib/s', url: 'http://127.0.0.1:8000', host: '0.0.0.0', from: dataDir };
    writeFileSync(record, JSON.stringify(whole));
    expect(check).toThrow(/is with the service of this computer, in \/var\/lib\/s\. Open http/);
    expect(readServiceRecord(record)).toEqual(whole);
    writeFileSync(record, JSON.stringify({ ...whole, from: null }));
    expect(check).not.toThrow();
    writeFileSync(record, '{');
    expect(check).toThrow(/is damaged/);
  });
});
