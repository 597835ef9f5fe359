import type { Report } from './report-contents.ts';

/** The report as Markdown in which nothing that people or agents wrote is HTML, a picture, or a link behind other words. */
export function reportMarkdown(report: Report): string {
  const lines = [
    `# ${oneLine(report.title)}`,
    '',
    ...report.facts.map((fact) => factLine(fact)),
    '',
    '## Summary',
    '',
    inert(report.summary),
    '',
    '## Report',
    '',
    report.body === '' ? 'None was written.' : inert(report.body),
    '',
    '## Evidence',
    '',
    ...report.pieces.flatMap(({ heading, facts, text, paths }) => [
      `### ${heading}`,
      '',
      ...facts.map((fact) => factLine(fact)),
      ...paths.slice(1).map((path) => factLine(['Also as', path])),
      '',
      ...(text === null ? [] : [inert(text), '']),
    ]),
    '## Changes',
    '',
    ...(report.changes.length === 0 ? ['None.'] : []),
    ...report.changes.map(({ when, who, what }) => `- ${when}: ${oneLine(who)} changed ${oneLine(what)}`),
    '',
    '## About this file',
    '',
    ...report.about.flatMap((sentence) => [oneLine(sentence), '']),
  ];
  return lines.join('\n');
}

function factLine([label, value]: readonly [string, string]): string {
  return `- ${label}: ${oneLine(value)}`;
}

/** Takes the meaning from HTML and from everything that begins with a bracket. */
function inert(text: string): string {
  return text
    .replaceAll(/[^\P{Cc}\t\n]|[\u202A-\u202E\u2066-\u2069]/gu, '')
    .replaceAll('<', '&lt;')
    .replaceAll('[', String.raw`\[`);
}

/** Text that can neither end its line nor begin markup of its own. */
function oneLine(text: string): string {
  return inert(text.replaceAll(/\s+/g, ' ')).replaceAll(/[*_`#|]/g, String.raw`\$&`);
}
