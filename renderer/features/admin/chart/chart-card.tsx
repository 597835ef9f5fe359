import type { ReactNode } from 'react';
import { Card } from '../../../components/page.tsx';

interface Props {
  readonly title: ReactNode;
  readonly note?: string | undefined;
  readonly children: ReactNode;
}

/** A block with one chart. */
export function ChartCard({ title, note, children }: Props) {
  return (
    <Card className="grid content-start gap-4">
      <h2 className="text-base font-semibold">{title}</h2>
      {children}
      {note === undefined ? null : <p className="text-xs text-ink-soft">{note}</p>}
    </Card>
  );
}

/** A wide chart with two rankings beside it. */
export function ChartRow({ children }: { readonly children: ReactNode }) {
  return (
    <div className="grid gap-4 md:max-lg:grid-cols-2 md:max-lg:[&>:first-child]:col-span-2 lg:grid-cols-[minmax(0,2fr)_minmax(0,1fr)_minmax(0,1fr)]">
      {children}
    </div>
  );
}
