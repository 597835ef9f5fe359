import { parseSync } from 'vite';

/** A text that people would read and no catalogue knows. */
export interface BareText {
  readonly line: number;
  readonly text: string;
}

interface AstNode {
  readonly type: string;
  readonly start: number;
  readonly [key: string]: unknown;
}

/** Macros of the catalogue: what is written in them can be translated. */
const MACROS = new Set(['t', 'msg', 'plural', 'select', 'selectOrdinal', 'defineMessage']);
const TEXT_ELEMENTS = new Set(['Trans', 'Plural', 'Select', 'SelectOrdinal']);
/** Code is the same in every language. */
const CODE_ELEMENTS = new Set(['code', 'kbd', 'pre', 'samp', 'style']);
/** Names of attributes, properties and variables whose value people read. */
const READ =
  /^(aria-(label|description|roledescription|valuetext)|alt|caption|description|doneText|empty|headline|hint|intro|label|legend|lead|message|note|placeholder|question|sentence|short|subject|summary|text|title)$/;
/** Names of attributes, properties and variables whose value only the browser reads. */
const UNREAD =
  /(class|look|style|tone|colou?r|size)(name|names|s)?$|^(d|points|transform|data-.*|aria-keyshortcuts|viewBox|keys?|id|to|href|rel|type|style)$/i;
/** What these methods look for is no text either. */
const SEARCHES = new Set([
  'startsWith',
  'endsWith',
  'includes',
  'indexOf',
  'has',
  'get',
  'querySelector',
  'closest',
  'matches',
]);
const LETTER = /\p{L}/u;

function isNode(value: unknown): value is AstNode {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}

function nodesOf(value: unknown): readonly AstNode[] {
  if (Array.isArray(value)) return value.flatMap(nodesOf);
  return isNode(value) ? [value] : [];
}

function nameOf(value: unknown): string {
  if (!isNode(value)) return '';
  const { name, value: literal } = value;
  if (typeof name === 'string') return name;
  if (isNode(name)) return nameOf(name);
  return typeof literal === 'string' ? literal : '';
}

