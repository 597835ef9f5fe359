import { Trans } from '@lingui/react/macro';
import { type InputHTMLAttributes, useState } from 'react';
import { TextField } from '../../components/field.tsx';
import { passwordStrength } from './password-strength.ts';

interface Props extends InputHTMLAttributes<HTMLInputElement> {
  readonly label: string;
  readonly error: string | undefined;
  /** What is typed now; shows the strength of a new password. */
  readonly judged?: string;
}

const BAR = ['bg-bad', 'bg-bad', 'bg-warn', 'bg-live', 'bg-live'];

function StrengthHint({ password }: { readonly password: string }) {
  const { score, hint } = passwordStrength(password);
  return (
    <span className="grid gap-1.5">
      <span className="grid grid-cols-4 gap-1" aria-hidden="true">
        {[1, 2, 3, 4].map((step) => (
          <span key={step} className={`h-1 rounded-full ${step <= score ? BAR[score] : 'bg-surface-3'}`} />
        ))}
      </span>
      <output>{hint}</output>
    </span>
  );
}

/** A password input that can be made readable. */
export function PasswordField({ label, error, judged, ...input }: Props) {
  const [shown, setShown] = useState(false);
  return (
    <div className="grid gap-1">
      <TextField
        {...input}
        label={label}
        error={error}
        type={shown ? 'text' : 'password'}
        hint={judged === undefined ? undefined : <StrengthHint password={judged} />}
      />
      <label className="flex min-h-6 w-fit items-center gap-2 text-sm text-ink-soft">
        <input type="checkbox" checked={shown} onChange={(event) => setShown(event.target.checked)} />
        <Trans>Show password</Trans>
      </label>
    </div>
  );
}
