import { ChevronRight } from 'lucide-react';
import type { ReactNode, Ref } from 'react';

interface Props {
  readonly ref?: Ref<HTMLDetailsElement>;
  readonly title: string;
  readonly about: string;
  readonly isOpen: boolean;
  readonly onToggle: (isOpen: boolean) => void;
  readonly children: ReactNode;
}

/** A block that opens and closes; what is in it loads when it is opened. */
export function FoldingCard({ ref, title, about, isOpen, onToggle, children }: Props) {
  return (
    <details
      ref={ref}
      open={isOpen}
      onToggle={({ currentTarget }) => onToggle(currentTarget.open)}
      className="group/fold min-w-0 scroll-mt-20 rounded-lg border bg-surface-1"
    >
      <summary className="flex list-none items-center gap-3 rounded-lg p-5 hover:bg-surface-2 [&::-webkit-details-marker]:hidden">
        <ChevronRight
          size={18}
          aria-hidden="true"
          className="shrink-0 text-ink-soft transition-transform group-open/fold:rotate-90"
        />
        <span className="grid min-w-0">
          <h2 className="text-base font-semibold">{title}</h2>
          <span className="text-ink-soft">{about}</span>
        </span>
      </summary>
      {isOpen ? <div className="px-5 pb-5">{children}</div> : null}
    </details>
  );
}
