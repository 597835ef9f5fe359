import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useState } from 'react';
import { formats } from '../../../hooks/format.ts';
import { type ChartColumn, scaleTop } from './slots.ts';

export interface Series {
  readonly name: string;
  /** Class of the colour. */
  readonly look: 'bg-accent' | 'bg-live' | 'bg-warn' | 'bg-bad';
}

interface Props {
  /** What is counted, such as `Views`. */
  readonly what: string;
  readonly series: readonly Series[];
  readonly columns: readonly ChartColumn[];
}

const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);

function wordsOf({ label, counts }: ChartColumn, series: readonly Series[]): string {
  if (series.length === 1) return `${label}: ${formats.count(sum(counts))}`;
  const parts = series.map(({ name }, index) => `${formats.count(counts[index] ?? 0)} ${name}`);
  return `${label}: ${parts.join(', ')}`;
}

function Column({ column, series, top }: { column: ChartColumn; series: readonly Series[]; top: number }) {
  const total = sum(column.counts);
  if (total === 0) return <div className="h-0.5 w-full max-w-12 bg-surface-3" />;
  return (
    <div
      className="flex w-full max-w-12 flex-col-reverse overflow-hidden rounded-t-[3px]"
      style={{ height: `max(4px, ${(total / top) * 100}%)` }}
    >
      {series.map(({ name, look }, index) => (
        <div key={name} className={look} style={{ flexGrow: column.counts[index] ?? 0 }} />
      ))}
    </div>
  );
}

function Legend({ series }: { readonly series: readonly Series[] }) {
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1 text-xs text-ink-soft" aria-hidden="true">
      {series.map(({ name, look }) => (
        <li key={name} className="flex items-center gap-1.5">
          <span className={`size-2.5 rounded-[3px] ${look}`} />
          {name}
        </li>
      ))}
    </ul>
  );
}

/** Counts over time, one column a slot, the newest at the right; pointing at one tells its numbers. */
export function ColumnChart({ what, series, columns }: Props) {
  const [pointed, setPointed] = useState<number | null>(null);
  const most = Math.max(0, ...columns.map(({ counts }) => sum(counts)));
  const top = scaleTop(most);
  const shown = pointed === null ? undefined : columns[pointed];
  const highest = columns.find(({ counts }) => sum(counts) === most);
  const peak = formats.count(most);
  const rest = most === 0 ? t`nothing in this time` : t`most: ${peak} (${highest?.label ?? ''})`;
  return (
    <figure className="grid gap-2">
      <p className="sr-only">{`${what}. ${columns.map((column) => wordsOf(column, series)).join('; ')}`}</p>
      {series.length > 1 ? <Legend series={series} /> : null}
      <div aria-hidden="true" className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-2 pt-2">
        <div className="-my-2 flex flex-col justify-between text-right text-xs text-ink-soft">
          <span>{formats.count(top)}</span>
          <span>{formats.count(top / 2)}</span>
          <span>0</span>
        </div>
        <div className="relative h-36">
          <div className="absolute inset-0 flex flex-col justify-between">
            <span className="border-t border-dashed" />
            <span className="border-t border-dashed" />
            <span className="border-t" />
          </div>
          <div className="absolute inset-0 flex" onPointerLeave={() => setPointed(null)}>
            {columns.map((column, index) => (
              <div
                key={column.startMs}
                onPointerEnter={() => setPointed(index)}
                onPointerDown={() => setPointed(index)}
                className={`flex h-full min-w-0 flex-1 flex-col items-center justify-end px-px sm:px-0.5 ${index === pointed ? 'bg-surface-2' : ''}`}
              >
                <Column column={column} series={series} top={top} />
              </div>
            ))}
          </div>
        </div>
        <span />
        <figcaption className="mt-1.5 flex justify-between gap-2 text-xs text-ink-soft">
          <span className="shrink-0">{columns[0]?.label}</span>
          <span className={`text-center ${shown === undefined ? '' : 'font-medium text-ink'}`}>
            {shown === undefined ? rest : wordsOf(shown, series)}
          </span>
          <span className="shrink-0">
            <Trans>now</Trans>
          </span>
        </figcaption>
      </div>
    </figure>
  );
}
