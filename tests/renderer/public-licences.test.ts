import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { licenceCounts, matchingPackages } from '../../renderer/features/public/legal/licence-list.ts';
import { licensedPackages } from '../../scripts/licences.ts';

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
        dependencies: { deep: '1', '@types/x': '1' },
      },
      'node_modules/deep': { version: '2.0.0', license: 'ISC', dependencies: { server: '1' } },
      'node_modules/server/node_modules/deep': { version: '1.0.0', license: 'ISC' },
      'node_modules/shown': {
        version: '3.0.0',
        license: 'MIT',
        dependencies: { deep: '2' },
        peerDependencies: { tool: '1' },
        peerDependenciesMeta: { tool: { optional: true } },
      },
      'node_modules/@scope/styles': { version: '4.0.0' },
      'node_modules/tool': { version: '1.0.0', license: 'GPL-3.0' },
      'node_modules/@types/x': { version: '1.0.0', license: 'MIT' },
    };
    write('package-lock.json', JSON.stringify({ packages }));
    write(
      'renderer/main.tsx',
      `import './own.css';\nimport { x } from 'shown/part';\nimport y from './own.ts';`,
    );
    write('renderer/own.css', `@import '@scope/styles/inter.css';`);
    write('renderer/vite.config.ts', `import tool from 'tool';`);
    write('node_modules/@scope/styles/LICENSE', 'Some words.\nMIT License\n');
    expect(licensedPackages(folder)).toEqual([
      { name: '@scope/styles', version: '4.0.0', licence: 'MIT' },
      { name: 'deep', version: '1.0.0', licence: 'ISC' },
      { name: 'deep', version: '2.0.0', licence: 'ISC' },
      { name: 'server', version: '1.0.0', licence: 'MIT' },
      { name: 'shown', version: '3.0.0', licence: 'MIT' },
    ]);
  });

  it('names a licence for every package of this repository, tests and build tools aside', () => {
    const packages = licensedPackages(new URL('../../', import.meta.url).pathname);
    const names = new Set(packages.map(({ name }) => name));
    for (const name of ['express', 'react', 'hls.js', '@fontsource-variable/inter', 'redoc', 'tailwindcss'])
      expect(names, name).toContain(name);
    for (const name of ['vitest', 'playwright', 'oxlint', 'typescript', 'knip'])
      expect(names).not.toContain(name);
    expect(packages.filter(({ licence }) => licence === '' || licence === 'see the package')).toEqual([]);
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
