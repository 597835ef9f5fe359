// What only one file of server/ may do.
import type { Rule } from './rule.ts';
import {
  lineOf,
  memberOf,
  nameOf,
  nodesOf,
  type SourceFile,
  type SyntaxNode,
  type Tree,
} from './source-tree.ts';

/** The composition root; nodes and cameras have a file of it to themselves. */
const COMPOSITION_ROOT: ReadonlySet<string> = new Set([
  'server/app-context.ts',
  'server/app-fleet.ts',
  'server/composition/upkeep-parts.ts',
]);
/** One-shot commands build the few parts they need, and end with them. */
const COMMANDS = 'server/command-line/';
const RANDOM =
  /^(randomBytes|randomUUID|randomUUIDv7|randomInt|randomFill|randomFillSync|getRandomValues|generateKey|generateKeySync|generateKeyPair|generateKeyPairSync)$/;
const TIME_MEMBERS = new Set([
  'Date.now',
  'performance.now',
  'performance.timeOrigin',
  'process.hrtime',
  'process.uptime',
]);

const isServer = ({ path }: SourceFile): boolean => path.startsWith('server/');

/** One line for each node of a server file (except `only`) of which `offence` has something to say. */
function serverNodes(tree: Tree, only: string, offence: (node: SyntaxNode) => string | undefined): string[] {
  return tree.sources
    .filter((file) => isServer(file) && file.path !== only)
    .flatMap((file) =>
      nodesOf(file.program).flatMap((node) => {
        const text = offence(node);
        return text === undefined
          ? []
          : [`${file.path}:${lineOf(file, node.start)}: only ${only} may use ${text}`];
      }),
    );
}

/** `import { now } from 'node:x'`: the name as the module exports it. */
function importedName(node: SyntaxNode): string | undefined {
  return node.type === 'ImportSpecifier' ? nameOf(node['imported']) : undefined;
}

const listens: Rule = {
  name: 'only start-server.ts listens',
  check: (tree) =>
    serverNodes(tree, 'server/start-server.ts', (node) => {
      const callee = node.type === 'CallExpression' ? (node['callee'] as SyntaxNode) : undefined;
      return callee?.type === 'MemberExpression' && nameOf(callee['property']) === 'listen'
        ? '.listen()'
        : undefined;
    }),
  broken: [{ 'server/http/a.ts': `createServer().listen(0)` }],
  kept: { 'server/start-server.ts': `server.listen(0)`, 'server/a.ts': `bus.listeners()` },
};

const environment: Rule = {
  name: 'only config/env.ts reads process.env',
  check: (tree) =>
    serverNodes(tree, 'server/config/env.ts', (node) => {
      if (memberOf(node)?.join('.') === 'process.env' || importedName(node) === 'env') return 'process.env';
      const pattern =
        node.type === 'VariableDeclarator' && nameOf(node['init']) === 'process' ? node['id'] : undefined;
      const destructured = pattern === undefined ? [] : nodesOf(pattern as SyntaxNode);
      return destructured.some((part) => nameOf(part['key']) === 'env') ? 'process.env' : undefined;
    }),
  broken: [
    { 'server/a.ts': `const port = process.env.PORT` },
    { 'server/a.ts': `const port = globalThis.process['env'].PORT` },
    { 'server/a.ts': `import { env } from 'node:process'` },
    { 'server/a.ts': `const { env } = process` },
  ],
  kept: { 'server/config/env.ts': `process.env['PORT']`, 'server/a.ts': `config.env` },
};

function readsTime(node: SyntaxNode): string | undefined {
  const member = memberOf(node)?.join('.');
  if (member !== undefined && TIME_MEMBERS.has(member)) return member;
  if (importedName(node) === 'hrtime' || importedName(node) === 'performance') return importedName(node);
  const isDate =
    (node.type === 'NewExpression' || node.type === 'CallExpression') && nameOf(node['callee']) === 'Date';
  if (!isDate) return undefined;
  return node.type === 'CallExpression' || (node['arguments'] as unknown[]).length === 0
    ? 'the current Date'
    : undefined;
}

const time: Rule = {
  name: 'only clock.ts reads the time',
  check: (tree) => serverNodes(tree, 'server/clock.ts', readsTime),
  broken: [
    { 'server/a.ts': `Date.now()` },
    { 'server/a.ts': `const now = Date.now` },
    { 'server/a.ts': `new Date()` },
    { 'server/a.ts': `Date()` },
    { 'server/a.ts': `performance.now()` },
    { 'server/a.ts': `process.hrtime.bigint()` },
    { 'server/a.ts': `import { performance } from 'node:perf_hooks'` },
  ],
  kept: { 'server/clock.ts': `Date.now()`, 'server/a.ts': `new Date(0); clock.now(); Date.parse('x')` },
};

const randomness: Rule = {
  name: 'only ids.ts draws randomness',
  check: (tree) =>
    serverNodes(tree, 'server/ids.ts', (node) => {
      const [owner, property] = memberOf(node) ?? [];
      if (owner === 'Math' && property === 'random') return 'Math.random';
      const name = importedName(node) ?? property;
      return name !== undefined && RANDOM.test(name) ? name : undefined;
    }),
  broken: [
    { 'server/a.ts': `Math.random()` },
    { 'server/a.ts': `import { randomBytes } from 'node:crypto'` },
    { 'server/a.ts': `crypto.randomUUID()` },
    { 'server/a.ts': `crypto.getRandomValues(bytes)` },
  ],
  kept: { 'server/ids.ts': `crypto.randomUUID()`, 'server/a.ts': `ids.next()` },
};

