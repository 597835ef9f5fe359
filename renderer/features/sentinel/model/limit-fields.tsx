import { plural, t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import type { UseFormReturn } from 'react-hook-form';
import { SelectField, TextField } from '../../../components/field.tsx';
import type { ModelDraft } from './model-draft.ts';

const SIZES = [512, 768, 1024, 1568, 2048] as const;

/** An empty field means that no price is known. A comma is a decimal point, as people of many languages write it. */
const asPrice = (text: unknown) =>
  text === '' || text === null ? null : Number(typeof text === 'string' ? text.replace(',', '.') : text);

interface Props {
  readonly form: UseFormReturn<ModelDraft>;
  /** Edge of pictures as stored, which may be none of the usual sizes. */
  readonly pixels: number;
}

/** What one run may take at most, and what it costs. */
export function LimitFields({ form: { register, formState }, pixels }: Props) {
  const { errors } = formState;
  const sizes = [...new Set<number>([...SIZES, pixels])].toSorted((a, b) => a - b);
  return (
    <fieldset className="grid gap-4">
      <legend className="pb-3 text-base font-semibold">
        <Trans>Limits of a run</Trans>
      </legend>
      <div className="grid items-start gap-4 sm:grid-cols-3">
        <TextField
          label={t`Tool calls at most`}
          type="number"
          min={1}
          max={60}
          hint={t`1 to 60`}
          error={errors.max_tool_calls?.message}
          {...register('max_tool_calls', { valueAsNumber: true })}
        />
        <TextField
          label={t`Minutes at most`}
          type="number"
          min={1}
          max={15}
          hint={t`1 to 15`}
          error={errors.max_minutes?.message}
          {...register('max_minutes', { valueAsNumber: true })}
        />
        <SelectField
          label={t`Size of pictures`}
          hint={t`Smaller ones cost less and show less.`}
          {...register('image_pixels', { valueAsNumber: true })}
        >
          {sizes.map((size) => (
            <option key={size} value={size}>
              {plural(size, { one: '# pixel', other: '# pixels' })}
            </option>
          ))}
        </SelectField>
      </div>
      <div className="grid items-start gap-4 sm:grid-cols-2">
        <TextField
          label={t`Price of a million tokens read, in US dollars`}
          inputMode="decimal"
          placeholder={t({ message: 'None', context: 'price' })}
          hint={t`Only to show what a run cost; leave it empty for a model of your own.`}
          error={errors.input_price?.message}
          {...register('input_price', { setValueAs: asPrice })}
        />
        <TextField
          label={t`Price of a million tokens written, in US dollars`}
          inputMode="decimal"
          placeholder={t({ message: 'None', context: 'price' })}
          error={errors.output_price?.message}
          {...register('output_price', { setValueAs: asPrice })}
        />
      </div>
    </fieldset>
  );
}
