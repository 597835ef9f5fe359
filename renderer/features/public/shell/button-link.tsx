import type { ReactNode } from 'react';
import { Link } from 'react-router';

const LOOKS = {
  primary: 'border-accent bg-accent text-accent-ink hover:opacity-90',
  plain: 'border-line bg-surface-2 text-ink hover:bg-surface-3',
} as const;

interface Props {
  readonly to: string;
  readonly look?: keyof typeof LOOKS;
  readonly children: ReactNode;
}

/** A link that looks like a button, because it is the next thing to do. */
export function ButtonLink({ to, look = 'primary', children }: Props) {
  return (
    <Link
      to={to}
      className={`inline-flex min-h-10 items-center justify-center gap-2 rounded-sm border px-4 text-sm font-medium transition-colors ${LOOKS[look]}`}
    >
      {children}
    </Link>
  );
}
