// Packages for the processors that the ordinary tests leave out: each has to hold its own native part.
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../support/test-config.ts';
import { expectContents, expectFuses, offeredBy, sha512 } from './packaged-app.ts';
import { makePackages } from './packaging.ts';
import { linuxElectron, macElectron, windowsElectron } from './stubs/electron-stubs.ts';

const PREBUILDS = 'node_modules/better-sqlite3/prebuilds';
const BOTH = ['--x64', '--arm64'];
const MAC_APP = 'Sentinel Command Center.app';

it('Linux on arm64', async () => {
  using folder = temporaryFolder();
  const electron = linuxElectron(join(folder.path, 'electron'));
  const { output } = await makePackages({
    folder: folder.path,
    electron,
    args: ['--linux', 'dir', '--arm64'],
  });
  const unpacked = join(output, 'linux-arm64-unpacked');
  expectContents(join(unpacked, 'resources', 'app.asar'), `${PREBUILDS}/linux-arm64.node`);
  await expectFuses(join(unpacked, 'sentinel-command-center'));
});

it('Windows on both processors', async () => {
  using folder = temporaryFolder();
  const electron = windowsElectron(join(folder.path, 'electron'));
  const { output } = await makePackages({ folder: folder.path, electron, args: ['--win', 'dir', ...BOTH] });
  for (const [place, native] of [
    ['win-unpacked', 'win32-x64'],
    ['win-arm64-unpacked', 'win32-arm64'],
  ] as const) {
    expectContents(join(output, place, 'resources', 'app.asar'), `${PREBUILDS}/${native}.node`);
    await expectFuses(join(output, place, 'Sentinel Command Center.exe'));
  }
});

it('macOS on both processors, in one update feed', async () => {
  using folder = temporaryFolder();
  const electron = macElectron(join(folder.path, 'electron'));
  const args = ['--mac', 'zip', ...BOTH, '-c.compression=store'];
  const { output } = await makePackages({ folder: folder.path, electron, args });
  for (const [place, native] of [
    ['mac', 'darwin-x64'],
    ['mac-arm64', 'darwin-arm64'],
  ] as const) {
    const app = join(output, place, MAC_APP);
    expectContents(join(app, 'Contents', 'Resources', 'app.asar'), `${PREBUILDS}/${native}.node`);
    await expectFuses(app);
  }
  const feed = join(output, 'latest-mac.yml');
  expect(offeredBy(feed).size).toBe(2);
  for (const [file, hash] of offeredBy(feed)) expect(sha512(join(output, file))).toBe(hash);
});
