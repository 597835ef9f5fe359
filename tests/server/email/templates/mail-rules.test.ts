import { cpSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pino from 'pino';
import { describe, expect, it } from 'vitest';
import { localTime } from '../../../../server/email/templates/local-time.ts';
import { MailTemplates } from '../../../../server/email/templates/mail-templates.ts';
import { subjectLine, textPart } from '../../../../server/email/templates/plain-words.ts';
import { temporaryFolder } from '../../../support/test-config.ts';
import { htmlMistakes } from './mail-html.ts';
import { kinds, linksOf, mailTemplates, sample } from './mail-samples.ts';

const FOLDER = join(import.meta.dirname, '../../../../templates/emails');
const templates = mailTemplates();

/** The real templates with some files replaced; an undefined text removes the file. */
function changedTemplates(changes: Readonly<Record<string, string | undefined>>) {
  const folder = temporaryFolder();
  cpSync(FOLDER, folder.path, { recursive: true });
  for (const [file, text] of Object.entries(changes)) {
    if (text === undefined) rmSync(join(folder.path, file));
    else writeFileSync(join(folder.path, file), text);
  }
  const complaints: string[] = [];
  const log = pino({}, { write: (line: string) => void complaints.push(line) });
  const changed = new MailTemplates({ folder: folder.path, mode: 'local', log });
  folder[Symbol.dispose]();
  return { changed, complaints };
}

describe('mail rules', () => {
  it('notify 86: HTML escapes, text does not', () => {
    const { text, html } = templates.render(sample('motion', { title: '<script>alert("x")</script>' }));
    expect(html).toContain('&lt;script&gt;alert(&#34;x&#34;)&lt;/script&gt;');
    expect(html).not.toContain('<script');
    expect(text).toContain('<script>alert("x")</script>');
  });

  it('notify 87: a subject never contains a line end', () => {
    const title = 'Motion on a\r\nBcc: b@example.com\n\u2028c\rd\u0085e';
    for (const kind of [...kinds, 'unknown_kind']) {
      const { subject } = templates.render(sample(kind, { title }));
      expect(subject).not.toMatch(/[\r\n\t\u0085\u2028\u2029]/);
      expect(subject).toBe(subject.trim());
    }
    expect(templates.render(sample('motion', { title })).subject).toBe(
      '[Sentinel] Motion on a Bcc: b@example.com  cde',
    );
  });

  it('notify 88: severity colours, unknown is green', () => {
    const colours = {
      critical: '#ef4444',
      error: '#ef4444',
      warning: '#f59e0b',
      info: '#22c55e',
      dire: '#22c55e',
    };
    for (const [severity, colour] of Object.entries(colours)) {
      for (const kind of ['motion', 'unknown_kind']) {
        const [bar = ''] =
          /<td[^>]*class="bar"[^>]*>/.exec(templates.render(sample(kind, { severity })).html) ?? [];
        expect(bar).toContain(`background-color:${colour}`);
        expect(bar).toContain('height:4px');
      }
    }
  });

  it('notify 89: an unknown kind is told plainly, with title, body and unsubscribe link', async () => {
    const input = sample('brand_new', { title: 'A <new> thing', body: 'It “happened”.', link: '/x' });
    const { subject, text, html } = templates.render(input);
    expect(subject).toBe('[Sentinel] A <new> thing');
    expect(text).toContain('A <new> thing\n\nIt “happened”.\n');
    expect(text).toContain('http://192.168.1.20:8000/x');
    expect(text.trimEnd().endsWith(input.unsubscribeUrl)).toBe(true);
    expect(html).toContain('A &lt;new&gt; thing');
    expect(linksOf(html)).toContain(input.unsubscribeUrl);
    expect(await htmlMistakes(html)).toEqual([]);
    expect(templates.render({ ...input, link: null }).text).not.toContain('Open it');
  });

  it.each(['__proto__', 'constructor', 'toString', '../welcome', ''])(
    'notify 89: a kind named %j is only an unknown one',
    (kind) => {
      expect(templates.render(sample(kind, { title: 'Odd' })).subject).toBe('[Sentinel] Odd');
    },
  );

  it.each([
    ['cannot be parsed', { 'motion/html.liquid': '{% if %}' }],
    ['uses a filter that does not exist', { 'motion/subject.liquid': '{{ title | shout }}' }],
    ['fails while it is filled in', { 'motion/text.liquid': "{% render 'missing' %}" }],
    ['is missing', { 'motion/text.liquid': undefined }],
  ])('notify 89: a template that %s gives the plain mail and a line in the log', (_, changes) => {
    const { changed, complaints } = changedTemplates(changes);
    const { subject, text, html } = changed.render(sample('motion', { title: 'T <1>' }));
    expect(subject).toBe('[Sentinel] T <1>');
    expect(text).toContain('T <1>\n\nThe picture changed by 42 %.');
    expect(html).toContain('T &lt;1&gt;');
    expect(html).toContain('class="brand"');
    expect(complaints.join()).toContain('"template":"motion"');
    expect(changed.render(sample('camera_online')).subject).toBe('[Sentinel] Front door is back online');
  });

  it.each([
    ['missing', undefined],
    ['broken', '{% for %}'],
  ])('notify 3.7: a %s layout leaves the bare block', (_, layout) => {
    const { changed, complaints } = changedTemplates({ 'layout.html.liquid': layout });
    const { html, text } = changed.render(sample('camera_offline', { title: '<b> went offline' }));
    expect(html.startsWith('<h1')).toBe(true);
    expect(html).toContain('&lt;b&gt; went offline');
    expect(html).toContain('class="button-link"');
    expect(html).not.toContain('<html');
    expect(text).toContain('Power');
    expect(complaints.join()).toContain('"template":"layout"');
  });

  it.each([[null], [undefined], ['text'], [[1, 2]], [7]])('notify 90: facts %j count as none', (meta) => {
    for (const kind of kinds) expect(() => templates.render(sample(kind, { meta }))).not.toThrow();
    const { subject, text } = templates.render(sample('motion', { meta }));
    expect(subject).toBe('[Sentinel] Motion on Front door');
    expect(text).not.toContain('Intensity');
    expect(text).toContain('When: Saturday');
  });

  it('notify 3.7: a fact that is 0, empty, false or null hides its row', () => {
    for (const nothing of [0, '', false, null]) {
      const { text, html } = templates.render(
        sample('motion', { meta: { score: nothing, event_timestamp: nothing } }),
      );
      expect(text).not.toContain('Intensity');
      expect(html).not.toContain('Intensity');
    }
    const bare = templates.render(sample('camera_offline', { cameraId: null, nodeId: null }));
    expect(`${bare.text}${bare.html}`).not.toMatch(/(?:Camera|Node) ID/);
  });

  it('notify 91: links go where the dashboard is said to be', () => {
    const dashboardUrl = 'https://cameras.example.com/shop';
    for (const kind of kinds) {
      const { text, html } = templates.render(
        sample(kind, { dashboardUrl, unsubscribeUrl: `${dashboardUrl}/u` }),
      );
      for (const href of linksOf(html)) expect(href).toMatch(/^https:\/\/cameras\.example\.com\/shop\/[a-z]/);
      expect(text).toContain(`${dashboardUrl}/settings/notifications`);
      expect(text).not.toContain('192.168');
    }
    const slash = templates.render(sample('welcome', { dashboardUrl: `${dashboardUrl}/` }));
    expect(slash.text).toContain(`curl -fsSL ${dashboardUrl}/install.sh | bash`);
  });

  it.each([
    'javascript:alert(1)',
    'data:text/html,x',
    '//evil.example',
    ' javascript:alert(1)',
    'nonsense',
    '',
  ])('a link %j is no link of a mail', (link) => {
    const { html, text } = templates.render(sample('camera_offline', { link }));
    expect(linksOf(html)[0]).toBe('http://192.168.1.20:8000/dashboard');
    expect(`${html}${text}`).not.toMatch(/javascript:|evil|data:text/);
  });

  it('a subject has at most 500 characters and never half a character', () => {
    const subject = subjectLine(`a${'🚪'.repeat(400)}`);
    expect(subject).toHaveLength(499);
    expect(subject.isWellFormed()).toBe(true);
    expect(subjectLine('x'.repeat(900))).toHaveLength(500);
    expect(subjectLine('  a \u0000\u0007 b\uD83D ')).toBe('a  b\uFFFD');
  });

  it('text is wrapped, under the text of its list item, but never inside an address or a command', () => {
    const address = `http://${'a'.repeat(120)}.example/`;
    const command = `    curl ${'b'.repeat(120)} | bash`;
    const item = `1. ${'word '.repeat(30).trim()}`;
    const lines = textPart(`${item}\n${address}\n${command}\n\n\n\n${'z'.repeat(200)}`).split('\n');
    expect(lines).toContain(address);
    expect(lines).toContain(command);
    expect(lines[0]?.startsWith('1. word')).toBe(true);
    expect(lines[1]?.startsWith('   word')).toBe(true);
    expect(lines.slice(5).join('\n')).toBe(`\n${'z'.repeat(76)}\n${'z'.repeat(76)}\n${'z'.repeat(48)}\n`);
  });

  it('times are those of the organization, summer or winter, whatever the computer is set to', () => {
    expect(localTime(new Date('2026-01-05T23:30:00Z'), 'Europe/Berlin')).toMatch(/6 January 2026.*00:30:00/);
    expect(localTime('2026-07-05T12:00:00Z', 'America/New_York')).toMatch(/5 July 2026.*08:00:00/);
    expect(localTime('2026-07-05T12:00:00.123456', 'UTC')).toMatch(/12:00:00/);
    expect(localTime('2026-07-05T12:00:00+02:00', 'Mars/Olympus')).toMatch(/10:00:00 UTC/);
    for (const nothing of ['', 'soon', null, undefined, 5, {}]) expect(localTime(nothing, 'UTC')).toBe('');
  });
});
