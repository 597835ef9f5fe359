/** One line of figures. */
export interface Figure {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;
const SAMPLE = /^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? (\S+)$/;
const LABEL = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\["\\n])*)"(?:,|$)/y;
const NUMBER = /^(?:[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?|NaN|[+-]Inf)$/i;

function labelsOf(text: string): Record<string, string> {
  const labels: Record<string, string> = {};
  LABEL.lastIndex = 0;
  while (LABEL.lastIndex < text.length) {
    const found = LABEL.exec(text);
    if (found === null) throw new Error(`labels cannot be read: ${text}`);
    const [, name = '', value = ''] = found;
    if (name in labels) throw new Error(`label twice: ${text}`);
    labels[name] = value.replaceAll(/\\(.)/g, (_, sign: string) => (sign === 'n' ? '\n' : sign));
  }
  return labels;
}

/**
 * Reads the text format 0.0.4 of Prometheus as strictly as its own checker: each metric in one block with its help and its
 * type before the figures, counters that end in `_total` and are not negative, no figure twice, a line feed at the end.
 */
export function readExposition(text: string): {
  readonly figures: readonly Figure[];
  readonly names: readonly string[];
} {
  if (!text.endsWith('\n') || text.includes('\r')) throw new Error('line ends');
  const figures: Figure[] = [];
  const names: string[] = [];
  const seen = new Set<string>();
  let block: { name: string; type: string | undefined } | undefined;
  for (const line of text.slice(0, -1).split('\n')) {
    if (line === '') continue;
    const [, word, name = '', rest = ''] = /^# (HELP|TYPE) (\S+) (.+)$/.exec(line) ?? [];
    if (word === 'HELP') {
      if (!NAME.test(name) || names.includes(name)) throw new Error(`begun twice: ${line}`);
      names.push(name);
      block = { name, type: undefined };
    } else if (word === 'TYPE') {
      if (block?.name !== name || !['counter', 'gauge'].includes(rest)) throw new Error(`type: ${line}`);
      if ((rest === 'counter') !== name.endsWith('_total')) throw new Error(`name of a counter: ${line}`);
      block.type = rest;
    } else {
      const [, sample = '', labels = '', value = ''] = SAMPLE.exec(line) ?? [];
      if (block?.type === undefined || block.name !== sample)
        throw new Error(`outside of its block: ${line}`);
      if (!NUMBER.test(value)) throw new Error(`number: ${line}`);
      if (block.type === 'counter' && !(Number(value) >= 0)) throw new Error(`counter: ${line}`);
      const key = `${sample}${JSON.stringify(Object.entries(labelsOf(labels)).map(String).toSorted())}`;
      if (seen.has(key)) throw new Error(`twice: ${line}`);
      seen.add(key);
      figures.push({ name: sample, labels: labelsOf(labels), value: Number(value) });
    }
  }
  return { figures, names };
}

/** The value of the figure with these labels; undefined when there is none. */
export function valueOf(
  text: string,
  name: string,
  labels: Readonly<Record<string, string>> = {},
): number | undefined {
  return readExposition(text).figures.find(
    (figure) =>
      figure.name === name && Object.entries(labels).every(([key, value]) => figure.labels[key] === value),
  )?.value;
}
