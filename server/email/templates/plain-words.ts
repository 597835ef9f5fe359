const MAX_LINE = 76;
const MAX_SUBJECT = 500;
/** Control characters other than tab, line feed and carriage return. They mean nothing in a mail and are illegal in HTML. */
// oxlint-disable-next-line no-control-regex -- they are what is looked for
const CONTROL = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\uFFFE\uFFFF]/g;
/** What a mail program may take for the end of a line. */
const LINE_END = /\r\n|[\n\u2028\u2029]/g;

/** Text without control characters and broken surrogate pairs, lines ended by a line feed. */
export function clean(text: string): string {
  return text.toWellFormed().replace(LINE_END, '\n').replaceAll('\r', '').replace(CONTROL, '');
}

/** The start of a text, at most `max` UTF-16 units, never ending in half a character. */
export function cut(text: string, max: number): string {
  return text.length <= max ? text : text.slice(0, max).replace(/[\uD800-\uDBFF]$/, '');
}

/** A subject: one line without line ends, at most 500 characters. */
export function subjectLine(text: string): string {
  return cut(
    clean(text)
      .replace(/[\n\t]/g, ' ')
      .trim(),
    MAX_SUBJECT,
  );
}

/**
 * The text part: lines of at most 76 characters where spaces allow it, and at most one empty line in a row. Lines
 * indented by four spaces are commands and stay as they are; so does a web address, because a broken one leads nowhere.
 */
export function textPart(text: string): string {
  const lines = text.split('\n').flatMap((line) => wrapped(line.trimEnd()));
  return `${lines
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()}\n`;
}

function wrapped(line: string): string[] {
  if (line.length <= MAX_LINE || line.startsWith('    ')) return [line];
  // The lines that follow the first of a list item stand under its text.
  const [start = ''] = /^ *(?:\d+\. |- )?/.exec(line) ?? [];
  const room = MAX_LINE - start.length;
  const words = line
    .slice(start.length)
    .split(/ +/)
    .flatMap((word) => piecesOf(word, room));
  const rows: string[] = [];
  for (const word of words) {
    const last = rows.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= room)
      rows[rows.length - 1] = `${last} ${word}`;
    else rows.push(word);
  }
  return rows.map((row, index) => `${index === 0 ? start : ' '.repeat(start.length)}${row}`);
}

/** A word that fits, or pieces of it that do. */
function piecesOf(word: string, room: number): string[] {
  if (/^[(<]?https?:\/\//.test(word)) return [word];
  const pieces: string[] = [];
  for (let rest = word; rest !== ''; rest = rest.slice(pieces.at(-1)?.length)) pieces.push(cut(rest, room));
  return pieces;
}
