import { EventEmitter } from 'node:events';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { updateLine } from '../../../electron/menu/update-state.ts';
import { Quitting } from '../../../electron/quit/quitting.ts';
import { feedAddress } from '../../../electron/updates/feed-address.ts';
import { KeptVersions } from '../../../electron/updates/install/kept-versions.ts';
import {
  PackageInstaller,
  type PackageUpdater,
} from '../../../electron/updates/install/package-installer.ts';
import { ShellUpdates } from '../../../electron/updates/shell-updates.ts';
import {
  choiceAtStart,
  RecordFile,
  type UpdateRecord,
} from '../../../electron/updates/trial/update-record.ts';
import { cameByInstaller, thisPackage } from '../../../electron/updates/this-package.ts';
import { updateProblem } from '../../../electron/updates/update-problem.ts';
import { sha512Of, type DownloadedUpdate } from '../../../electron/updates/update-source.ts';
import { createLogger } from '../../../server/log.ts';
import { app, powerMonitor, PreventableEvent, resetDesktop } from '../../support/electron-double.ts';
import { temporaryFolder } from '../../support/test-config.ts';
import { eventually } from '../../support/wait.ts';

let folder = temporaryFolder();
beforeEach(() => (folder = temporaryFolder()));
afterEach(() => folder[Symbol.dispose]());

describe('the update address', () => {
  it('is the one set in the shell, else that of the environment, else there is none', () => {
    expect(feedAddress('https://a.example/', 'https://b.example/')).toEqual({
      kind: 'use',
      url: 'https://a.example/',
    });
    expect(feedAddress(null, ' https://b.example/x ')).toEqual({ kind: 'use', url: 'https://b.example/x' });
    expect(feedAddress(null, undefined)).toEqual({ kind: 'none' });
    expect(feedAddress(null, '')).toEqual({ kind: 'none' });
  });

  it.each([
    'http://updates.example/',
    'http://192.168.1.4/',
    'http://127.0.0.1.evil.example/',
    'ftp://a/',
    'nonsense',
  ])('is refused when somebody on the way could change what is fetched: %s', (address) => {
    expect(feedAddress(address, undefined).kind).toBe('refused');
  });

  it.each(['http://127.0.0.1:9/', 'http://localhost/x/', 'http://[::1]:80/'])(
    'may be plain on this computer: %s',
    (address) => {
      expect(feedAddress(address, undefined).kind).toBe('use');
    },
  );
});

function shell(address: string | undefined, installer?: PackageInstaller): ShellUpdates {
  return new ShellUpdates({
    version: '0.1.0',
    address: () => feedAddress(null, address),
    source: {
      look: async () => '0.2.0',
      download: async () => {
        throw new Error('nothing is fetched here');
      },
    },
    installer,
    record: new RecordFile(join(folder.path, 'update.json')),
    backUpNow: async () => ({ file: '' }),
    leave: async () => undefined,
    onChange: () => undefined,
    log: createLogger('silent', () => undefined),
  });
}

describe('the menu', () => {
  it('says that updates are off without an address, and a check does nothing', async () => {
    const updates = shell(undefined);
    await updates.check();
    expect(updateLine(updates.state, undefined)).toEqual({
      label: 'Updates are off: no update address is set',
    });
  });

  it('says why an address is not used, and that a copy cannot replace itself', async () => {
    const insecure = shell('http://updates.example/');
    await insecure.check();
    expect(updateLine(insecure.state, undefined).label).toContain('must begin with https://');
    const unpacked = shell('https://updates.example/');
    await unpacked.check();
    expect(updateLine(unpacked.state, undefined).label).toContain('replace it by hand');
  });
});

it('an update that fails at the last moment starts the program that is there again', async () => {
  const happened: string[] = [];
  const file = join(folder.path, 'backup.db');
  writeFileSync(file, 'backup');
  const updates: ShellUpdates = new ShellUpdates({
    version: '0.1.0',
    address: () => ({ kind: 'use', url: 'https://updates.example/' }),
    source: {
      look: async () => '0.2.0',
      download: async () => ({ version: '0.2.0', file: 'new', sha512: '' }),
    },
    installer: {
      putsBack: true,
      prepare: async () => {
        happened.push('prepare');
        return null;
      },
      startAgain: () => void happened.push('start again'),
      apply: async () => {
        happened.push('apply');
        throw new Error('the disk is gone');
      },
      putBack: () => undefined,
      tidy: () => undefined,
    },
    record: new RecordFile(join(folder.path, 'update.json')),
    backUpNow: async () => {
      happened.push('back up');
      return { file };
    },
    leave: async () => {
      happened.push('stop');
      await updates.afterStop();
    },
    onChange: () => undefined,
    log: createLogger('silent', () => undefined),
  });
  await updates.check();
  await updates.install();
  expect(happened).toEqual(['back up', 'prepare', 'start again', 'stop', 'apply']);
});

