import { formats } from '../../hooks/format.ts';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
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
    <nav aria-label={t`Pages`} className="flex flex-wrap items-center justify-between gap-3">
      <span className="text-ink-soft">
        <Trans>
          {formats.count(offset + 1)} to {formats.count(last)} of {formats.count(total)}
        </Trans>
      </span>
      <span className="flex gap-2">
        <Button disabled={offset === 0} onClick={() => onOffset(Math.max(0, offset - size))}>
          <ChevronLeft size={16} aria-hidden="true" />
          <Trans>Newer</Trans>
        </Button>
        <Button disabled={last >= total} onClick={() => onOffset(offset + size)}>
          <Trans>Older</Trans>
          <ChevronRight size={16} aria-hidden="true" />
        </Button>
      </span>
    </nav>
  );
}
