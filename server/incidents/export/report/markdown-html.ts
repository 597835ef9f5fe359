const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/**
 * Text as HTML shows it. Control characters become a mark, and so do those that turn the direction of writing around:
 * `gpj.exe` must not read `exe.jpg`.
 */
export function escapeHtml(text: string): string {
  return text
    .replaceAll(/[&<>"']/g, (sign) => ENTITIES[sign] ?? '')
    .replaceAll(/[^\P{Cc}\t\n]|[\u202A-\u202E\u2066-\u2069]/gu, '\uFFFD');
}

const FENCE = /^ {0,3}(`{3,}|~{3,})/;
const HEADING = /^ {0,3}(#{1,6})\s+(.*)$/;
const ITEM = /^\s*(?:[-*+]|\d{1,9}[.)])\s+(.*)$/;
const NUMBERED = /^\s*\d/;
const QUOTE = /^ {0,3}>\s?(.*)$/;
const RULE = /^ {0,3}(?:-{3,}|\*{3,}|_{3,})\s*$/;
const ROW = /^\s*\|/;
/** Headings of a report stand below those of the page. */
const DEEPER = 2;

/**
 * Markdown as HTML: headings, lists, quotes, code and emphasis. Links and pictures become their words and addresses;
 * HTML shows as it was typed. Takes time in proportion to the length of the text.
 */
export function markdownHtml(text: string): string {
  const lines = text.replaceAll('\r\n', '\n').split('\n');
  const blocks: string[] = [];
  for (let at = 0; at < lines.length;) {
    const { html, next } = blockAt(lines, at);
    blocks.push(html);
    at = next;
  }
  return blocks.filter((html) => html !== '').join('\n');
}

interface Block {
  readonly html: string;
  /** The line after it. */
  readonly next: number;
}

function blockAt(lines: readonly string[], at: number): Block {
  const line = lines[at] ?? '';
  const fence = FENCE.exec(line)?.[1];
  if (fence !== undefined) return codeBlock(lines, at, fence);
  if (line.trim() === '') return { html: '', next: at + 1 };
  if (RULE.test(line)) return { html: '<hr>', next: at + 1 };
  const [, marks = '', title = ''] = HEADING.exec(line) ?? [];
  if (marks !== '') {
    const tag = `h${Math.min(6, marks.length + DEEPER)}`;
    return { html: `<${tag}>${inline(title)}</${tag}>`, next: at + 1 };
  }
  if (ITEM.test(line)) {
    const tag = NUMBERED.test(line) ? 'ol' : 'ul';
    const next = endOf(lines, at, ITEM);
    const items = lines.slice(at, next).map((item) => `<li>${inline(ITEM.exec(item)?.[1] ?? '')}</li>`);
    return { html: `<${tag}>${items.join('')}</${tag}>`, next };
  }
  if (QUOTE.test(line)) {
    const next = endOf(lines, at, QUOTE);
    const quoted = lines.slice(at, next).map((each) => inline(QUOTE.exec(each)?.[1] ?? ''));
    return { html: `<blockquote><p>${quoted.join('<br>')}</p></blockquote>`, next };
  }
  if (ROW.test(line)) {
    const next = endOf(lines, at, ROW);
    return { html: `<pre>${escapeHtml(lines.slice(at, next).join('\n'))}</pre>`, next };
  }
  return paragraph(lines, at);
}

function codeBlock(lines: readonly string[], at: number, fence: string): Block {
  const last = firstAfter(lines, at, (line) => line.trimStart().startsWith(fence));
  return { html: `<pre>${escapeHtml(lines.slice(at + 1, last).join('\n'))}</pre>`, next: last + 1 };
}

function endOf(lines: readonly string[], at: number, pattern: RegExp): number {
  return firstAfter(lines, at, (line) => !pattern.test(line));
}

/** The first line after `at` of which that is true, or where the text ends. */
function firstAfter(lines: readonly string[], at: number, isWanted: (line: string) => boolean): number {
  let index = at + 1;
  while (index < lines.length && !isWanted(lines[index] ?? '')) index += 1;
  return index;
}

function paragraph(lines: readonly string[], at: number): Block {
  const next = firstAfter(lines, at, isBreak);
  const texts = lines.slice(at, next).map((line) => inline(line.trim()));
  return { html: `<p>${texts.join('<br>')}</p>`, next };
}

function isBreak(line: string): boolean {
  const starts = [FENCE, HEADING, ITEM, QUOTE, RULE, ROW];
  return line.trim() === '' || starts.some((pattern) => pattern.test(line));
}

/** No pattern reaches past the next sign of its own kind: a hostile text cannot make the search long. */
function inline(text: string): string {
  return escapeHtml(text)
    .replaceAll(/!?\[([^[\]]*)\]\(([^()\s]*)\)/g, '$1 ($2)')
    .replaceAll(/`([^`]+)`/g, '<code>$1</code>')
    .replaceAll(/\*\*([^*]+)\*\*/g, '<strong>$1</strong>')
    .replaceAll(/\*([^*\s][^*]*)\*/g, '<em>$1</em>');
}