describe('what a version does at its start', () => {
  const record = (stage: UpdateRecord['stage'], starts = 0): UpdateRecord => ({
    from: '0.1.0',
    to: '0.2.0',
    stage,
    starts,
    backup: { file: '/b', sha512: '' },
    kept: null,
  });

  it.each([
    ['the new one proves itself', record('applying'), '0.2.0', 'trial'],
    ['the new one proves itself after a crash', record('trial', 2), '0.2.0', 'trial'],
    ['the new one gives up after three starts', record('trial', 3), '0.2.0', 'put-back'],
    ['the new one finishes going back', record('going-back', 1), '0.2.0', 'put-back'],
    ['the former one restores the data', record('going-back', 1), '0.1.0', 'restore-data'],
    ['the former one, put back by hand, restores the data', record('trial', 1), '0.1.0', 'restore-data'],
    ['the former one goes on when it was never replaced', record('applying'), '0.1.0', 'forget'],
    ['the former one leaves the data of a proven update alone', record('confirmed', 1), '0.1.0', 'nothing'],
    ['a restore is not done twice', record('gone-back', 1), '0.1.0', 'nothing'],
    ['a third one leaves everything as it is', record('going-back', 1), '0.3.0', 'forget'],
    ['without an update there is nothing to do', undefined, '0.1.0', 'nothing'],
  ] as const)('%s', (_what, last, version, choice) => {
    expect(choiceAtStart(last, version)).toBe(choice);
  });

  it('reads its record back, and takes a broken one for none', () => {
    const file = new RecordFile(join(folder.path, 'updates', 'update.json'));
    expect(file.read()).toBeUndefined();
    file.write(record('trial', 2));
    expect(file.read()).toEqual(record('trial', 2));
    writeFileSync(join(folder.path, 'updates', 'update.json'), '{"from":');
    expect(file.read()).toBeUndefined();
  });
});

describe('installers and packages', () => {
  let happened: unknown[] = [];
  const updater: PackageUpdater = {
    autoInstallOnAppQuit: false,
    quitAndInstall: (...args: unknown[]) => void happened.push(['install', ...args]),
    checkForUpdates: async () => {
      happened.push(['check', updater.autoInstallOnAppQuit]);
      return null;
    },
    downloadUpdate: async () => {
      happened.push(['hand over', updater.autoInstallOnAppQuit]);
      return [];
    },
  };

  beforeEach(() => {
    happened = [];
    updater.autoInstallOnAppQuit = false;
  });

  function installer(platform: NodeJS.Platform): PackageInstaller {
    return new PackageInstaller({
      platform,
      updater: async () => updater,
      kept: new KeptVersions(join(folder.path, 'updates')),
      run: (program, args) => void happened.push([program, ...args]),
    });
  }

  async function downloaded(version: string, extension: string): Promise<DownloadedUpdate> {
    mkdirSync(join(folder.path, 'cache'), { recursive: true });
    const file = join(folder.path, 'cache', `setup-${version}${extension}`);
    writeFileSync(file, `installer of ${version}`);
    return { version, file, sha512: await sha512Of(file) };
  }

  it('Windows: each version’s installer is kept, and the former one is run to go back', async () => {
    const windows = installer('win32');
    const first = await downloaded('0.2.0', '.exe');
    expect(await windows.prepare(first, '0.1.0')).toBeNull();
    const kept = await windows.prepare(await downloaded('0.3.0', '.exe'), '0.2.0');
    expect(kept).toBe(join(folder.path, 'updates', '0.2.0.exe'));
    await windows.apply(first, true);
    expect(windows.putsBack).toBe(true);
    windows.putBack(kept ?? '');
    expect(happened).toEqual([
      ['install', true, true],
      [kept, '--updated', '/S', '--force-run'],
    ]);
    await windows.prepare(await downloaded('0.4.0', '.exe'), '0.3.0');
    windows.tidy(['0.3.0', '0.4.0']);
    expect(readdirSync(join(folder.path, 'updates')).sort()).toEqual(['0.3.0.exe', '0.4.0.exe']);
  });

  it('an installer that changed since its download is refused', async () => {
    const update = await downloaded('0.2.0', '.exe');
    writeFileSync(update.file, 'something else');
    await expect(installer('win32').prepare(update, '0.1.0')).rejects.toThrow('damaged');
    expect(existsSync(join(folder.path, 'updates', '0.2.0.exe'))).toBe(false);
  });

  it('Debian: the package is kept, and a person puts it back', async () => {
    const debian = installer('linux');
    await debian.prepare(await downloaded('0.2.0', '.deb'), '0.1.0');
    expect(await debian.prepare(await downloaded('0.3.0', '.deb'), '0.2.0')).toMatch(/0\.2\.0\.deb$/);
    expect(debian.putsBack).toBe(false);
    await debian.apply(await downloaded('0.3.0', '.deb'), false);
    expect(happened).toEqual([['install', true, false]]);
  });

  it('macOS: the system’s updater is handed the file only when everything is ready', async () => {
    const mac = installer('darwin');
    const update = await downloaded('0.2.0', '.zip');
    await mac.prepare(update, '0.1.0');
    expect(happened).toEqual([
      ['check', true],
      ['hand over', true],
    ]);
    await mac.apply(update, false);
    expect(happened).toHaveLength(2);
    await mac.apply(update, true);
    expect(happened[2]).toEqual(['install', true, true]);
  });
});

