import { Trans } from '@lingui/react/macro';
import type { UseFormRegisterReturn } from 'react-hook-form';
import { WAYS } from './mail-words.ts';

/** How mail is sent: one of three ways, each with a sentence. */
export function WayChoice({ field }: { readonly field: UseFormRegisterReturn }) {
  return (
    <fieldset className="grid gap-2">
      <legend className="pb-1.5 text-sm font-medium">
        <Trans>Send mail through</Trans>
      </legend>
      {WAYS.map(({ value, title, about }) => (
        <label
          key={value}
          className="flex items-start gap-3 rounded-md border p-3 hover:bg-surface-2 has-checked:border-accent has-checked:bg-accent-wash has-focus-visible:outline-2 has-focus-visible:outline-accent"
        >
          <input
            type="radio"
            value={value}
            {...field}
            className="mt-0.5 size-4 shrink-0 accent-accent outline-none"
          />
          <span className="grid min-w-0 gap-0.5">
            <span className="font-medium">{title}</span>
            <span className="text-ink-soft">{about}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
