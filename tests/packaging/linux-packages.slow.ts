import { extractAll } from '@electron/asar';
import { execFileSync } from 'node:child_process';
import {
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startErrorReceiver } from '../support/error-receiver.ts';
import { temporaryFolder } from '../support/test-config.ts';
import {
  expectContents,
  expectFuses,
  expectLicences,
  expectLiveVideo,
  expectService,
  manifest,
  offeredBy,
  servicePathsIn,
  sha512,
  startApp,
} from './packaged-app.ts';
import { specsOfInstalling } from './debian-install.ts';
import { showsLiveWall } from './packaged-desktop.ts';
import { specOfService } from './packaged-service.ts';
import { fileEndingIn, makePackages, type Packages } from './packaging.ts';
import { linuxElectron } from './stubs/electron-stubs.ts';

const NAME = 'sentinel-command-center';
const OPT = 'opt/Sentinel Command Center';
/** For a browser to start and for video to come, on a computer that is busy with other tests. */
const WITH_WINDOW_MS = 150_000;
const { version } = manifest();
const NATIVE = 'node_modules/better-sqlite3/prebuilds/linux-x64.node';

/** Names of modules in packages that the program's own files import, Electron aside, which is around them. */
function importedByApp(app: string): string[] {
  const found = new Set<string>();
  for (const file of globSync('dist/{server,electron}/**/*.js', { cwd: app })) {
    const text = readFileSync(join(app, file), 'utf8');
    for (const [, name = ''] of text.matchAll(/^(?:import|export)\b[^;'"=()]*['"]([^'".][^'"]*)['"]/gm))
      found.add(name);
    for (const [, name = ''] of text.matchAll(/\bimport\(['"]([^'".][^'"]*)['"]\)/g)) found.add(name);
  }
  return [...found].filter((name) => name !== 'electron' && !name.startsWith('node:')).sort();
}

describe('the packages for Linux', () => {
  const folder = temporaryFolder();
  let packages: Packages;
  let unpacked: string;
  let asar: string;

  beforeAll(async () => {
    packages = await makePackages({
      folder: folder.path,
      electron: linuxElectron(join(folder.path, 'electron')),
      args: ['--linux', 'AppImage', 'deb', 'tar.gz', '--x64', '-c.compression=store'],
    });
    unpacked = join(packages.output, 'linux-unpacked');
    asar = join(unpacked, 'resources', 'app.asar');
  }, 240_000);

  afterAll(() => folder[Symbol.dispose](), 60_000);

  it('hold what runs, one native part, and nothing of the workshop', () => {
    expectContents(asar, NATIVE);
    expect(existsSync(join(unpacked, 'resources', 'default_app.asar'))).toBe(false);
    const lists = execFileSync('tar', ['-tzf', fileEndingIn(packages.output, '.tar.gz')], {
      encoding: 'utf8',
    });
    expect(lists).toContain(`/resources/app.asar.unpacked/${NATIVE}`);
    expectService(join(unpacked, 'resources'));
    for (const path of servicePathsIn('/resources')) expect(lists).toContain(`${path}\n`);
  });

  it('name the licence of every package inside', () => expectLicences(asar));

  it('have their fuses set', () => expectFuses(join(unpacked, NAME)));

  it('come with update metadata whose hashes are right', () => {
    const offered = offeredBy(join(packages.output, 'latest-linux.yml'));
    expect([...offered.keys()].sort()).toEqual([
      `${NAME}-${version}-linux-amd64.deb`,
      `${NAME}-${version}-linux-x86_64.AppImage`,
    ]);
    for (const [file, hash] of offered) expect(sha512(join(packages.output, file))).toBe(hash);
    // Packages themselves name no address: an owner switches updates on.
    const feed = readFileSync(join(unpacked, 'resources', 'app-update.yml'), 'utf8');
    expect(feed).toMatch(/^provider: generic$/m);
    expect(feed).toMatch(/^url: https:\/\/updates\.invalid\//m);
  });

  it(
    'show live video in their window from the unpacked folder',
    () => showsLiveWall('unpacked', { file: join(unpacked, NAME), args: [] }),
    WITH_WINDOW_MS,
  );

  it(
    'show live video in their window from the AppImage',
    async () => {
      const place = mkdtempSync(join(folder.path, 'appimage-'));
      const image = fileEndingIn(packages.output, '.AppImage');
      await showsLiveWall('AppImage', { file: image, args: [], env: { SENTINEL_APPIMAGE_FOLDER: place } });
      const entry = readFileSync(join(place, 'app', `${NAME}.desktop`), 'utf8');
      expect(entry).toMatch(/^MimeType=x-scheme-handler\/sentinel;$/m);
      expectService(join(place, 'app', 'resources'));
    },
    WITH_WINDOW_MS,
  );

  describe('as a .deb', () => {
    let tree: string;

    beforeAll(() => {
      tree = join(folder.path, 'installed');
      execFileSync('dpkg-deb', ['-R', fileEndingIn(packages.output, '.deb'), tree]);
    }, 60_000);

    it(
      'show live video in their window from where they are installed',
      () => showsLiveWall('deb', { file: join(tree, OPT, NAME), args: [] }),
      WITH_WINDOW_MS,
    );

    it('serve live video without a window, as their units start them', async () => {
      const unit = readFileSync(join(tree, 'usr/lib/systemd/user', `${NAME}.service`), 'utf8');
      const [, ...args] = /^ExecStart=(.+)$/m.exec(unit)?.[1]?.split(' ') ?? [];
      expect(args[0]).toBe('--service');
      // Where there is no screen at all.
      await using app = await startApp(join(tree, OPT, NAME), args, { DISPLAY: '' });
      await expectLiveVideo(app.url);
    });

    it('bring what registers the service', () => expectService(join(tree, OPT, 'resources')));

    specOfService(() => fileEndingIn(packages.output, '.deb'));

    specsOfInstalling(join(folder.path, 'debian'), () => fileEndingIn(packages.output, '.deb'));

    it('name what they are and what they need', () => {
      const control = readFileSync(join(tree, 'DEBIAN', 'control'), 'utf8');
      expect(control).toMatch(/^Package: sentinel-command-center$/m);
      expect(control).toMatch(/^Architecture: amd64$/m);
      expect(control).toMatch(/^Depends: .*libnss3.*libasound2 \| libasound2t64/m);
      const entry = readFileSync(join(tree, 'usr/share/applications', `${NAME}.desktop`), 'utf8');
      expect(entry).toMatch(/^Exec="\/opt\/Sentinel Command Center\/sentinel-command-center" %U$/m);
      expect(entry).toMatch(/^StartupWMClass=sentinel-command-center$/m);
      expect(readdirSync(join(tree, 'usr/share/icons/hicolor')).sort()).toEqual(
        [16, 24, 32, 48, 64, 96, 128, 256, 512].map((size) => `${size}x${size}`).sort(),
      );
    });

    it('bring a user unit that systemd accepts', () => {
      const unit = readFileSync(join(tree, 'usr/lib/systemd/user', `${NAME}.service`), 'utf8');
      expect(unit).toMatch(/^ExecStart=\/usr\/bin\/sentinel-command-center --service /m);
      // The link in /usr/bin is made when the package is installed; systemd wants to see a program.
      const link = join(folder.path, 'bin', NAME);
      mkdirSync(dirname(link));
      writeFileSync(link, '#!/bin/sh\n', { mode: 0o755 });
      const file = join(folder.path, `${NAME}.service`);
      writeFileSync(file, unit.replace(`/usr/bin/${NAME}`, link));
      const verify = (path: string): string =>
        execFileSync('systemd-analyze', ['verify', '--user', '--man=no', path], {
          encoding: 'utf8',
          stdio: 'pipe',
          env: { ...process.env, XDG_RUNTIME_DIR: folder.path },
        });
      expect(verify(file)).toBe('');
      writeFileSync(file, unit);
      expect(() => verify(file)).toThrow(/not executable|No such file/);
    });
  });

  describe('complete in themselves', () => {
    let app: string;

    beforeAll(() => {
      app = join(folder.path, 'alone');
      extractAll(asar, app);
      for (let above = dirname(app); above !== dirname(above); above = dirname(above))
        expect(existsSync(join(above, 'node_modules'))).toBe(false);
    }, 60_000);

    const serve = (env = {}) => startApp(process.execPath, [join(app, 'dist/server/cli.js'), 'serve'], env);

    it('the server runs where there are no other modules', async () => {
      await using receiver = await startErrorReceiver();
      await using running = await serve({ SENTRY_DSN: receiver.dsn });
      expect(running.output()).not.toMatch(/ERR_MODULE_NOT_FOUND/);
    });

    it('whatever its files import from packages can be loaded from there', () => {
      const specifiers = importedByApp(app);
      expect(specifiers).toEqual(
        expect.arrayContaining(['express', 'better-sqlite3', '@sentry/node', 'qrcode', 'prom-client']),
      );
      const file = join(app, 'load-all.mjs');
      writeFileSync(
        file,
        `for (const name of ${JSON.stringify(specifiers)})
           if (name.startsWith('electron-')) import.meta.resolve(name);
           else await import(name);
         process.exit();`,
      );
      execFileSync(process.execPath, [file], { stdio: 'pipe' });
    });

    it.each(['router', 'sonic-boom', 'bytes', 'better-sqlite3/prebuilds/linux-x64.node'])(
      'and without %s it would not run',
      async (part) => {
        const path = join(app, 'node_modules', part);
        const aside = join(folder.path, 'aside');
        renameSync(path, aside);
        try {
          await expect(serve()).rejects.toThrow(
            /It ended with 1[^]*(Cannot find (module|package)|linux-x64|better_sqlite3)/,
          );
        } finally {
          renameSync(aside, path);
        }
      },
    );
  });
});
