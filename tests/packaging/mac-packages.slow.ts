import { getRawHeader } from '@electron/asar';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../support/test-config.ts';
import {
  expectContents,
  expectFuses,
  expectLicences,
  expectService,
  manifest,
  offeredBy,
  servicePathsIn,
  sha512,
} from './packaged-app.ts';
import { fileEndingIn, makePackages, ROOT, type Packages } from './packaging.ts';
import { macElectron } from './stubs/electron-stubs.ts';

const APP = 'Sentinel Command Center.app';

describe('the packages for macOS', () => {
  const folder = temporaryFolder();
  let packages: Packages;
  let contents: string;

  beforeAll(async () => {
    packages = await makePackages({
      folder: folder.path,
      electron: macElectron(join(folder.path, 'electron')),
      args: ['--mac', 'dir', 'zip', '--arm64', '-c.compression=store'],
    });
    contents = join(packages.output, 'mac-arm64', APP, 'Contents');
  }, 240_000);

  afterAll(() => folder[Symbol.dispose](), 60_000);

  it('hold what runs, one native part, and nothing of the workshop', () => {
    const native = 'node_modules/better-sqlite3/prebuilds/darwin-arm64.node';
    expectContents(join(contents, 'Resources', 'app.asar'), native);
    expect(existsSync(join(contents, 'Resources', 'default_app.asar'))).toBe(false);
    expect(existsSync(join(contents, 'MacOS', 'Sentinel Command Center'))).toBe(true);
    const names = execFileSync('7za', ['l', '-ba', '-slt', fileEndingIn(packages.output, '.zip')], {
      encoding: 'utf8',
    });
    expect(names).toContain(`Path = ${APP}/Contents/Resources/app.asar.unpacked/${native}\n`);
    expectService(join(contents, 'Resources'));
    for (const path of servicePathsIn(`${APP}/Contents/Resources`))
      expect(names).toContain(`Path = ${path}\n`);
  });

  it('name the licence of every package inside', () =>
    expectLicences(join(contents, 'Resources', 'app.asar')));

  it('have their fuses set', () => expectFuses(join(packages.output, 'mac-arm64', APP)));

  it('carry the hash of app.asar, our link scheme and the reason for using the network', () => {
    const plist = readFileSync(join(contents, 'Info.plist'), 'utf8').replaceAll(/\s+/g, '');
    const { headerString } = getRawHeader(join(contents, 'Resources', 'app.asar'));
    const hash = createHash('sha256').update(headerString).digest('hex');
    expect(plist).toContain(`<key>Resources/app.asar</key><dict><key>algorithm</key><string>SHA256</string>`);
    expect(plist).toContain(`<key>hash</key><string>${hash}</string>`);
    expect(plist).toContain('<key>CFBundleURLSchemes</key><array><string>sentinel</string></array>');
    expect(plist).toContain('<key>NSLocalNetworkUsageDescription</key>');
    expect(plist).toContain('<key>LSMinimumSystemVersion</key><string>12.0</string>');
  });

  it('have our icon', () => {
    const ours = readFileSync(join(ROOT, 'build', 'icons', 'icon.icns'));
    expect(readFileSync(join(contents, 'Resources', 'icon.icns')).equals(ours)).toBe(true);
  });

  it('come with update metadata whose hashes are right', () => {
    const offered = offeredBy(join(packages.output, 'latest-mac.yml'));
    expect([...offered.keys()]).toEqual([`sentinel-command-center-${manifest().version}-mac-arm64.zip`]);
    for (const [file, hash] of offered) expect(sha512(join(packages.output, file))).toBe(hash);
  });
});
