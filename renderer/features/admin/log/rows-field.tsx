import { t } from '@lingui/core/macro';
import { SelectField } from '../../../components/field.tsx';

const PAGE_SIZES = [25, 50, 100] as const;

/** Rows on a page until somebody chooses. */
export const USUAL_ROWS: number = 25;

interface Props {
  readonly size: number;
  readonly onSize: (size: number) => void;
}

/** How many rows a page of a log holds. */
export function RowsField({ size, onSize }: Props) {
  return (
    <SelectField
      label={t`Rows on a page`}
      value={size}
      onChange={({ target }) => onSize(Number(target.value))}
    >
      {PAGE_SIZES.map((rows) => (
        <option key={rows} value={rows}>
          {rows}
        </option>
      ))}
    </SelectField>
  );
}
