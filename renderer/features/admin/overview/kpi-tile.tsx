import type { ReactNode } from 'react';
import { Link } from 'react-router';

interface Props {
  readonly to: string;
  readonly label: string;
  /** Null while it is not known. */
  readonly value: ReactNode;
  readonly note: ReactNode;
  readonly isBad?: boolean;
  /** A small picture below the number. */
  readonly children?: ReactNode;
}

/** One number that leads to the page behind it. */
export function KpiTile({ to, label, value, note, isBad = false, children }: Props) {
  return (
    <Link
      to={to}
      className="grid min-w-0 grid-rows-[auto_auto_1fr_auto] gap-1 rounded-lg border bg-surface-1 p-4 hover:bg-surface-2"
    >
      <span className="text-ink-soft">{label}</span>
      <span className={`text-xl font-semibold ${isBad ? 'text-bad' : ''}`}>{value ?? '–'}</span>
      <span className="text-xs text-ink-soft">{note}</span>
      <span className="mt-2 block empty:hidden">{children}</span>
    </Link>
  );
}
