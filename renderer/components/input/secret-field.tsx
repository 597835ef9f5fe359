import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { KeyRound } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Button } from '../button.tsx';
import { TextField } from '../field.tsx';

interface Props {
  readonly label: string;
  readonly hint?: ReactNode;
  readonly error?: string | undefined;
  /** Whether one is stored already; it is never shown. */
  readonly stored: boolean;
  /** Null keeps what is stored, empty removes it, text replaces it. */
  readonly value: string | null;
  readonly onChange: (value: string | null) => void;
}

/** A secret that can be entered, replaced or removed, and is never shown again. */
export function SecretField({ label, hint, error, stored, value, onChange }: Props) {
  const [replacing, setReplacing] = useState(false);
  if (!stored || replacing)
    return (
      <div className="grid gap-2">
        <TextField
          label={label}
          type="password"
          autoComplete="new-password"
          // A person who asked to replace it is about to type.
          // oxlint-disable-next-line jsx-a11y/no-autofocus
          autoFocus={replacing}
          spellCheck={false}
          hint={hint}
          error={error}
          value={value ?? ''}
          onChange={({ target }) => onChange(target.value === '' ? null : target.value)}
        />
        {stored ? (
          <Button
            look="quiet"
            className="justify-self-start"
            onClick={() => {
              setReplacing(false);
              onChange(null);
            }}
          >
            <Trans>Keep the stored one</Trans>
          </Button>
        ) : null}
      </div>
    );
  const removed = value === '';
  return (
    <fieldset className="grid gap-1.5">
      <legend className="pb-1.5 text-sm font-medium">{label}</legend>
      <div className="flex flex-wrap items-center gap-2 rounded-sm border px-3 py-1.5">
        <KeyRound size={16} aria-hidden="true" className="shrink-0 text-ink-soft" />
        <output className="min-w-0 flex-1 basis-[calc(100%-2rem)] sm:basis-0">
          {removed ? t`Is removed when you save.` : t`Stored. It is never shown.`}
        </output>
        {removed ? (
          <Button look="quiet" onClick={() => onChange(null)}>
            <Trans>Keep it</Trans>
          </Button>
        ) : (
          <>
            <Button look="quiet" onClick={() => setReplacing(true)}>
              <Trans>Replace</Trans>
            </Button>
            <Button look="quiet" onClick={() => onChange('')}>
              <Trans>Remove</Trans>
            </Button>
          </>
        )}
      </div>
      {error === undefined ? null : <p className="text-sm text-bad">{error}</p>}
    </fieldset>
  );
}
