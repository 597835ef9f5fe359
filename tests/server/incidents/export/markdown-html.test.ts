import { describe, expect, it } from 'vitest';
import { escapeHtml, markdownHtml } from '../../../../server/incidents/export/report/markdown-html.ts';

describe('Markdown of a report as HTML', () => {
  it('knows headings, lists, quotes, code, rules and emphasis', () => {
    const text =
      '# Night\nA **red** van, *parked*.\nSee `x < y`.\n\n- one\n- two\n\n1. first\n2) second\n\n> said\n> so\n\n---\n```\n<b>\n```\nafter';
    expect(markdownHtml(text).split('\n')).toEqual([
      '<h3>Night</h3>',
      '<p>A <strong>red</strong> van, <em>parked</em>.<br>See <code>x &lt; y</code>.</p>',
      '<ul><li>one</li><li>two</li></ul>',
      '<ol><li>first</li><li>second</li></ol>',
      '<blockquote><p>said<br>so</p></blockquote>',
      '<hr>',
      '<pre>&lt;b&gt;</pre>',
      '<p>after</p>',
    ]);
  });

  it('makes links and pictures words, and shows HTML as it was typed', () => {
    expect(markdownHtml('[a](javascript:b) ![c](https://d.example/e.png) <img src=x onerror=y>')).toBe(
      '<p>a (javascript:b) c (https://d.example/e.png) &lt;img src=x onerror=y&gt;</p>',
    );
    expect(escapeHtml(`a\u0000b"'&\tc`)).toBe('a\uFFFDb&quot;&#39;&amp;\tc');
  });

  it.each(['[', '![](', '**a', '`', '\n\n', 'x\n\n', '> ', '- a\n', '```\n', '| a\n', '*a ', ' ', '# '])(
    'takes no longer for %j repeated to 200,000 characters',
    (part) => {
      const started = performance.now();
      markdownHtml(part.repeat(200_000 / part.length));
      expect(performance.now() - started).toBeLessThan(2_000);
    },
  );
});
