import { plural, t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useId } from 'react';
import { Card } from '../../../components/page.tsx';
import { formats } from '../../../hooks/format.ts';
import type { RunStats } from '../sentinel-queries.ts';
import { allowanceOf, renewalWords } from './allowance-words.ts';

const BARS = { fine: 'bg-accent', low: 'bg-warn', spent: 'bg-bad' } as const;

interface Props {
  /** Undefined until loaded. */
  readonly stats: RunStats | undefined;
  readonly plan: string;
  readonly now: number;
}

/** How much of the month's runs is used. */
export function AllowanceCard({ stats, plan, now }: Props) {
  const id = useId();
  const { used, cap, share, state } = allowanceOf(stats ?? { runs_this_month: 0, monthly_cap: 1 });
  const left = stats?.remaining_this_month;
  return (
    <Card className="grid gap-3">
      <div className="flex items-baseline justify-between gap-3">
        <h2 id={id} className="text-base font-semibold">
          <Trans>This month</Trans>
        </h2>
        <span className="text-ink-soft">{plan}</span>
      </div>
      <p>
        <span className="text-xl font-semibold">{stats === undefined ? '–' : formats.count(used)}</span>{' '}
        <span className="text-ink-soft">
          {stats === undefined ? '' : plural(cap, { one: 'of # run', other: 'of # runs' })}
        </span>
      </p>
      <meter
        aria-labelledby={id}
        min={0}
        max={Math.max(1, cap)}
        value={used}
        aria-valuetext={
          stats === undefined
            ? t`Loading`
            : plural(cap, { one: `${used} of # run used`, other: `${used} of # runs used` })
        }
        className="sr-only"
      />
      <div aria-hidden="true" className="h-2 overflow-hidden rounded-full bg-surface-3">
        {stats === undefined ? null : (
          <div
            className={`h-full rounded-full ${BARS[state]}`}
            style={{ width: `${Math.max(used === 0 ? 0 : 1, share * 100)}%` }}
          />
        )}
      </div>
      <p className="text-ink-soft">
        {left === undefined ? null : plural(left, { 0: 'None left.', one: '# left.', other: '# left.' })}{' '}
        {renewalWords(now)} <Trans>Every run counts, whatever comes of it.</Trans>
      </p>
    </Card>
  );
}
