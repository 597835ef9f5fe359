/** Marks in one paragraph; the time to pair them grows with their square. */
const MARKS_MOST = 1000;
/** Quotes and lists within each other; each is a step deeper into the page. */
const DEPTH_MOST = 40;
const MARK = /[*_[\]`<!~]/g;
/** A blank line, or a line that begins a list item, a quote or a heading, ends a paragraph. */
const PARAGRAPHS = /\n(?=[ \t]*(?:\n|[>#]|[-*+] |\d{1,9}[.)] ))/;
const CONTAINERS = /^(?:[ \t]*(?:>|[-*+](?=[ \t])|\d{1,9}[.)](?=[ \t])))+/;
const CONTAINER = />|[-*+](?=[ \t])|\d[.)](?=[ \t])/g;
/** Two columns are the least a nested list is indented by. */
const INDENT = 2;

function depthOf(line: string): number {
  const indent = /^[ \t]*/.exec(line)?.[0].length ?? 0;
  const containers = CONTAINERS.exec(line)?.[0] ?? '';
  const listed = containers === '' ? 0 : indent / INDENT;
  return listed + (containers.match(CONTAINER)?.length ?? 0);
}

/**
 * True for Markdown no person would write and that could keep a browser busy for seconds or exhaust its stack:
 * thousands of unpaired marks in one paragraph, or lists and quotes nested dozens deep.
 */
export function isTooHeavy(markdown: string): boolean {
  return (
    markdown.split('\n').some((line) => depthOf(line) > DEPTH_MOST) ||
    markdown.split(PARAGRAPHS).some((paragraph) => (paragraph.match(MARK)?.length ?? 0) > MARKS_MOST)
  );
}
