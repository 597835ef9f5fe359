/**
 * What the functions of mcp-setup.ps1 do that change a settings file, told again step by step, because PowerShell
 * cannot be run where the tests run. The classes of .NET they call are told as far as valid JSON goes.
 */

/** A member of an object, or an item of a list; `name` is empty for items. */
interface Node {
  readonly name: string;
  /** .NET stores a name that could not be that of an XML element in an attribute of one that is called "item". */
  readonly isMapped: boolean;
  readonly value: Value;
}

type Value =
  /** Numbers, true, false and null as they are written. */
  | { readonly type: 'plain'; readonly text: string }
  | { readonly type: 'string'; readonly text: string }
  | { readonly type: 'object' | 'array'; readonly children: Node[] };

interface Container {
  readonly type: 'object' | 'array';
  readonly children: Node[];
}

/** The patterns of `Test-JsonObject`, in the order of their use. */
export const JSON_PATTERNS = {
  string: String.raw`"(?:[^"\\\x00-\x1F]|\\(?:["\\/bfnrt]|u[0-9A-Fa-f]{4}))*"`,
  plain: String.raw`(?<![\w.+-])(?:-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|true|false|null)(?![\w.+-])`,
  blanks: String.raw`[ \t\r\n]*([{}\[\],:])[ \t\r\n]*`,
  begin: String.raw`^\{`,
  container: String.raw`\{(?:"":(?:""|0)(?:,"":(?:""|0))*)?\}|\[(?:(?:""|0)(?:,(?:""|0))*)?\]`,
} as const;

/** `Test-JsonObject`. */
export function isJsonObject(text: string): boolean {
  const replace = (from: string, pattern: string, by: string) =>
    from.replaceAll(new RegExp(pattern, 'g'), by);
  let rest = replace(text, JSON_PATTERNS.string, '""');
  rest = replace(rest, JSON_PATTERNS.plain, '0');
  rest = replace(rest, JSON_PATTERNS.blanks, '$1');
  if (!new RegExp(JSON_PATTERNS.begin).test(rest)) return false;
  let before: string;
  do {
    before = rest;
    rest = replace(rest, JSON_PATTERNS.container, '0');
  } while (rest !== before);
  return rest === '0';
}