describe('this package', () => {
  it('is an AppImage when it was started from one, and knows the address of the environment', () => {
    const environment = {
      APPIMAGE: '/home/a/Sentinel.AppImage',
      SENTINEL_UPDATE_URL: 'https://updates.example/',
    };
    expect(thisPackage(environment)).toEqual({
      platform: process.platform,
      image: '/home/a/Sentinel.AppImage',
      installed: false,
      updateUrl: 'https://updates.example/',
    });
    Object.assign(app, { isPackaged: false });
    // Somebody works on the program in a terminal that an AppImage opened.
    expect(thisPackage(environment).image).toBeUndefined();
    Object.assign(app, { isPackaged: true });
  });

  const PROGRAM = '/opt/Sentinel Command Center/sentinel-command-center';
  const LISTED = `/.\n/opt\n/opt/Sentinel Command Center\n${PROGRAM}\n/usr\n`;

  it.each([
    ['dpkg put it there', PROGRAM, 'deb', LISTED, true],
    ['a tar.gz brought the note of the .deb, and there is no .deb', PROGRAM, 'deb', undefined, false],
    ['the .deb is installed, and this is a copy of it', `/home/a${PROGRAM}`, 'deb', LISTED, false],
    ['this is another one below /opt', '/opt/mine/sentinel-command-center', 'deb', LISTED, false],
    ['dpkg lists it somewhere else', '/srv/sentinel', 'deb', '/srv/sentinel\n', false],
    ['the .deb is removed, and a rest of its list stayed', PROGRAM, 'deb', '/etc/sentinel\n', false],
    ['it came as another package', PROGRAM, 'rpm', LISTED, false],
    ['it says nothing of a package', PROGRAM, undefined, LISTED, false],
  ])('on Linux: %s', (_what, program, type, list, expected) => {
    const dpkgList = join(folder.path, 'sentinel-command-center.list');
    if (type !== undefined) writeFileSync(join(folder.path, 'package-type'), type);
    if (list !== undefined) writeFileSync(dpkgList, list);
    const place = { platform: 'linux', program, resources: folder.path, dpkgList } as const;
    expect(cameByInstaller(place)).toBe(expected);
  });

  it('on Windows the installer leaves its counterpart beside the program; the zip has none', () => {
    const program = join(folder.path, 'Sentinel Command Center.exe');
    const place = { platform: 'win32', program, resources: folder.path, dpkgList: '' } as const;
    expect(cameByInstaller(place)).toBe(false);
    writeFileSync(join(folder.path, 'Uninstall Sentinel Command Center.exe'), '');
    expect(cameByInstaller(place)).toBe(true);
  });
});

describe('quitting', () => {
  it('counts as a person’s wish only when they agreed, not when the computer shuts down', async () => {
    resetDesktop();
    const agrees = new Quitting({ ask: async () => true, steps: [] });
    agrees.setup(new EventEmitter() as unknown as NodeJS.Process);
    app.emit('before-quit', new PreventableEvent());
    await eventually('it stopped', () => agrees.going);
    expect(agrees.agreed).toBe(true);
    resetDesktop();
    const shutDown = new Quitting({ ask: async () => true, steps: [] });
    shutDown.setup(new EventEmitter() as unknown as NodeJS.Process);
    powerMonitor.emit('shutdown');
    await eventually('it stopped', () => shutDown.going);
    expect(shutDown.agreed).toBe(false);
  });
});

describe('a failure in the menu', () => {
  const coded = (code: string, message = 'x'): Error => Object.assign(new Error(message), { code });

  it.each([
    [coded('ERR_CHECKSUM_MISMATCH'), 'thrown away'],
    [coded('ERR_UPDATER_INVALID_SIGNATURE'), 'not signed'],
    [coded('HTTP_ERROR_404'), 'nothing is announced'],
    [coded('HTTP_ERROR_503'), 'does not answer'],
    [new Error('net::ERR_NAME_NOT_RESOLVED'), 'does not answer'],
    [coded('ENOSPC'), 'disk is full'],
    [new Error(`of our own\n${'stack '.repeat(99)}`), 'of our own'],
  ])('is short and for people: %s', (error, words) => {
    expect(updateProblem(error)).toContain(words);
    expect(updateProblem(error).length).toBeLessThanOrEqual(120);
    expect(updateProblem(error)).not.toContain('\n');
  });
});
