import type { ListedFile } from '../export-manifest.ts';
import { escapeHtml, markdownHtml } from './markdown-html.ts';
import type { Fact, Report, ReportPiece } from './report-contents.ts';

/** Pictures of a report together, bytes; further ones are links to their files. */
const EMBEDDED_MAX_BYTES = 32 * 1024 * 1024;

const STYLE = `
:root { color-scheme: light dark; --ink: #151a21; --soft: #515c6b; --line: #d5dbe4; --wash: #f0f2f6; --page: #fff; }
@media screen and (prefers-color-scheme: dark) {
  :root { --ink: #e9edf3; --soft: #a7b1bf; --line: #2b3441; --wash: #1a2029; --page: #12161c; }
}
body { margin: 0 auto; max-width: 48rem; padding: 2rem 1.25rem 4rem; background: var(--page); color: var(--ink);
  font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 1rem; }
h2 { font-size: 1.2rem; margin: 2.25rem 0 0.75rem; border-bottom: 1px solid var(--line); padding-bottom: 0.25rem; }
h3, h4, h5, h6 { font-size: 1rem; margin: 1.5rem 0 0.5rem; }
dl { display: grid; grid-template-columns: minmax(7rem, max-content) 1fr; gap: 0.25rem 1rem; margin: 0 0 1rem; }
dt { color: var(--soft); }
dd { margin: 0; }
h1, dd, p, li, td, pre { unicode-bidi: isolate; }
p.text { white-space: pre-wrap; }
img { display: block; max-width: 100%; border: 1px solid var(--line); border-radius: 6px; margin: 0.75rem 0; }
pre { background: var(--wash); padding: 0.75rem; border-radius: 6px; white-space: pre-wrap; }
blockquote { margin: 0; padding-left: 1rem; border-left: 3px solid var(--line); }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: 0.35rem 0.75rem 0.35rem 0; border-bottom: 1px solid var(--line); }
footer { margin-top: 2.5rem; color: var(--soft); font-size: 0.875rem; }
@media print { body { max-width: none; padding: 0; } section, img, tr { break-inside: avoid; } h2, h3 { break-after: avoid; } }
`;

/** The report as one page that loads nothing; pictures are part of it. `picture` answers the bytes of one. */
export async function* reportHtml(
  report: Report,
  picture: (file: ListedFile) => Promise<Buffer>,
): AsyncGenerator<string> {
  yield head(report);
  let embedded = 0;
  for (const piece of report.pieces) {
    const file = piece.picture;
    const isEmbedded = file !== undefined && embedded + file.bytes <= EMBEDDED_MAX_BYTES;
    if (isEmbedded) embedded += file.bytes;
    yield pieceHtml(piece, isEmbedded ? (await picture(file)).toString('base64') : undefined);
  }
  yield foot(report);
}

function head({ title, facts, summary, body }: Report): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<h1>${escapeHtml(title)}</h1>
${factList(facts)}
<h2>Summary</h2>
<p class="text">${escapeHtml(summary)}</p>
<h2>Report</h2>
${body === '' ? '<p>None was written.</p>' : markdownHtml(body)}
<h2>Evidence</h2>
`;
}

function pieceHtml({ heading, facts, text, paths }: ReportPiece, jpegBase64: string | undefined): string {
  const image =
    jpegBase64 === undefined
      ? ''
      : `<img src="data:image/jpeg;base64,${jpegBase64}" alt="${escapeHtml(heading)}">\n`;
  const links = paths.map((path) => `<a href="${escapeHtml(path)}">${escapeHtml(path)}</a>`).join(', ');
  return `<section>
<h3>${escapeHtml(heading)}</h3>
${factList(facts)}
${text === null ? '' : `<p class="text">${escapeHtml(text)}</p>\n`}${image}${links === '' ? '' : `<p>${links}</p>\n`}</section>
`;
}

function factList(facts: readonly Fact[]): string {
  const rows = facts.map(([label, value]) => `<dt>${escapeHtml(label)}</dt><dd>${escapeHtml(value)}</dd>`);
  return `<dl>\n${rows.join('\n')}\n</dl>`;
}

function foot({ changes, about }: Report): string {
  const rows = changes.map(({ when, who, what }) =>
    [when, who, what].map((cell) => `<td>${escapeHtml(cell)}</td>`).join(''),
  );
  const table =
    rows.length === 0
      ? '<p>None.</p>'
      : `<table>\n<thead><tr><th>When</th><th>Who</th><th>What</th></tr></thead>\n<tbody>\n${rows
          .map((row) => `<tr>${row}</tr>`)
          .join('\n')}\n</tbody>\n</table>`;
  return `<h2>Changes</h2>
${table}
<footer>
${about.map((sentence) => `<p>${escapeHtml(sentence)}</p>`).join('\n')}
</footer>
</body>
</html>
`;
}
