import { describe, expect, it } from 'vitest';
import { counter, gauge, labelled } from '../../../server/metrics/metric.ts';
import { renderMetrics } from '../../../server/metrics/render-metrics.ts';
import { readExposition } from './exposition.ts';

describe('the text format', () => {
  it('is valid whatever cameras are called', async () => {
    const names = ['Front "door"', 'a\\b', 'two\nlines', 'Büro 1,x="y"', ''];
    const { text, contentType } = await renderMetrics([
      counter('a_total', 'A thing.\nAnd \\ more.', 3),
      gauge('b', 'B.', -0.5),
      labelled(
        'gauge',
        'c',
        'C.',
        names.map((name, value) => ({ labels: { name }, value })),
      ),
      labelled('gauge', 'd', 'Nothing.', []),
    ]);
    expect(contentType).toMatch(/^text\/plain; version=0\.0\.4/);
    const { figures } = readExposition(text);
    expect(figures.filter(({ name }) => name === 'c').map(({ labels }) => labels['name'])).toEqual(names);
    expect(figures).toContainEqual({ name: 'a_total', labels: {}, value: 3 });
    expect(figures).toContainEqual({ name: 'b', labels: {}, value: -0.5 });
  });

  it.each([
    'a 1',
    '# HELP a_total A\n# TYPE a_total gauge\na_total 1\n',
    '# HELP a A\n# TYPE a gauge\na 1\na 1\n',
    '# HELP a A\n# TYPE a gauge\na{b="c} 1\n',
    '# HELP a A\n# TYPE a gauge\nb 1\n',
    '# HELP a A\n# TYPE a gauge\na one\n',
    '# HELP a_total A\n# TYPE a_total counter\na_total -1\n',
    '# HELP a A\n# TYPE a gauge\na 1\n# HELP a A\n',
  ])('the reader of this test refuses %j', (text) => {
    expect(() => readExposition(text)).toThrow();
  });
});