/** `Read-Json`, for a text that is a JSON object; throws where .NET does although it is one. */
function readJson(text: string): Container {
  const tokens = text.match(/"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/gs) ?? [];
  let at = 0;
  const next = (): string => tokens[at++] ?? '';
  const readValue = (): Value => {
    const token = next();
    if (token === '{') return { type: 'object', children: readMembers() };
    if (token === '[') return { type: 'array', children: readItems() };
    return token.startsWith('"')
      ? { type: 'string', text: readString(token) }
      : { type: 'plain', text: token };
  };
  const readMembers = (): Node[] => {
    const children: Node[] = [];
    for (let token = next(); token !== '}'; token = next()) {
      if (token === ',') continue;
      next();
      const value = readValue();
      // The first member of that name is taken for the name of a type, and that has to be text.
      if (children.length === 0 && token === '"__type"' && value.type !== 'string')
        throw new Error(`The token '"' was expected`);
      // By how it is written: an escape alone makes a name that has to be mapped.
      const isMapped = !/^"[A-Za-z_][\w.-]*"$/.test(token);
      children.push({ name: readString(token), isMapped, value });
    }
    return children;
  };
  const readItems = (): Node[] => {
    const children: Node[] = [];
    for (; tokens[at] !== ']';) {
      if (tokens[at] === ',') at += 1;
      children.push({ name: '', isMapped: false, value: readValue() });
    }
    at += 1;
    return children;
  };
  const root = readValue();
  if (root.type !== 'object') throw new Error('not an object');
  return root;
}

function readString(token: string): string {
  const text = JSON.parse(token) as string;
  if (!text.isWellFormed()) throw new Error('A high surrogate character must always be paired');
  if (/[\uFFFE\uFFFF]/.test(token)) throw new Error('FFFE in JSON is invalid.');
  return text;
}

/** `Format-Json`: lines end in CR LF but for the last one. */
function formatJson(document: Container): string {
  return `${formatValue(document, '')}\n`;
}

function formatValue(value: Value, indent: string): string {
  if (value.type === 'plain') return value.text;
  if (value.type === 'string') return formatString(value.text);
  const [open, close] = value.type === 'object' ? ['{', '}'] : ['[', ']'];
  if (value.children.length === 0) return `${open} ${close}`;
  const isObject = value.type === 'object';
  const lines = value.children.map((child) => {
    const text = formatValue(child.value, `${indent}  `);
    return `${indent}  ${isObject ? `${formatString(child.name)}: ` : ''}${text}`;
  });
  return `${open}\r\n${lines.join(',\r\n')}\r\n${indent}${close}`;
}

/** Halves of surrogate pairs and line ends that are no control characters are escaped, too. */
function formatString(text: string): string {
  return JSON.stringify(text).replaceAll(
    /[\u0085\u2028\u2029\uD800-\uDFFF\uFFFE\uFFFF]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** `Get-Child-Node`: a mapped name is no name of an element. */
function childOf(parent: Container, name: string): Node | undefined {
  return parent.children.findLast((child) => (child.isMapped ? 'item' : child.name) === name);
}

function remove(parent: Container, child: Node): void {
  parent.children.splice(parent.children.indexOf(child), 1);
}

/** `Add-Child-Node`. */
function addChild(parent: Container, name: string): Container {
  const value: Container = { type: 'object', children: [] };
  parent.children.push({ name, isMapped: false, value });
  return value;
}

/** `Add-Entry`. */
function addEntry(root: Container, entry: string): void {
  const found = childOf(root, 'mcpServers');
  let servers: Container | undefined;
  if (found !== undefined && found.value.type === 'object') servers = found.value;
  else if (found !== undefined) remove(root, found);
  servers ??= addChild(root, 'mcpServers');
  const old = childOf(servers, 'opensentry');
  if (old !== undefined) remove(servers, old);
  addChild(servers, 'opensentry').children.push(...readJson(entry).children);
}

/** What becomes of a file: its new text, and whether the former one is kept as unreadable. Throws when it stays. */
interface Merged {
  readonly text: string;
  readonly isSetAside: boolean;
}

/** `Set-Entry`; `bytes` is undefined for a file that is not there. */
export function setEntry(bytes: Buffer | undefined, entry: string): Merged {
  let document: Container = { type: 'object', children: [] };
  let isSetAside = false;
  if (bytes !== undefined) {
    const text = readAllText(bytes);
    if (isJsonObject(text)) document = readJson(text);
    else isSetAside = text.trim() !== '';
  }
  addEntry(document, entry);
  const text = formatJson(document);
  // What .NET would read again has to be the same, down to which names are mapped.
  if (JSON.stringify(readJson(text)) !== JSON.stringify(document))
    throw new Error('it holds something this script cannot keep as it is');
  return { text, isSetAside };
}

/** .NET goes by the byte-order mark, and by UTF-8 without one; bytes that are no text become "?". */
function readAllText(bytes: Buffer): string {
  const marks = [
    ['utf-16le', [0xff, 0xfe]],
    ['utf-16be', [0xfe, 0xff]],
  ] as const;
  const marked = marks.find(([, mark]) => mark.every((byte, index) => bytes[index] === byte));
  try {
    return new TextDecoder(marked?.[0] ?? 'utf-8', { fatal: marked === undefined }).decode(bytes);
  } catch {
    return '?';
  }
}

/** `Set-Client`, as far as it makes the entry of a client. */
export function entryOf(shape: string, url: string, key: string): string {
  const plain = /^(https:|http:\/\/(localhost|127\.0\.0\.1)[:/])/i.test(url) ? '' : ',"--allow-http"';
  return shape
    .replaceAll('@URL@', () => url)
    .replaceAll('@KEY@', () => key)
    .replaceAll('@PLAIN@', plain);
}