/** Words as people write them: `Dark`, `Not now`, `of the server`; no class names, ids, paths or codes. */
function isProse(text: string): boolean {
  const words = text.trim().split(/\s+/);
  if (words.some((word) => !/^[\p{L}\d“”‘’„"'(),.:;!?%…·–&/×+]+$|^[-–—·]$|^\p{L}+-\p{L}+$/u.test(word)))
    return false;
  if (words.length === 1) return /^[“„(]?\p{Lu}\p{Ll}{2,}[\p{Ll}’”.!?:…)]*$/u.test(text.trim());
  if (words.every((word) => word.includes('-') || !LETTER.test(word))) return false;
  return words.some((word) => /\p{Ll}{2}/u.test(word));
}

/** Words between the values of a template: `last seen ${when}`. */
function isWordy(part: string): boolean {
  return /(^|\s)[“(]?\p{L}[\p{Ll}’]+[,.:;!?)”…]*(\s|$)/u.test(part) && /^[^<>=/{}#[\]]*$/.test(part);
}

/** What a literal's surroundings say of it. */
type Role = 'read' | 'unread' | 'unknown';

class TextSearch {
  readonly #source: string;
  readonly found: BareText[] = [];

  constructor(source: string) {
    this.#source = source;
  }

  visit(node: AstNode, role: Role = 'unknown'): void {
    switch (node.type) {
      case 'ImportDeclaration':
      case 'ExportAllDeclaration':
      case 'ThrowStatement':
        return;
      case 'Literal':
        return this.#literal(node, role);
      case 'TemplateLiteral':
        return this.#template(node, role);
      case 'TaggedTemplateExpression':
        return this.#tagged(node);
      case 'CallExpression':
      case 'NewExpression':
        return this.#call(node, role);
      case 'BinaryExpression':
        return this.#binary(node, role);
      case 'SwitchCase':
        return this.#all(node['consequent']);
      case 'ConditionalExpression':
      case 'LogicalExpression':
        return this.#choice(node, role);
      case 'Property':
      case 'PropertyDefinition':
        return this.#all(node['value'], this.#roleOf(nameOf(node['key']), role));
      case 'VariableDeclarator':
        return this.#all(node['init'], this.#roleOf(nameOf(node['id']), 'unknown'));
      case 'JSXElement':
      case 'JSXFragment':
        return this.#element(node, false);
      default:
        if (/^TS(?!As|Satisfies|NonNull)/.test(node.type)) return;
        this.#children(node, role === 'unread' ? role : 'unknown');
    }
  }

  #report({ start }: AstNode, text: string): void {
    this.found.push({ line: this.#source.slice(0, start).split('\n').length, text: text.trim() });
  }

  #all(value: unknown, role: Role = 'unknown'): void {
    for (const node of nodesOf(value)) this.visit(node, role);
  }

  #children(node: AstNode, role: Role): void {
    for (const [key, value] of Object.entries(node)) {
      if (!/^(typeAnnotation|returnType|typeArguments|typeParameters)$/.test(key)) this.#all(value, role);
    }
  }

  #roleOf(name: string, inherited: Role): Role {
    if (READ.test(name)) return 'read';
    return UNREAD.test(name) ? 'unread' : inherited === 'unread' ? 'unread' : 'unknown';
  }

  #isBare(text: string, role: Role): boolean {
    if (role === 'unread') return false;
    return role === 'read' ? LETTER.test(text) : isProse(text);
  }

  #literal(node: AstNode, role: Role): void {
    const { value } = node;
    if (typeof value === 'string' && this.#isBare(value, role)) this.#report(node, value);
  }

  #template(node: AstNode, role: Role): void {
    const parts = nodesOf(node['quasis']).map(({ value }) => (value as { cooked: string }).cooked);
    const bare = parts.some((part) => (role === 'read' ? LETTER.test(part) : isWordy(part)));
    if (bare && role !== 'unread') this.#report(node, parts.join('…'));
    this.#all(node['expressions'], role === 'unread' ? role : 'unknown');
  }

  #tagged(node: AstNode): void {
    const [quasi] = nodesOf(node['quasi']);
    if (quasi === undefined) return;
    if (!MACROS.has(nameOf(node['tag']))) return this.#template(quasi, 'unknown');
    // A text chosen inside a text cannot be translated as one sentence.
    this.#all(quasi['expressions'], 'read');
  }

  #call(node: AstNode, role: Role): void {
    const { callee } = node;
    if (isNode(callee) && SEARCHES.has(nameOf(callee['property']))) return this.#all(callee);
    const name = nameOf(callee);
    if (name.endsWith('Error')) return;
    if (!MACROS.has(name)) {
      this.#all(callee);
      return this.#all(node['arguments'], role === 'unread' ? role : 'unknown');
    }
    for (const argument of nodesOf(node['arguments'])) {
      if (argument.type !== 'ObjectExpression') continue;
      for (const { value } of nodesOf(argument['properties'])) {
        if (isNode(value) && value.type === 'TemplateLiteral') this.#all(value['expressions'], 'read');
        else if (isNode(value) && value.type !== 'Literal') this.visit(value, 'unknown');
      }
    }
  }

  #binary(node: AstNode, role: Role): void {
    // What is compared is no text that somebody reads.
    if (/^[=!]==?$|^in$/.test(String(node['operator']))) return;
    this.#all([node['left'], node['right']], role);
  }

  #choice(node: AstNode, role: Role): void {
    if (node.type === 'ConditionalExpression') {
      this.#all(node['test']);
      return this.#all([node['consequent'], node['alternate']], role);
    }
    this.#all(node['left']);
    this.#all(node['right'], role);
  }

  #element(node: AstNode, translated: boolean): void {
    const [opening] = nodesOf(node['openingElement']);
    const tag = nameOf(opening?.['name']);
    const isText = TEXT_ELEMENTS.has(tag);
    if (!isText) for (const attribute of nodesOf(opening?.['attributes'])) this.#attribute(attribute);
    if (CODE_ELEMENTS.has(tag)) return;
    for (const child of nodesOf(node['children'])) this.#child(child, translated || isText);
  }

  #child(child: AstNode, translated: boolean): void {
    if (child.type === 'JSXText') {
      if (!translated && LETTER.test(String(child['value']))) this.#report(child, String(child['value']));
    } else if (child.type === 'JSXElement' || child.type === 'JSXFragment') {
      this.#element(child, translated);
    } else {
      this.#all(child['expression'], 'read');
    }
  }

  #attribute(attribute: AstNode): void {
    if (attribute.type === 'JSXSpreadAttribute') return this.#all(attribute['argument']);
    const [value] = nodesOf(attribute['value']);
    if (value === undefined) return;
    const content = value.type === 'JSXExpressionContainer' ? value['expression'] : value;
    this.#all(content, this.#roleOf(nameOf(attribute['name']), 'unknown'));
  }
}

/** Texts in a source file of the dashboard that stand outside the catalogue's macros. */
export function bareTexts(file: string, source: string): readonly BareText[] {
  const { program, errors } = parseSync(file, source);
  if (errors[0] !== undefined) throw new Error(`${file}: ${errors[0].message}`);
  const search = new TextSearch(source);
  for (const statement of nodesOf(program.body)) search.visit(statement);
  return search.found;
}
