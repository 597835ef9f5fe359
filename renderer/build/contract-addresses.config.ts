import { readFile } from 'node:fs/promises';
import { parseSync, type Plugin } from 'vite';

const CONTRACT = /[/\\]server[/\\]contract[/\\]/;
const MARK = '?addresses';
/** Forms check what is typed against the whole endpoint. */
const FORM_CHECK = '/body-schema.ts';
/** What a caller needs of an endpoint. */
const KEPT = new Set(['method', 'path', 'access', 'produces']);

interface Stretch {
  readonly start: number;
  readonly end: number;
}

interface AstNode extends Stretch {
  readonly type: string;
  readonly [key: string]: unknown;
}

function isNode(value: unknown): value is AstNode {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}

/** Properties of the object given to each `endpoint(…)` that no caller needs. */
function* surplus(value: unknown): Generator<Stretch> {
  if (Array.isArray(value)) for (const item of value) yield* surplus(item);
  if (!isNode(value)) return;
  const { callee, arguments: given } = value;
  if (value.type !== 'CallExpression' || !isNode(callee) || callee['name'] !== 'endpoint') {
    for (const part of Object.values(value)) yield* surplus(part);
    return;
  }
  const [definition] = given as readonly AstNode[];
  for (const property of (definition?.['properties'] ?? []) as readonly AstNode[]) {
    const { key } = property;
    if (isNode(key) && !KEPT.has(String(key['name']))) yield property;
  }
}

interface Edit extends Stretch {
  readonly text: string;
}

/** Schemas made at the top of a module, written so that the bundler sees that unused ones can go. */
function* removable(value: unknown): Generator<Edit> {
  if (Array.isArray(value)) for (const item of value) yield* removable(item);
  if (!isNode(value)) return;
  if (value.type === 'ExportNamedDeclaration') yield* removable(value['declaration']);
  if (value.type !== 'VariableDeclaration') return;
  for (const { init } of value['declarations'] as readonly AstNode[]) {
    if (!isNode(init) || init.type !== 'CallExpression') continue;
    yield { start: init.start, end: init.start, text: '/* @__PURE__ */ (() => (' };
    yield { start: init.end, end: init.end, text: '))()' };
  }
}

/** The contract's source without the schemas of its endpoints. */
export function addressesOnly(file: string, source: string): string {
  const { program } = parseSync(file, source);
  const cuts = [...surplus(program.body)].map(({ start, end }) => {
    const comma = /^\s*,/.exec(source.slice(end))?.[0].length ?? 0;
    return { start, end: end + comma, text: '' };
  });
  const edits: readonly Edit[] = [...cuts, ...removable(program.body)];
  return edits
    .toSorted((a, b) => a.start - b.start)
    .reduceRight(
      (text, { start, end, text: instead }) => text.slice(0, start) + instead + text.slice(end),
      source,
    );
}

/**
 * Pages ask the server and believe its answers, so they need the addresses of endpoints and not the schemas, which are
 * a fifth of the first load. Only modules that check a form before it is sent get the contract as it is written.
 */
export function contractAddresses(): Plugin {
  const isForm = new Map<string, Promise<boolean>>();
  const checksForm = (file: string) => {
    const known = isForm.get(file) ?? readFile(file, 'utf8').then((source) => source.includes(FORM_CHECK));
    isForm.set(file, known);
    return known;
  };
  return {
    name: 'contract-addresses',
    apply: 'build',
    enforce: 'pre',
    async resolveId(source, importer, options) {
      if (importer === undefined || !source.endsWith('.ts') || importer.includes('\0')) return null;
      const resolved = await this.resolve(source, importer, { ...options, skipSelf: true });
      if (resolved === null || !CONTRACT.test(resolved.id)) return null;
      const isInside = CONTRACT.test(importer);
      const light = isInside ? importer.endsWith(MARK) : !(await checksForm(importer));
      return light ? { ...resolved, id: `${resolved.id}${MARK}` } : null;
    },
    async load(id) {
      if (!id.endsWith(MARK)) return null;
      const file = id.slice(0, -MARK.length);
      return { code: addressesOnly(file, await readFile(file, 'utf8')), moduleType: 'ts' };
    },
  };
}
