import type { ReactNode } from 'react';

export type ChipTone = 'live' | 'warn' | 'bad' | 'idle';

const LOOKS: Record<ChipTone, string> = {
  live: 'bg-live-wash text-live',
  warn: 'bg-warn-wash text-warn',
  bad: 'bg-bad-wash text-bad',
  idle: 'bg-idle-wash text-idle',
};

/** Shapes differ as well as colours: disc, triangle, square, ring. */
const MARKS: Record<ChipTone, string> = {
  live: 'rounded-full bg-current',
  warn: 'bg-current [clip-path:polygon(50%_0,100%_100%,0_100%)]',
  bad: 'rounded-[2px] bg-current',
  idle: 'rounded-full border-2 border-current',
};

interface Props {
  readonly tone: ChipTone;
  readonly children: ReactNode;
}

/** A small state label with a mark whose shape says the same as its colour. */
export function Chip({ tone, children }: Props) {
  return (
    <span
      className={`inline-flex min-w-0 items-center gap-1.5 rounded-full px-2.5 py-0.5 text-xs font-semibold tabular-nums ${LOOKS[tone]}`}
    >
      <span aria-hidden="true" className={`size-2 shrink-0 ${MARKS[tone]}`} />
      <span className="truncate">{children}</span>
    </span>
  );
}
