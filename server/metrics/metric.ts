/** One figure of a metric; labels tell several apart. */
export interface Sample {
  readonly labels?: Readonly<Record<string, string>>;
  readonly value: number;
}

/** A named figure as Prometheus takes it. Names end in their unit; a counter only ever grows while the server runs. */
export interface Metric {
  readonly name: string;
  readonly kind: 'counter' | 'gauge';
  readonly help: string;
  readonly samples: readonly Sample[];
}

/** A counter without labels. */
export function counter(name: string, help: string, value: number): Metric {
  return { name, kind: 'counter', help, samples: [{ value }] };
}

/** A gauge without labels. */
export function gauge(name: string, help: string, value: number): Metric {
  return { name, kind: 'gauge', help, samples: [{ value }] };
}

/** A metric with one label, from its values. */
export function labelled(
  kind: Metric['kind'],
  name: string,
  help: string,
  samples: readonly Sample[],
): Metric {
  return { name, kind, help, samples };
}
