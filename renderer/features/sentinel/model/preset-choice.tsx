import { Trans } from '@lingui/react/macro';
import type { UseFormRegisterReturn } from 'react-hook-form';
import { PRESETS } from './presets.ts';

interface Props {
  readonly field: UseFormRegisterReturn;
  readonly error: string | undefined;
}

/** Where the model runs: four usual places, each with what it means for pictures. */
export function PresetChoice({ field, error }: Props) {
  return (
    <fieldset className="grid gap-2">
      <legend className="pb-1.5 text-sm font-medium">
        <Trans>Where the model runs</Trans>
      </legend>
      <div className="grid gap-2 sm:grid-cols-2">
        {PRESETS.map(({ id, title, about }) => (
          <label
            key={id}
            className="flex items-start gap-3 rounded-md border p-3 hover:bg-surface-2 has-checked:border-accent has-checked:bg-accent-wash has-focus-visible:outline-2 has-focus-visible:outline-accent"
          >
            <input
              type="radio"
              value={id}
              {...field}
              className="mt-0.5 size-4 shrink-0 accent-accent outline-none"
            />
            <span className="grid min-w-0 gap-0.5">
              <span className="font-medium">{title}</span>
              <span className="text-ink-soft">{about}</span>
            </span>
          </label>
        ))}
      </div>
      {error === undefined ? null : (
        <p role="alert" className="text-sm text-bad">
          {error}
        </p>
      )}
    </fieldset>
  );
}
