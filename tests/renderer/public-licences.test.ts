import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { licenceCounts, matchingPackages } from '../../renderer/features/public/legal/licence-list.ts';
import { licenceDocument, licensedPackages } from '../../scripts/licences.ts';

const ROOT = new URL('../../', import.meta.url).pathname;
/** Licences that let anybody pass the program on, for money too, without opening what is theirs. */
const FIT =
  /\b(MIT|MIT-0|Apache-2\.0|ISC|BSD(-[23]-Clause)?|0BSD|BlueOak-1\.0\.0|OFL-1\.1|Python-2\.0|Unlicense)\b/;
const folder = mkdtempSync(join(tmpdir(), 'licences-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function write(file: string, text: string): void {
  const path = join(folder, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

describe('the list of licences', () => {
  it('holds what runs and what is bundled with everything they need, and no tool', () => {
    const packages = {
      '': { dependencies: { server: '1' }, devDependencies: { shown: '1', tool: '1' } },
      'node_modules/server': {
        version: '1.0.0',
        license: 'MIT',
        dependencies: { deep: '1', '@types/x': '1', '@sentry/bundler-plugins': '1' },
      },
      'node_modules/@sentry/bundler-plugins': {
        version: '1.0.0',
        license: 'FSL',
        dependencies: { cli: '1' },
      },
      'node_modules/cli': { version: '1.0.0', license: 'FSL' },
      'node_modules/deep': { version: '2.0.0', license: 'ISC', dependencies: { server: '1' } },
      'node_modules/server/node_modules/deep': { version: '1.0.0', license: 'ISC' },
      'node_modules/shown': { version: '3.0.0', license: 'MIT', dependencies: { unused: '2' } },
      'node_modules/shown/node_modules/@scope/alias': { name: 'real', version: '5.0.0', license: 'MIT' },
      'node_modules/unused': { version: '1.0.0', license: 'LGPL-3.0-only' },
      'node_modules/@scope/styles': { version: '4.0.0' },
      'node_modules/tool': { version: '1.0.0', license: 'GPL-3.0' },
      'node_modules/@types/x': { version: '1.0.0', license: 'MIT' },
    };
    write('package-lock.json', JSON.stringify({ packages }));
    write('renderer/styles/app.css', `@import '@scope/styles/inter.css';\n@import './tokens.css';`);
    write('node_modules/@scope/styles/LICENSE', 'Some words.\nMIT License\n');
    write('node_modules/shown/LICENCE.md', 'Shown by all.\r\n');
    const bundled = ['node_modules/shown', 'node_modules/shown/node_modules/@scope/alias'];
    expect(licensedPackages(folder, bundled)).toEqual([
      { name: '@scope/styles', version: '4.0.0', licence: 'MIT' },
      { name: 'deep', version: '1.0.0', licence: 'ISC' },
      { name: 'real', version: '5.0.0', licence: 'MIT' },
      { name: 'server', version: '1.0.0', licence: 'MIT' },
      { name: 'shown', version: '3.0.0', licence: 'MIT' },
    ]);
    const document = licenceDocument(folder, bundled);
    expect(document).toContain('shown 3.0.0 (MIT)\n\nShown by all.\n');
    expect(document).toContain('deep 1.0.0: ISC\nreal 5.0.0: MIT\n');
    expect(() => licensedPackages(folder, ['node_modules/nowhere'])).toThrow('node_modules/nowhere');
  });

  it('leaves out what error reports bring along for builds, because nothing loads it', () => {
    const loaded = execFileSync(
      process.execPath,
      ['-p', "require('@sentry/node'); Object.keys(require.cache).join('\\n')"],
      { cwd: ROOT, encoding: 'utf8' },
    );
    expect(loaded).toMatch(/node_modules\/@sentry\/node\//);
    expect(loaded).not.toMatch(/node_modules\/(sentry|@sentry\/bundler-plugins|oxc-parser)\//);
  });

  it('names a licence for every package of this repository, each fit to be passed on with it', () => {
    const packages = licensedPackages(ROOT, ['node_modules/react', 'node_modules/hls.js']);
    const names = new Set(packages.map(({ name }) => name));
    for (const name of ['express', 'react', 'hls.js', '@fontsource-variable/inter', 'redoc', 'tailwindcss'])
      expect(names, name).toContain(name);
    for (const name of ['vitest', 'playwright', 'oxlint', 'typescript', 'knip', 'sentry', 'rpc-websockets'])
      expect(names).not.toContain(name);
    expect(packages.filter(({ licence }) => !FIT.test(licence))).toEqual([]);
    expect(packages.filter(({ version }) => !/^\d/.test(version))).toEqual([]);
  });

  it('is summed up and searched by name and licence', () => {
    const packages = [
      { name: 'a', version: '1', licence: 'ISC' },
      { name: 'b', version: '1', licence: 'MIT' },
      { name: 'c', version: '1', licence: 'MIT' },
    ];
    expect(licenceCounts(packages)).toEqual([
      ['MIT', 2],
      ['ISC', 1],
    ]);
    expect(matchingPackages(packages, ' mit ').map(({ name }) => name)).toEqual(['b', 'c']);
    expect(matchingPackages(packages, '')).toHaveLength(3);
  });
});
