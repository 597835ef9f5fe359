import type { ReactNode } from 'react';

interface PageProps {
  readonly title: string;
  readonly intro?: string;
  readonly action?: ReactNode;
  readonly children: ReactNode;
}

/** Heading, one sentence, the page's main action, then content. */
export function Page({ title, intro, action, children }: PageProps) {
  return (
    <section className="grid min-w-0 gap-5">
      <div className="flex flex-wrap items-end justify-between gap-3">
        <div className="grid min-w-0 gap-1">
          <h1 className="text-xl font-semibold">{title}</h1>
          {intro === undefined ? null : <p className="max-w-prose text-balance text-ink-soft">{intro}</p>}
        </div>
        {action}
      </div>
      {children}
    </section>
  );
}

/** A bordered block. */
export function Card({
  children,
  className = '',
}: {
  readonly children: ReactNode;
  readonly className?: string;
}) {
  return (
    <div className={`min-w-0 rounded-lg border border-line bg-surface-1 p-5 ${className}`}>{children}</div>
  );
}

interface EmptyProps {
  readonly icon: ReactNode;
  readonly title: string;
  readonly children: ReactNode;
  /** `h1` where the page has no other heading. */
  readonly heading?: 'h1' | 'h2';
}

/** What to show where nothing is yet: what belongs here and how to get it. */
export function EmptyState({ icon, title, children, heading: Heading = 'h2' }: EmptyProps) {
  return (
    <div className="grid justify-items-center gap-3 rounded-lg border border-dashed border-line-strong px-5 py-12 text-center">
      <div className="text-ink-soft" aria-hidden="true">
        {icon}
      </div>
      <Heading className="text-lg font-semibold">{title}</Heading>
      <div className="grid max-w-prose justify-items-center gap-4 text-balance text-ink-soft">{children}</div>
    </div>
  );
}
