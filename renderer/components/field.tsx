import {
  type InputHTMLAttributes,
  type ReactNode,
  type SelectHTMLAttributes,
  type TextareaHTMLAttributes,
  useId,
} from 'react';
import { ruleWords } from './input/rule-words.ts';

const BOX =
  'w-full min-h-10 rounded-sm border border-line-strong bg-surface-1 px-3 text-base text-ink placeholder:text-ink-soft aria-invalid:border-bad';

interface Around {
  readonly label: string;
  readonly hint?: ReactNode;
  readonly error?: string | undefined;
}

function Frame({
  id,
  label,
  hint,
  error,
  children,
}: Around & { readonly id: string; readonly children: ReactNode }) {
  return (
    <div className="grid gap-1.5">
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      {children}
      <div id={`${id}-note`} className="text-sm text-ink-soft empty:hidden">
        {error === undefined ? hint : <span className="text-bad">{ruleWords(error)}</span>}
      </div>
    </div>
  );
}

type TextProps = Around & InputHTMLAttributes<HTMLInputElement>;

/** A labelled text input with a hint, replaced by the error when there is one. */
export function TextField({ label, hint, error, ...input }: TextProps) {
  const id = useId();
  return (
    <Frame id={id} label={label} hint={hint} error={error}>
      <input
        {...input}
        id={id}
        aria-invalid={error !== undefined}
        aria-describedby={`${id}-note`}
        className={BOX}
      />
    </Frame>
  );
}

type TextAreaProps = Around & TextareaHTMLAttributes<HTMLTextAreaElement>;

/** A labelled text of at least `rows` lines; it grows with what is written. */
export function TextAreaField({ label, hint, error, rows = 3, ...area }: TextAreaProps) {
  const id = useId();
  return (
    <Frame id={id} label={label} hint={hint} error={error}>
      <textarea
        {...area}
        id={id}
        style={{ minHeight: `calc(${rows}lh + 1.25rem)` }}
        aria-invalid={error !== undefined}
        aria-describedby={`${id}-note`}
        className={`${BOX} field-sizing-content max-h-[60dvh] resize-y py-2`}
      />
    </Frame>
  );
}

type SelectProps = Around & SelectHTMLAttributes<HTMLSelectElement>;

/** A labelled choice. */
export function SelectField({ label, hint, error, ...select }: SelectProps) {
  const id = useId();
  return (
    <Frame id={id} label={label} hint={hint} error={error}>
      <select {...select} id={id} aria-describedby={`${id}-note`} className={BOX} />
    </Frame>
  );
}
