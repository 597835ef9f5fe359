import { i18n } from '@lingui/core';
import { I18nProvider } from '@lingui/react';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { isTooHeavy } from '../../renderer/features/incidents/report/text/markdown-weight.ts';
import { SafeMarkdown } from '../../renderer/features/incidents/report/text/safe-markdown.tsx';

function html(text: string): string {
  return renderToStaticMarkup(createElement(I18nProvider, { i18n }, createElement(SafeMarkdown, { text })));
}

/** Names of the elements that were made, and all values of an attribute. */
function tags(markup: string): Set<string> {
  return new Set([...markup.matchAll(/<([a-z0-9]+)/g)].map(([, tag = '']) => tag));
}
function values(markup: string, attribute: string): string[] {
  return [...markup.matchAll(new RegExp(`<[^>]* ${attribute}="([^"]*)"`, 'g'))].map(
    ([, value = '']) => value,
  );
}

const FORMATTED = `# Report

## What happened

1. A **van** stopped
2. Two *people* got out
   - one with a \`crowbar\`
     - deeper

> said the guard

See [the map](https://example.com/map?a=1&b=2) or [write](mailto:ann@example.com).

\`\`\`
plain <b>text</b>
\`\`\`
`;

const HOSTILE = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<iframe src="https://evil.example"></iframe>',
  '<svg onload=alert(1)>',
  '<a href="javascript:alert(1)" onclick="alert(1)">x</a>',
  '<style>*{display:none}</style>',
  '<form action="https://evil.example"><input name=p></form>',
  '[x](javascript:alert(1))',
  '[x](JaVaScRiPt:alert(1))',
  '[x](java&#115;cript:alert(1))',
  '[x](java\tscript:alert(1))',
  '[x](data:text/html,<script>alert(1)</script>)',
  '[x](vbscript:msgbox)',
  '[x](//evil.example/a)',
  '[x](/api/auth/sign-out)',
  '[x](file:///etc/passwd)',
  '<javascript:alert(1)>',
  '![x](https://evil.example/pixel.png)',
  '![x](/api/cameras)',
  '![x](data:image/svg+xml;base64,PHN2Zz4=)',
  '[![x](https://evil.example/p.png)](javascript:alert(1))',
  '[ref]: javascript:alert(1)\n\n[ref]',
  '![img][pic]\n\n[pic]: https://evil.example/p.png',
  '<!-- --><base href="https://evil.example/">',
  '<meta http-equiv="refresh" content="0;url=https://evil.example">',
];
const INERT = new Set('div p h3 h4 h5 h6 br hr blockquote ul ol li strong em code pre a span'.split(' '));

describe('the report as safe Markdown', () => {
  it('formats headings, nested lists, bold, italic, code, quotes and links', () => {
    const markup = html(FORMATTED);
    expect([...tags(markup)]).toEqual(
      expect.arrayContaining([
        'h3',
        'h4',
        'ol',
        'ul',
        'li',
        'strong',
        'em',
        'code',
        'pre',
        'blockquote',
        'a',
      ]),
    );
    expect(markup).toContain('plain &lt;b&gt;text&lt;/b&gt;');
    expect(values(markup, 'href')).toEqual(['https://example.com/map?a=1&amp;b=2', 'mailto:ann@example.com']);
  });

  it('opens links in a new tab that knows nothing of this one', () => {
    const markup = html('[a](https://example.com) and <https://example.org>');
    expect(values(markup, 'target')).toEqual(['_blank', '_blank']);
    expect(values(markup, 'rel')).toEqual(['noopener noreferrer', 'noopener noreferrer']);
  });

  it.each(HOSTILE)('hostile Markdown stays inert: %s', (text) => {
    const markup = html(`before\n\n${text}\n\nafter`);
    expect([...tags(markup)].filter((tag) => !INERT.has(tag))).toEqual([]);
    for (const name of ['src', 'srcset', 'style', 'id', 'action', 'onerror', 'onload', 'onclick'])
      expect(values(markup, name), name).toEqual([]);
    for (const href of values(markup, 'href')) expect(href).toMatch(/^(https?:\/\/|mailto:)/);
    expect(markup).toContain('before');
    expect(markup).toContain('after');
  });

  it('shows HTML as the text it is', () => {
    expect(html('a <script>alert(1)</script> b')).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(html('<img src=x onerror=alert(1)>')).toContain('&lt;img src=x onerror=alert(1)&gt;');
  });

  it('says where a picture was left out', () => {
    expect(html('![the van](https://evil.example/p.png)')).toContain('[Picture left out: the van]');
  });

  it.each([
    ['quotes in quotes', '>'.repeat(5000) + 'x'],
    ['spaced quotes', '> '.repeat(20_000) + 'x'],
    ['lists in lists', '- '.repeat(3000) + 'x'],
    ['indented lists', Array.from({ length: 400 }, (_, depth) => `${'  '.repeat(depth)}- x`).join('\n')],
    ['unclosed links', '[a]('.repeat(30_000)],
    ['unpaired emphasis', '**a *b'.repeat(20_000)],
    ['unpaired code', Array.from({ length: 600 }, (_, length) => `${'`'.repeat(length)} `).join('')],
    ['emphasis over many lines', '**a *b\n'.repeat(20_000)],
  ])('does not keep the browser busy with %s', (_, text) => {
    expect(isTooHeavy(text)).toBe(true);
    const started = performance.now();
    expect(html(text)).toContain('Shown as it was written');
    expect(performance.now() - started).toBeLessThan(1000);
  });

  it('formats long reports of the usual kind', () => {
    const list = Array.from(
      { length: 2000 },
      (_, index) => `- **${index}** at *14:02* in [yard](https://a.example)`,
    );
    const prose = 'Hello **world**, this is _the_ [report](https://a.example).\n\n'.repeat(1000);
    for (const text of [list.join('\n'), prose, FORMATTED, '1. a\n   - b\n     - c\n       > d'])
      expect(isTooHeavy(text)).toBe(false);
  });
});