interface Lifetime {
  name: string;
  path: string;
  marked: 'long-lived' | 'short-lived' | undefined;
}

/** Exported classes and functions that own state, with the mark in their doc comment. Errors are values. */
function lifetimes(file: SourceFile): Lifetime[] {
  return ((file.program['body'] ?? []) as SyntaxNode[]).flatMap((statement) => {
    const declared = (statement['declaration'] ?? undefined) as SyntaxNode | undefined;
    const name = nameOf(declared?.['id']);
    if (declared === undefined || name === undefined) return [];
    const isClass = declared.type === 'ClassDeclaration';
    if (isClass && nameOf(declared['superClass'])?.endsWith('Error')) return [];
    const doc = file.comments.findLast(
      ({ end }) => end <= statement.start && /^\s*$/.test(file.text.slice(end, statement.start)),
    );
    const marked = (['long-lived', 'short-lived'] as const).find((mark) => doc?.value.includes(`@${mark}`));
    return isClass || marked === 'long-lived' ? [{ name, path: file.path, marked }] : [];
  });
}

const folderOf = (path: string): string => path.split('/').slice(0, 2).join('/');

function constructions(tree: Tree): string[] {
  const known = tree.sources.filter(isServer).flatMap((file) => lifetimes(file));
  return tree.sources
    .filter((file) => isServer(file) && !COMPOSITION_ROOT.has(file.path) && !file.path.startsWith(COMMANDS))
    .flatMap((file) =>
      nodesOf(file.program).flatMap((node) => {
        if (node.type !== 'NewExpression' && node.type !== 'CallExpression') return [];
        const built = known.find(
          ({ name, path, marked }) =>
            name === nameOf(node['callee']) &&
            (file.path === path || file.imports.some(({ target }) => target === path)) &&
            marked !== 'short-lived' &&
            (marked === 'long-lived' || folderOf(path) !== folderOf(file.path)),
        );
        return built
          ? [
              `${file.path}:${lineOf(file, node.start)}: only ${[...COMPOSITION_ROOT].join(' or ')} may construct ${built.name}`,
            ]
          : [];
      }),
    );
}

/**
 * A class of one feature is built by that feature or by the composition root. `@long-lived` in its doc comment
 * leaves only the root; `@short-lived` lets anyone build it (a value, or one per request). `@long-lived` also
 * works for a function that returns such an object.
 */
const construction: Rule = {
  name: 'only the composition root constructs long-lived objects',
  check: constructions,
  broken: [
    {
      'server/events/hub.ts': `export class Hub {}`,
      'server/nodes/a.ts': `import { Hub } from '../events/hub.ts'; new Hub()`,
    },
    {
      'server/a/b.ts': `/** Owns it. @long-lived */\nexport class B {}`,
      'server/a/c.ts': `import { B } from './b.ts'; new B()`,
    },
    {
      'server/a/b.ts': `/** @long-lived */\nexport function openB() {}`,
      'server/a/c.ts': `import { openB } from './b.ts'; openB()`,
    },
  ],
  kept: {
    'server/events/hub.ts': `/** @long-lived */\nexport class Hub {}`,
    'server/app-context.ts': `import { Hub } from './events/hub.ts'; new Hub()`,
    'server/http/app-error.ts': `export class AppError extends Error {}`,
    'server/a/window.ts': `/** @short-lived */\nexport class Window {}`,
    'server/a/stream.ts': `export class Stream {}`,
    'server/a/cache.ts': `import { Stream } from './stream.ts'; new Stream()`,
    'server/b/c.ts': `import { AppError } from '../http/app-error.ts'; import { Window } from '../a/window.ts'; new AppError(); new Window()`,
  },
};

/** State at module level is a long-lived object that nobody constructs and every test shares. */
function moduleState(file: SourceFile): string[] {
  return ((file.program['body'] ?? []) as SyntaxNode[]).flatMap((statement) => {
    const declaration = (
      statement.type === 'ExportNamedDeclaration' ? statement['declaration'] : statement
    ) as SyntaxNode | null;
    if (declaration?.type !== 'VariableDeclaration') return [];
    const where = `${file.path}:${lineOf(file, statement.start)}: state at module level`;
    if (declaration['kind'] !== 'const') return [where];
    const values = (declaration['declarations'] as SyntaxNode[]).map(
      (declarator) => declarator['init'] as SyntaxNode | null,
    );
    return values.some((value) => value !== null && startsEmpty(value)) ? [where] : [];
  });
}

function startsEmpty(value: SyntaxNode): boolean {
  const type = nameOf(value['callee']) ?? '';
  return (
    value.type === 'NewExpression' &&
    /^(Map|Set|WeakMap|WeakSet|EventEmitter)$/.test(type) &&
    (value['arguments'] as unknown[]).length === 0
  );
}

const noModuleState: Rule = {
  name: 'no changing state at module level',
  check: (tree) => tree.sources.filter(isServer).flatMap((file) => moduleState(file)),
  broken: [{ 'server/a.ts': `let counter = 0` }, { 'server/a.ts': `export const cache = new Map()` }],
  kept: {
    'server/a.ts': `const KNOWN = new Set(['a']); function f() { let x = 0; const seen = new Set(); }`,
  },
};

export const serverRules = [listens, environment, time, randomness, construction, noModuleState];
