import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { type KeyPlace, shortcutGroups } from '../../renderer/features/frame/overlay/shortcuts.ts';
import { nameOf, nodesOf, readTree, type SourceFile, type SyntaxNode } from '../architecture/source-tree.ts';

/** Where each file's keys stand in the list of shortcuts. */
const PLACES: Readonly<Record<string, KeyPlace>> = {
  'features/frame/overlay/global-keys.ts': 'everywhere',
  'features/frame/frame.tsx': 'kiosk',
  'features/wall/wall-page.tsx': 'everywhere',
  'features/wall/wall-grid.tsx': 'wall',
  'features/wall/tile/camera-tile.tsx': 'tile',
  'features/wall/arranging/tile-drag.ts': 'drag',
  'features/wall/focus/focus-page.tsx': 'camera',
  'features/incidents/evidence/lightbox.tsx': 'picture',
  'features/docs/search/search-box.tsx': 'help',
};

/** What everybody expects of a field, a list or a dialog needs no list; `use-focus-keys` is told its keys. */
const USUAL: ReadonlySet<string> = new Set([
  'components/input/combobox.tsx',
  'features/lifeline/out-of-reach.tsx',
  'features/palette/palette-window.tsx',
  'features/sentinel/rules/settled-field.tsx',
  'features/wall/focus/use-focus-keys.ts',
]);
/** What a list of suggestions and a dialog listen to wherever there are some. */
const USUAL_KEYS: Readonly<Partial<Record<KeyPlace, readonly string[]>>> = {
  help: ['ArrowDown', 'ArrowUp', 'Home', 'End', 'Enter', 'Escape'],
  everywhere: ['Escape'],
};

const ARROWS = ['ArrowLeft', 'ArrowUp', 'ArrowRight', 'ArrowDown'];
const PRINTABLE = Array.from({ length: 94 }, (_, index) => String.fromCodePoint(33 + index));

const renderer = readTree(fileURLToPath(new URL('../../renderer/', import.meta.url)));

const field = (node: SyntaxNode, name: string) => node[name] as SyntaxNode | undefined;

/** `event.key`, `key`, `event.key.toLowerCase()` */
function isKey(node: SyntaxNode | undefined): boolean {
  if (node === undefined) return false;
  if (node.type === 'CallExpression') {
    const callee = field(node, 'callee');
    return callee?.type === 'MemberExpression' && isKey(field(callee, 'object'));
  }
  return nameOf(node.type === 'MemberExpression' ? node['property'] : node) === 'key';
}

interface BoundKey {
  readonly key: string;
  readonly adminOnly: boolean;
}

/** The names in a table of keys; those that are spread in under `isAdmin` are for administrators. */
function tableKeys(table: SyntaxNode, prefix = '', adminOnly = false): readonly BoundKey[] {
  const properties = table['properties'] as readonly SyntaxNode[];
  return properties.flatMap((property) => {
    if (property.type !== 'SpreadElement')
      return [{ key: prefix + (nameOf(property['key']) ?? ''), adminOnly }];
    const spread = field(property, 'argument');
    const choice = spread?.type === 'ParenthesizedExpression' ? field(spread, 'expression') : spread;
    if (choice?.type !== 'ConditionalExpression') return [];
    const isForAdmins = nameOf(choice['test']) === 'isAdmin';
    const chosen = field(choice, 'consequent');
    return chosen?.type === 'ObjectExpression' ? tableKeys(chosen, prefix, isForAdmins) : [];
  });
}

function tablesOf(node: SyntaxNode): readonly BoundKey[] {
  const table = (from: SyntaxNode | undefined, prefix = '') =>
    from?.type === 'ObjectExpression' ? tableKeys(from, prefix) : [];
  if (node.type === 'VariableDeclarator') {
    const name = nameOf(node['id']);
    // Tables called `moves` are looked up while Shift is held.
    if (name === 'keys') return table(field(node, 'init'));
    return name === 'moves' ? table(field(node, 'init'), 'Shift+') : [];
  }
  if (node.type === 'CallExpression' && nameOf(node['callee']) === 'useFocusKeys')
    return table((node['arguments'] as readonly SyntaxNode[])[0]);
  if (node.type !== 'FunctionDeclaration' || nameOf(node['id']) !== 'keysOf') return [];
  return nodesOf(node)
    .filter(({ type }) => type === 'ReturnStatement')
    .flatMap((statement) => table(field(statement, 'argument')));
}

