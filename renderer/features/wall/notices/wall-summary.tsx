import { plural, t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { CircleCheck, TriangleAlert } from 'lucide-react';
import { Link } from 'react-router';
import type { Camera } from '../../../../server/contract/fleet/cameras.ts';
import { summarize } from './camera-summary.ts';
import { useSights } from './tile-watch.ts';

/** One line about all cameras: how many work, and the way to the first one that does not. */
export function WallSummary({ cameras }: { readonly cameras: readonly Camera[] }) {
  const { total, active, troubled } = summarize(cameras, useSights());
  const [first] = troubled;
  return (
    <p
      data-testid="wall-summary"
      className="flex min-h-10 shrink-0 items-center gap-x-2.5 text-sm sm:gap-x-3 whitespace-nowrap text-ink-soft"
    >
      <span>
        <Trans>
          <strong className="font-semibold text-ink">{active}</strong> of {total}
          <span className="max-sm:sr-only"> active</span>
        </Trans>
      </span>
      {first === undefined ? (
        <span className="inline-flex items-center gap-1.5 font-medium text-live">
          <CircleCheck size={16} aria-hidden="true" />
          <Trans>All good</Trans>
        </span>
      ) : (
        <Link
          to={`?camera=${encodeURIComponent(first)}`}
          replace
          title={t`Show the first one`}
          className="inline-flex min-h-9 items-center gap-1.5 font-medium text-warn underline underline-offset-3"
        >
          <TriangleAlert size={16} aria-hidden="true" />
          {plural(troubled.length, { one: '# needs you', other: '# need you' })}
        </Link>
      )}
    </p>
  );
}
