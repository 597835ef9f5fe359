// Writes every mail as files to look at: subject and text, HTML, and a page that shows them all.
// Usage: preview-emails [folder] [--clerk]
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { MailTemplates } from '../server/email/templates/mail-templates.ts';
import { createLogger } from '../server/log.ts';
import { sampleMails } from './preview/sample-mails.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { clerk: { type: 'boolean', default: false } },
});
const folder = resolve(positionals[0] ?? join('test-results', 'emails'));
const mode = values.clerk ? 'clerk' : 'local';
const templates = new MailTemplates({ mode, log: createLogger('warn') });
const samples = sampleMails(mode);

const SIZES = [
  { name: 'wide', width: 600, height: 900 },
  { name: 'narrow', width: 320, height: 900 },
];

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}

mkdirSync(folder, { recursive: true });
const sections = samples.map((input) => {
  const { subject, text, html } = templates.render(input);
  writeFileSync(join(folder, `${input.kind}.html`), html);
  writeFileSync(join(folder, `${input.kind}.txt`), text);
  writeFileSync(join(folder, `${input.kind}.subject.txt`), `${subject}\n`);
  const frames = SIZES.map(
    ({ name, width, height }) =>
      `<iframe title="${input.kind}, ${name}" src="${input.kind}.html" width="${width}" height="${height}"></iframe>`,
  );
  return `<section id="${input.kind}"><h2>${input.kind}</h2><p>${escaped(subject)}</p>
<div>${frames.join('\n')}<pre>${escaped(text)}</pre></div></section>`;
});
const links = samples.map(({ kind }) => `<a href="#${kind}">${kind}</a>`);
writeFileSync(
  join(folder, 'index.html'),
  `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Mails of Sentinel</title>
<style>:root{color-scheme:light dark}body{font:15px/1.5 system-ui;margin:24px}nav{display:flex;flex-wrap:wrap;gap:4px 16px}
div{display:flex;flex-wrap:wrap;gap:16px;align-items:flex-start}iframe{border:1px solid #8888;background:#fff}pre{margin:0;padding:16px;border:1px solid #8888;white-space:pre-wrap}</style>
</head><body><h1>Mails of Sentinel</h1><nav>${links.join('\n')}</nav>
${sections.join('\n')}
</body></html>
`,
);
console.log(
  `${samples.length} mails written. Look at ${relative(process.cwd(), join(folder, 'index.html'))}`,
);
