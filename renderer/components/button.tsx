import type { ButtonHTMLAttributes, ReactNode } from 'react';

type Look = 'primary' | 'plain' | 'quiet' | 'danger';

const LOOKS: Record<Look, string> = {
  primary: 'bg-accent text-accent-ink border-accent hover:brightness-105',
  plain: 'bg-surface-2 text-ink border-line hover:bg-surface-3',
  quiet: 'bg-transparent text-ink-soft border-transparent hover:bg-surface-2 hover:text-ink',
  danger: 'bg-bad-solid text-white border-bad-solid hover:brightness-95',
};

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly look?: Look;
  readonly busy?: boolean;
}

/** A text button, 40 px high. `busy` blocks it and tells assistive technology. */
export function Button({ look = 'plain', busy = false, className = '', disabled, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      disabled={disabled === true || busy}
      aria-busy={busy}
      className={`inline-flex min-h-10 items-center justify-center gap-2 rounded-sm border px-4 text-sm font-medium transition-colors disabled:cursor-not-allowed disabled:opacity-55 ${LOOKS[look]} ${className}`}
    />
  );
}

interface IconButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly label: string;
  readonly children: ReactNode;
  readonly pressed?: boolean;
}

/** A square button with an icon; `label` is its accessible name and hover text. */
export function IconButton({ label, children, pressed, className = '', ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      title={label}
      aria-label={label}
      {...(pressed === undefined ? {} : { 'aria-pressed': pressed })}
      {...rest}
      className={`inline-flex size-10 shrink-0 items-center justify-center rounded-sm text-ink-soft transition-colors hover:bg-surface-2 hover:text-ink aria-pressed:bg-surface-3 aria-pressed:text-ink ${className}`}
    >
      {children}
    </button>
  );
}