/** Keys an expression asks for: `event.key === 'x'`, `event.key.startsWith('Arrow')`, `/[1-9]/.test(event.key)`. */
function comparedKeys(node: SyntaxNode): readonly string[] {
  if (node.type === 'BinaryExpression') {
    const literal = field(node, 'right');
    const isText = literal?.type === 'Literal' && typeof literal['value'] === 'string';
    return isText && isKey(field(node, 'left')) ? [String(literal['value'])] : [];
  }
  const callee = node.type === 'CallExpression' ? field(node, 'callee') : undefined;
  if (callee?.type !== 'MemberExpression') return [];
  const owner = field(callee, 'object');
  const argument = (node['arguments'] as readonly SyntaxNode[])[0];
  const method = nameOf(callee['property']);
  if (method === 'startsWith' && isKey(owner))
    return ARROWS.filter((name) => name.startsWith(nameOf(argument) ?? '?'));
  const pattern = owner?.['regex'] as { readonly pattern: string } | undefined;
  if (method !== 'test' || pattern === undefined || !isKey(argument)) return [];
  return PRINTABLE.filter((letter) => new RegExp(pattern.pattern).test(letter));
}

function boundKeys({ program }: SourceFile): readonly BoundKey[] {
  return nodesOf(program).flatMap((node) => [
    ...tablesOf(node),
    ...comparedKeys(node).map((key) => ({ key, adminOnly: false })),
  ]);
}

function fileOf(path: string): SourceFile {
  const found = renderer.sources.find((source) => source.path === path);
  if (found === undefined) throw new Error(`${path} is gone: take it out of this test`);
  return found;
}

const words = (keys: readonly BoundKey[]) =>
  [...new Set(keys.map(({ key, adminOnly }) => (adminOnly ? `${key} (administrators)` : key)))].toSorted();

function listed(place: KeyPlace): readonly string[] {
  const all = shortcutGroups(true, false).flatMap(({ shortcuts }) => shortcuts);
  return words(
    all
      .filter(({ places }) => places.includes(place))
      .flatMap(({ keys, adminOnly = false }) => keys.map((key) => ({ key, adminOnly }))),
  );
}

function bound(place: KeyPlace): readonly string[] {
  const files = Object.keys(PLACES).filter((path) => PLACES[path] === place);
  const keys = words(files.flatMap((path) => boundKeys(fileOf(path))));
  return keys.filter((key) => USUAL_KEYS[place]?.includes(key) !== true);
}

describe('list of shortcuts', () => {
  it.each([...new Set(Object.values(PLACES))])(
    '%s: every key that is bound is listed, and no other',
    (place) => {
      expect(bound(place).length).toBeGreaterThan(0);
      // Incidents are for administrators as a whole, which their pictures need not repeat.
      const expected =
        place === 'picture' ? bound(place).map((key) => `${key} (administrators)`) : bound(place);
      expect(listed(place)).toEqual(expected.toSorted());
    },
  );

  it('every part of the dashboard that listens to keys is known here', () => {
    const listening = renderer.sources
      .filter(({ text }) => /\bonKeyDown\b|'keydown'/.test(text))
      .map(({ path }) => path)
      .filter((path) => PLACES[path] === undefined && !USUAL.has(path));
    expect(listening).toEqual([]);
  });

  it('members see no key that does nothing for them', () => {
    const shown = shortcutGroups(false, false).flatMap(({ shortcuts }) => shortcuts);
    expect(shown.some(({ adminOnly }) => adminOnly)).toBe(false);
    expect(shortcutGroups(false, false).map(({ title }) => title)).not.toContain('Pictures of an incident');
  });

  it('the palette is opened by ⌘ where keyboards have it', () => {
    const [first] = shortcutGroups(true, true)[0]?.shortcuts ?? [];
    expect(first?.shown).toBe('⌘ K');
  });
});
