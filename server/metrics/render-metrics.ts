import type { Metric } from './metric.ts';

/** The text of these metrics and its media type. A registry for each text: figures are read when asked for, never kept. */
export async function renderMetrics(
  metrics: readonly Metric[],
): Promise<{ readonly contentType: string; readonly text: string }> {
  // Most installations have nobody who asks.
  const { Counter, Gauge, Registry } = await import('prom-client');
  const registry = new Registry();
  for (const { name, kind, help, samples } of metrics) {
    const labelNames = Object.keys(samples[0]?.labels ?? {});
    const options = { name, help, labelNames, registers: [registry] };
    if (kind === 'counter') {
      const taken = new Counter(options);
      for (const { labels, value } of samples) taken.inc({ ...labels }, value);
    } else {
      const taken = new Gauge(options);
      for (const { labels, value } of samples) taken.set({ ...labels }, value);
    }
  }
  return { contentType: registry.contentType, text: await registry.metrics() };
}
