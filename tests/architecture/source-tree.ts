// Reads the repository (or a planted one, in a test) into parsed source files.
import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { parseSync } from 'vite';

export interface Import {
  /** Path from the root for a relative import (`server/clock.ts`), else the specifier as written (`zod`, `node:fs`). */
  target: string;
  typeOnly: boolean;
}

/** A node of the syntax tree: ESTree with TypeScript's additions. */
export interface SyntaxNode {
  type: string;
  start: number;
  end: number;
  [field: string]: unknown;
}

export interface SourceFile {
  path: string;
  text: string;
  imports: Import[];
  program: SyntaxNode;
  comments: { value: string; start: number; end: number }[];
}

/** Everything the rules look at. */
export interface Tree {
  /** Every file a checkout holds, by path from the root. */
  paths: string[];
  sources: SourceFile[];
  text: (path: string) => string;
}

const UNTRACKED = new Set([
  'node_modules',
  'dist',
  '.git',
  'data',
  'test-results',
  'screenshots',
  'coverage',
]);
const SOURCE = /\.(ts|tsx|mts|cts|mjs|cjs|js)$/;
/** Recorded video: here `.ts` means MPEG transport stream. */
const MEDIA = /(^|\/)media\//;
const BINARY = /\.(png|ico|icns|woff2?|jpg|jpeg|gif|webp|ts\.bin|db|mp4|wav|mp3)$/;

export function readTree(root: string): Tree {
  const paths = filesBelow(root, '').sort();
  const text = (path: string): string =>
    BINARY.test(path) || MEDIA.test(path) ? '' : readFileSync(join(root, path), 'utf8');
  return treeOf(paths, text);
}

/** A tree in memory, for planting violations. */
export function plantedTree(files: Record<string, string>): Tree {
  return treeOf(Object.keys(files), (path) => files[path] ?? '');
}

function treeOf(paths: string[], text: (path: string) => string): Tree {
  const sources = paths.filter((path) => SOURCE.test(path) && !MEDIA.test(path));
  return { paths, text, sources: sources.map((path) => parse(path, text(path))) };
}

function filesBelow(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    if (UNTRACKED.has(entry.name) || entry.name === '.env' || entry.name.endsWith('.log')) return [];
    const path = posix.join(folder, entry.name);
    return entry.isDirectory() ? filesBelow(root, path) : [path];
  });
}

function parse(path: string, text: string): SourceFile {
  const { program, module, comments, errors } = parseSync(path, text);
  if (errors.length > 0) throw new Error(`${path} does not parse: ${errors[0]?.message ?? ''}`);
  const tree = program as unknown as SyntaxNode;
  const imports: Import[] = [
    ...module.staticImports.map(({ moduleRequest, entries }) => ({
      target: moduleRequest.value,
      typeOnly: entries.length > 0 && entries.every(({ isType }) => isType),
    })),
    ...module.staticExports.flatMap(({ entries }) =>
      entries.flatMap(({ moduleRequest, isType }) =>
        moduleRequest ? [{ target: moduleRequest.value, typeOnly: isType }] : [],
      ),
    ),
    ...nodesOf(tree).flatMap((node) => importExpression(node)),
  ];
  return { path, text, program: tree, comments, imports: imports.map((found) => resolve(path, found)) };
}

/** `import('x')` as a value and as a type. */
function importExpression(node: SyntaxNode): Import[] {
  if (node.type !== 'ImportExpression' && node.type !== 'TSImportType') return [];
  const source = node['source'] as SyntaxNode | undefined;
  if (typeof source?.['value'] !== 'string') return [];
  return [{ target: source['value'], typeOnly: node.type === 'TSImportType' }];
}

function resolve(path: string, { target, typeOnly }: Import): Import {
  const relative = target.startsWith('.');
  const bare = target.split('?', 1)[0] ?? target;
  return { typeOnly, target: relative ? posix.join(posix.dirname(path), bare) : target };
}

/** Every node below (and with) this one. */
export function nodesOf(node: SyntaxNode): SyntaxNode[] {
  const children = Object.values(node).flatMap((value) => (Array.isArray(value) ? value : [value]));
  return [node, ...children.filter(isNode).flatMap((child) => nodesOf(child))];
}

function isNode(value: unknown): value is SyntaxNode {
  return typeof value === 'object' && value !== null && typeof (value as SyntaxNode).type === 'string';
}

/** Name of a plain identifier or of an unquoted or quoted property; undefined for anything computed. */
export function nameOf(node: unknown): string | undefined {
  if (!isNode(node)) return undefined;
  if (node.type === 'Identifier') return String(node['name']);
  if (node.type === 'Literal') return String(node['value']);
  return undefined;
}

/** `Date.now` → ['Date', 'now']; undefined when the object or the property is not a plain name. */
export function memberOf(node: SyntaxNode): [string, string] | undefined {
  if (node.type !== 'MemberExpression') return undefined;
  const property = nameOf(node['property']);
  const object = node['object'];
  // `globalThis.process.env` and `process.env` read the same thing.
  const owner =
    isNode(object) && object.type === 'MemberExpression' ? nameOf(object['property']) : nameOf(object);
  return owner === undefined || property === undefined ? undefined : [owner, property];
}

export function lineOf({ text }: SourceFile, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}
