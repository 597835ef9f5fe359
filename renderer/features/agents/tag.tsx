import type { ReactNode } from 'react';

interface Props {
  readonly children: ReactNode;
  /** Set apart, for what deserves a second look. */
  readonly strong?: boolean;
}

/** A small label that states a property, not a state. */
export function Tag({ children, strong = false }: Props) {
  return (
    <span
      className={`inline-flex items-center gap-1 rounded-full border px-2 py-px text-xs font-medium whitespace-nowrap ${strong ? 'border-line-strong bg-surface-3 text-ink' : 'text-ink-soft'}`}
    >
      {children}
    </span>
  );
}
