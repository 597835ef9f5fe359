import { formats } from '../../hooks/format.ts';
export interface Rank {
  readonly key: string;
  readonly label: string;
  readonly count: number;
}

interface Props {
  readonly ranks: readonly Rank[];
  readonly empty: string;
}

/** Counts side by side: each row a name, a bar and the number itself. */
export function RankBars({ ranks, empty }: Props) {
  const most = Math.max(1, ...ranks.map(({ count }) => count));
  if (ranks.length === 0) return <p className="text-ink-soft">{empty}</p>;
  return (
    <ul className="grid grid-cols-[minmax(0,1fr)] gap-2.5">
      {ranks.map(({ key, label, count }) => (
        <li key={key} className="grid grid-cols-[minmax(0,1fr)] gap-1">
          <span className="flex justify-between gap-3">
            <span title={label} className="min-w-0 truncate">
              {label}
            </span>
            <span className="font-medium">{formats.count(count)}</span>
          </span>
          <span aria-hidden="true" className="h-1.5 overflow-hidden rounded-full bg-surface-3">
            <span className="block h-full bg-accent" style={{ width: `${(count / most) * 100}%` }} />
          </span>
        </li>
      ))}
    </ul>
  );
}
