import { ChevronLeft, ChevronRight } from 'lucide-react';
import { Button } from '../button.tsx';

interface Props {
  readonly total: number;
  readonly offset: number;
  readonly size: number;
  readonly onOffset: (offset: number) => void;
}

/** Steps through a long list; nothing while it fits on one page. */
export function Pager({ total, offset, size, onOffset }: Props) {
  if (total <= size && offset === 0) return null;
  const last = Math.min(total, offset + size);
  return (
    <nav aria-label="Pages" className="flex flex-wrap items-center justify-between gap-3">
      <span className="text-ink-soft">
        {(offset + 1).toLocaleString()} to {last.toLocaleString()} of {total.toLocaleString()}
      </span>
      <span className="flex gap-2">
        <Button disabled={offset === 0} onClick={() => onOffset(Math.max(0, offset - size))}>
          <ChevronLeft size={16} aria-hidden="true" />
          Newer
        </Button>
        <Button disabled={last >= total} onClick={() => onOffset(offset + size)}>
          Older
          <ChevronRight size={16} aria-hidden="true" />
        </Button>
      </span>
    </nav>
  );
}
