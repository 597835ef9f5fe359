// Names, sizes and texts.
import { posix } from 'node:path';
import type { Rule } from './rule.ts';
import { lineOf, nodesOf } from './source-tree.ts';

const FORBIDDEN_NAMES = /(^|[-_.])(utils?|helpers?|misc|common|managers?)$|^index$/;
const TOP_LEVEL_FOLDERS = new Set([
  'electron',
  'server',
  'renderer',
  'templates',
  'build',
  'scripts',
  'tests',
  'docs',
]);
/** What `npm run bench` leaves behind; git ignores it. */
const MEASURED = 'bench/results/';
const TOP_LEVEL_FILE =
  /^(\..+|package(-lock)?\.json|tsconfig(\..+)?\.json|knip\.json|LICENSE|NOTICE|[A-Za-z-]+\.md|[a-z-]+\.config\.ts)$/;
const SIZED = /\.(ts|tsx|mjs|css)$/;
const GENERATED = /^(package-lock\.json|server\/db\/migrations\/)/;
const isMedia = (path: string): boolean => /(^|\/)media\//.test(path);
const FILES_PER_FOLDER = 12;

const lines = (count: number): string => 'x\n'.repeat(count);

const names: Rule = {
  name: 'a file is named after what it holds',
  check: ({ paths }) =>
    paths
      .filter((path) => /\.(ts|tsx|mjs|js)$/.test(path))
      .filter((path) =>
        FORBIDDEN_NAMES.test(posix.basename(path).replace(/(\.(test|slow|e2e|soak))?\.\w+$/, '')),
      )
      .map((path) => `${path}: says nothing about its contents`),
  broken: [
    { 'server/utils.ts': '' },
    { 'renderer/index.tsx': '' },
    { 'server/string-helpers.ts': '' },
    { 'tests/misc.test.ts': '' },
  ],
  kept: { 'renderer/index.html': '', 'server/nodes/node-index-page.ts': '', 'server/common-name.ts': '' },
};

const sizes: Rule = {
  name: 'a source file has at most 300 lines, a test 500',
  check: ({ paths, text }) =>
    paths
      .filter((path) => SIZED.test(path) && !GENERATED.test(path) && !isMedia(path))
      .flatMap((path) => {
        const cap = path.startsWith('tests/') ? 500 : 300;
        const count = text(path).trimEnd().split('\n').length;
        return count > cap ? [`${path}: ${count} lines, at most ${cap}`] : [];
      }),
  broken: [{ 'server/a.ts': lines(301) }, { 'tests/a.test.ts': lines(501) }],
  kept: { 'server/a.ts': lines(300), 'tests/a.test.ts': lines(500), 'server/db/migrations/1.ts': lines(900) },
};

const folders: Rule = {
  name: 'a source folder has at most 12 files',
  check: ({ paths }) => {
    const sources = paths.filter(
      (path) => /^(server|electron|renderer|scripts|templates)\//.test(path) && !GENERATED.test(path),
    );
    const byFolder = Map.groupBy(sources, (path) => posix.dirname(path));
    return [...byFolder]
      .filter(([, files]) => files.length > FILES_PER_FOLDER)
      .map(([folder, files]) => `${folder}: ${files.length} files, at most ${FILES_PER_FOLDER}`);
  },
  broken: [Object.fromEntries(Array.from({ length: 13 }, (_, index) => [`server/a/f${index}.ts`, '']))],
  kept: Object.fromEntries(
    Array.from({ length: 26 }, (_, index) => [`server/${index % 2 ? 'a' : 'b'}/f${index >> 1}.ts`, '']).slice(
      0,
      24,
    ),
  ),
};

const topLevel: Rule = {
  name: 'the top level is fixed',
  check: ({ paths }) =>
    paths
      .filter((path) => {
        const [first = '', ...rest] = path.split('/');
        return rest.length > 0
          ? !first.startsWith('.') && !path.startsWith(MEASURED) && !TOP_LEVEL_FOLDERS.has(first)
          : !TOP_LEVEL_FILE.test(first);
      })
      .map((path) => `${path}: does not belong to the top level`),
  broken: [{ 'src/a.ts': '' }, { 'notes.txt': '' }, { 'start.sh': '' }],
  kept: {
    'package.json': '',
    '.ci/run': '',
    'README.md': '',
    'vitest.config.ts': '',
    'docs/a.md': '',
    '.nvmrc': '',
  },
};

const noAny: Rule = {
  name: 'no any',
  check: ({ sources }) =>
    sources.flatMap((file) =>
      nodesOf(file.program)
        .filter(({ type }) => type === 'TSAnyKeyword')
        .map(({ start }) => `${file.path}:${lineOf(file, start)}: any`),
    ),
  broken: [{ 'server/a.ts': `let x: any` }, { 'renderer/a.tsx': `const x = y as unknown as any[]` }],
  kept: { 'server/a.ts': `const any = 'any'; let x: unknown // any` },
};

const noDefaultExports: Rule = {
  name: 'no default exports, tool configurations excepted',
  check: ({ sources }) =>
    sources
      .filter(({ path }) => !/\.(config\.(ts|mjs|cjs)|d\.ts)$/.test(path))
      .filter(({ program }) =>
        nodesOf(program).some((node) => node.type === 'ExportDefaultDeclaration' || isDefaultName(node)),
      )
      .map(({ path }) => `${path}: default export`),
  broken: [
    { 'server/a.ts': `export default 1` },
    { 'renderer/a.tsx': `const a = 1; export { a as default }` },
  ],
  kept: { 'vitest.config.ts': `export default {}`, 'server/a.ts': `export const a = 1` },
};

function isDefaultName(node: { type: string; [field: string]: unknown }): boolean {
  const exported = node.type === 'ExportSpecifier' ? (node['exported'] as { name?: string }) : undefined;
  return exported?.name === 'default';
}

/** Written in pieces, so that this file does not contain what it forbids. */
const CHECKOUT = ['/work', 'main'].join('/');
const NOTES = ['..', 'shared'].join('/');
const REGISTRY = ['registry', 'npmjs'].join('.');
const REGISTRIES = [REGISTRY, 'npm mirror', 'verda ccio', 'arti factory', '/api /npm/'].map((text) =>
  text.replace(' ', ''),
);
const FOREIGN_TEXTS = [
  CHECKOUT,
  ['/work', 'shared'].join('/'),
  ['/work', '.'].join('/'),
  NOTES,
  ...REGISTRIES,
];

const texts: Rule = {
  name: 'no path of a build machine, no folder outside the repository, no registry host',
  check: ({ paths, text }) => [
    ...paths.flatMap((path) =>
      FOREIGN_TEXTS.filter((forbidden) => text(path).includes(forbidden)).map(
        (forbidden) => `${path}: contains ${forbidden}`,
      ),
    ),
    ...(paths.includes('package-lock.json') && text('package-lock.json').includes('"resolved"')
      ? ['package-lock.json: names a registry']
      : []),
  ],
  broken: [
    { 'docs/a.md': `see ${CHECKOUT}/x` },
    { 'server/a.ts': `// ../${NOTES}/x.md` },
    { '.npmrc': `registry=https://${REGISTRY}.org/` },
    { 'package-lock.json': `{"resolved": "x"}` },
  ],
  kept: { 'docs/a.md': 'a shared folder at work', 'package-lock.json': '{}' },
};

export const shapeRules = [names, sizes, folders, topLevel, noAny, noDefaultExports, texts];
