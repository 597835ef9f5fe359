import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { Drawing } from '../../renderer/features/docs/diagrams/drawing.tsx';
import { type Box, type Diagram, WIDTH } from '../../renderer/features/docs/diagrams/shape.ts';
import {
  entriesOf,
  loadEntries,
  markTerms,
  searchEntries,
} from '../../renderer/features/docs/search/search-index.ts';
import { neighboursOf, SECTIONS } from '../../renderer/features/docs/sections.ts';
import { heading, list, text } from '../../renderer/features/docs/text/block.ts';
import { withFacts } from '../../renderer/features/docs/text/facts.ts';
import { parseInline, plainText } from '../../renderer/features/docs/text/inline.ts';

const diagrams: readonly Diagram[] = (await Promise.all(SECTIONS.map((section) => section.load())))
  .flat()
  .flatMap((block) => (block.kind === 'diagram' ? [block.diagram] : []));

const boxesOf = ({ shapes }: Diagram): readonly Box[] =>
  shapes.flatMap((shape) => (shape.kind === 'box' ? [shape] : []));

describe('texts of the help', () => {
  it('are split at their marks, with facts filled in', () => {
    expect(
      parseInline('Use `npm start` on **port %port%**, see [live](/docs/live-view) and *Add node*.'),
    ).toEqual([
      { kind: 'text', text: 'Use ' },
      { kind: 'code', text: 'npm start' },
      { kind: 'text', text: ' on ' },
      { kind: 'strong', text: 'port 8000' },
      { kind: 'text', text: ', see ' },
      { kind: 'link', text: 'live', to: '/docs/live-view' },
      { kind: 'text', text: ' and ' },
      { kind: 'ui', text: 'Add node' },
      { kind: 'text', text: '.' },
    ]);
    expect(plainText('**Bold** `%port%`')).toBe('Bold 8000');
    expect(withFacts('%nothing% of %APPDATA%')).toBe('%nothing% of %APPDATA%');
    expect(withFacts('%port%, %archiveRows%, %reorderSeconds%')).toBe('8000, 10,000, 1.5');
    expect(withFacts('%snoozeMorning%')).toMatch(/^0?8:00/);
  });

  it('leave marks within code alone', () => {
    expect(parseInline('`snapshots/* clips/*`')).toEqual([{ kind: 'code', text: 'snapshots/* clips/*' }]);
  });

  it('follow each other in reading order', () => {
    const [first, second] = SECTIONS;
    if (first === undefined || second === undefined) throw new Error('there are no pages');
    expect(neighboursOf(first)).toEqual({ before: undefined, after: second });
    expect(neighboursOf(second).before).toBe(first);
  });
});

describe('search in the help', () => {
  const section = { id: 'one', title: 'Backup', about: 'Copies.', load: () => Promise.resolve([]) };
  const entries = entriesOf(section, [
    text('Recording is not part of it.'),
    heading('recording-again', 'Recording again'),
    list('Make a *backup* first.', 'Zürich and other places.'),
  ]);
  const found = (typed: string) => searchEntries(entries, typed, 10).map(({ entry }) => entry.to);

  it('cuts pages at their headings', () => {
    expect(entries.map(({ to, text: words }) => [to, words])).toEqual([
      ['/docs/one', 'Copies. Recording is not part of it.'],
      ['/docs/one#recording-again', 'Make a backup first. Zürich and other places.'],
    ]);
  });

  it('ranks titles and headings before texts', () => {
    expect(found('recording')).toEqual(['/docs/one#recording-again', '/docs/one']);
    expect(found('backup')).toEqual(['/docs/one', '/docs/one#recording-again']);
  });

  it('wants every word, in any case and without accents', () => {
    expect(found('ZURICH first')).toEqual(['/docs/one#recording-again']);
    expect(found('zurich copies')).toEqual([]);
    expect(found('  ')).toEqual([]);
  });

  it('marks what was found without changing the text', () => {
    const parts = markTerms('Zürich, zurich and züri', 'zurich zuri');
    expect(parts.map((part) => part.text).join('')).toBe('Zürich, zurich and züri');
    expect(parts.filter((part) => part.isHit).map((part) => part.text)).toEqual(['Zürich', 'zurich', 'züri']);
  });

  it('finds what people look for on the page that is about it', async () => {
    const all = await loadEntries();
    const first = (typed: string) => searchEntries(all, typed, 5)[0]?.entry.to;
    expect(first('lost password')).toBe('/docs/accounts#a-lost-password');
    expect(first('firewall')).toBe('/docs/network');
    expect(first('home assistant')).toBe('/docs/home-assistant');
    expect(first('raspberry')).toBe('/docs/nodes#linux-and-raspberry-pi');
    expect(first('time zone')).toBe('/docs/recording#the-time-zone');
  });

  it('shows the words around the place', () => {
    const long = entriesOf(section, [text(`${'word '.repeat(60)}needle ${'more '.repeat(60)}`)]);
    const [hit] = searchEntries(long, 'needle', 1);
    expect(hit?.snippet).toMatch(/^… word.* needle more.* …$/);
    expect(hit?.snippet.length).toBeLessThan(260);
  });
});

describe('drawings of the help', () => {
  it('are the eight that explain the product', () => {
    expect(diagrams.map(({ id }) => id).toSorted()).toEqual(
      ['dashboard', 'incident', 'mcp', 'motion', 'pipeline', 'precedence', 'rings', 'system'].toSorted(),
    );
  });

  it('use colours of the theme alone and say in words what they show', () => {
    for (const diagram of diagrams) {
      const markup = renderToStaticMarkup(createElement(Drawing, { diagram }));
      expect(markup, diagram.id).not.toMatch(/#[0-9a-f]{3,8}\b|rgb\(|style=/i);
      expect(markup).toMatch(/<title id="[^"]+">[^<]+<\/title><desc id="[^"]+">[^<{]{80,}<\/desc>/);
      expect(markup).not.toMatch(/%[a-z]\w*%/);
    }
  });

  it('number what the list beside them explains', () => {
    for (const { id, shapes, points } of diagrams) {
      const marks = shapes.flatMap((shape) => (shape.kind === 'arrow' ? [] : (shape.mark ?? [])));
      expect(
        marks.toSorted((a, b) => a - b),
        id,
      ).toEqual(points.map((_, index) => index + 1));
    }
  });

  it('keep their parts within the picture', () => {
    for (const diagram of diagrams) {
      for (const { x, y, w, h, lines, mark } of boxesOf(diagram)) {
        const where = `${diagram.id}: ${lines.join(' / ')}`;
        expect(Math.min(x, y), where).toBeGreaterThanOrEqual(mark === undefined ? 4 : 10);
        expect(x + w, where).toBeLessThanOrEqual(WIDTH - 4);
        expect(y + h, where).toBeLessThanOrEqual(diagram.height - 4);
      }
    }
  });
});
