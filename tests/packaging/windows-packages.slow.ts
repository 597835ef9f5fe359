import { getRawHeader } from '@electron/asar';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NtExecutable, NtExecutableResource, Resource } from 'resedit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../support/test-config.ts';
import {
  expectContents,
  expectFuses,
  expectLicences,
  expectService,
  manifest,
  servicePathsIn,
} from './packaged-app.ts';
import { fileEndingIn, makePackages, type Packages } from './packaging.ts';
import { windowsElectron } from './stubs/electron-stubs.ts';

const PROGRAM = 'Sentinel Command Center.exe';
const NATIVE = 'node_modules/better-sqlite3/prebuilds/win32-x64.node';

describe('the packages for Windows', () => {
  const folder = temporaryFolder();
  let packages: Packages;
  let unpacked: string;

  beforeAll(async () => {
    packages = await makePackages({
      folder: folder.path,
      electron: windowsElectron(join(folder.path, 'electron')),
      args: ['--win', 'dir', 'zip', '--x64', '-c.compression=store'],
    });
    unpacked = join(packages.output, 'win-unpacked');
  }, 240_000);

  afterAll(() => folder[Symbol.dispose](), 60_000);

  const resources = () =>
    NtExecutableResource.from(NtExecutable.from(readFileSync(join(unpacked, PROGRAM)))).entries;

  it('hold what runs, one native part, and nothing of the workshop', () => {
    expectContents(join(unpacked, 'resources', 'app.asar'), NATIVE);
    expect(existsSync(join(unpacked, 'resources', 'default_app.asar'))).toBe(false);
    const zip = fileEndingIn(packages.output, '.zip');
    const names = execFileSync('7za', ['l', '-ba', '-slt', zip], { encoding: 'utf8' });
    expect(names).toContain(`Path = ${PROGRAM}\n`);
    expect(names).toContain(`Path = resources/app.asar.unpacked/${NATIVE}\n`);
    expectService(join(unpacked, 'resources'));
    for (const path of servicePathsIn('resources')) expect(names).toContain(`Path = ${path}\n`);
  });

  it('name the licence of every package inside', () =>
    expectLicences(join(unpacked, 'resources', 'app.asar')));

  it('have their fuses set', () => expectFuses(join(unpacked, PROGRAM)));

  it('come without update metadata: only the installer can be updated from a feed', () => {
    expect(readdirSync(packages.output).filter((name) => /^latest.*\.yml$|\.blockmap$/.test(name))).toEqual(
      [],
    );
    expect(existsSync(join(unpacked, 'resources', 'app-update.yml'))).toBe(false);
  });

  it('carry the hash of app.asar in the program, so that a changed one is refused', () => {
    const integrity = resources().find(({ type }) => type === 'INTEGRITY');
    const [entry] = JSON.parse(Buffer.from(integrity?.bin ?? new ArrayBuffer(0)).toString('utf8')) as {
      file: string;
      value: string;
    }[];
    expect(entry?.file).toBe('resources\\app.asar');
    const { headerString } = getRawHeader(join(unpacked, 'resources', 'app.asar'));
    expect(entry?.value).toBe(createHash('sha256').update(headerString).digest('hex'));
  });

  it('are named and have our icon in every size', () => {
    const [version] = Resource.VersionInfo.fromEntries(resources());
    const [language] = version?.getAllLanguagesForStringValues() ?? [];
    expect(language).toBeDefined();
    const words = language === undefined ? {} : (version?.getStringValues(language) ?? {});
    expect(words).toMatchObject({ ProductName: 'Sentinel Command Center', FileVersion: manifest().version });
    const [icons] = Resource.IconGroupEntry.fromEntries(resources());
    expect(icons?.icons.map(({ width }) => width)).toEqual([16, 20, 24, 32, 40, 48, 64, 128, 0]);
  });
});
