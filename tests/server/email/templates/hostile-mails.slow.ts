import { describe, expect, it } from 'vitest';
import type { MailInput } from '../../../../server/email/templates/mail-view.ts';
import { htmlMistakes } from './mail-html.ts';
import { kinds, linksOf, mailTemplates, sample, tagsOf } from './mail-samples.ts';

const templates = mailTemplates();

const HOSTILE: Readonly<Record<string, string>> = {
  'a script': '<script>alert(1)</script><style>*{display:none}</style>',
  quotes: `"'><img src=x onerror='alert(1)'> " onmouseover="alert(1)`,
  'the end of the page': '</td></tr></table></body></html><!-- ]]> <![endif]-->',
  entities: '&lt;b&gt; &amp;amp; &#60; &quot;',
  emoji: '🚪👩‍👩‍👧‍👦🏳️‍🌈 n̈ 門 دكان',
  'half an emoji': 'door \uD83D and \uDEAA',
  'a long name': 'W'.repeat(10_000),
  'many long words': 'Loading dock '.repeat(800),
  'line ends': 'Front\r\nBcc: victim@example.com\r\n\r\nbody\rmore\u2028and\u0085more',
  'control characters': '\u0000\u0001\u0008\u001B[31mred\u007F\u009F\uFFFE',
  'a template': '{{ 41 | plus: 1 }}{% raw %}{{ meta }}{% endraw %}{%- comment -%}{{',
  'a template tag alone': '{% if %} }} %} {{ settings_url }} {% layout "x" %}',
  'replacement patterns': "$& $1 $` $' $$",
};

/** Every value that people or nodes can choose is the hostile one. */
function poisoned(kind: string, value: string): MailInput {
  const input = sample(kind);
  const meta = Object.entries(input.meta ?? {}).map(([name, fact]) => [
    name,
    // Rows of other facts stay, so that the tags of both mails can be compared.
    typeof fact === 'string' &&
    !['scope_mode', 'window_start', 'window_end', 'event_timestamp'].includes(name)
      ? value
      : fact,
  ]);
  const place = { cameraId: input.cameraId && value, nodeId: input.nodeId && value };
  return {
    ...input,
    ...place,
    title: value,
    body: value,
    organization: value,
    meta: Object.fromEntries(meta),
  };
}

const CASES = kinds.flatMap((kind) => Object.keys(HOSTILE).map((name) => [kind, name] as const));

describe('hostile values', () => {
  it.each(CASES)('%s renders %s as words and nothing else', async (kind, name) => {
    const value = HOSTILE[name] ?? '';
    const { subject, text, html } = templates.render(poisoned(kind, value));

    expect(await htmlMistakes(html)).toEqual([]);
    expect(tagsOf(html)).toEqual(tagsOf(templates.render(sample(kind)).html));
    expect(linksOf(html).filter((href) => !/^https?:\/\//.test(href))).toEqual([]);

    expect(subject).not.toMatch(/[\r\n]/);
    expect(subject.length).toBeLessThanOrEqual(500);
    for (const part of [subject, text, html]) expect(part.isWellFormed()).toBe(true);
    // oxlint-disable-next-line no-control-regex -- they must be gone
    expect(`${text}${html}`).not.toMatch(/[\u0000-\u0008\u000B-\u001F\u007F-\u009F]/);
    for (const line of text.split('\n'))
      if (!line.includes('://')) expect(line.length).toBeLessThanOrEqual(78);
  });

  it.each(kinds)('%s shows template syntax as it was entered', (kind) => {
    const value = '{{ 41 | plus: 1 }}{% assign x = 1 %}';
    const { text, html } = templates.render(poisoned(kind, value));
    expect(text).toContain(value);
    expect(html).toContain(value);
  });

  it.each(kinds)('%s survives facts of the wrong type', (kind) => {
    const input = sample(kind);
    for (const wrong of [{ a: '<b>' }, ['<i>'], true, 1e308, Number.NaN, { toString: null }]) {
      const meta = Object.fromEntries(Object.keys(input.meta ?? {}).map((name) => [name, wrong]));
      const { html, subject } = templates.render({ ...input, meta });
      expect(html).not.toMatch(/<[bi]>/);
      expect(subject).not.toBe('');
    }
  });
});
