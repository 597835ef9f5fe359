import { plural, t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { SelectField } from '../../../components/field.tsx';
import { PAGE_SIZES, type Paging } from './paging.ts';

/** Time ranges of a log, days. */
const RANGES = [1, 7, 14, 30, 90] as const;

function rangeWords(days: number): string {
  return days === 1 ? t`Last 24 hours` : plural(days, { one: 'Last day', other: 'Last # days' });
}

/** From when on a log is shown, and how many rows a page of it holds. */
export function PageFields({ paging: { days, size, setDays, setSize } }: { readonly paging: Paging }) {
  return (
    <>
      <SelectField
        label={t`Time range`}
        value={days ?? ''}
        onChange={({ target }) => setDays(target.value === '' ? undefined : Number(target.value))}
      >
        <option value="">
          <Trans>All that is stored</Trans>
        </option>
        {RANGES.map((range) => (
          <option key={range} value={range}>
            {rangeWords(range)}
          </option>
        ))}
      </SelectField>
      <SelectField
        label={t`Rows on a page`}
        value={size}
        onChange={({ target }) => setSize(Number(target.value))}
      >
        {PAGE_SIZES.map((rows) => (
          <option key={rows} value={rows}>
            {rows}
          </option>
        ))}
      </SelectField>
    </>
  );
}
