import { Trans } from '@lingui/react/macro';
// A native list cannot be searched by parts of words; this follows the combobox pattern of WAI-ARIA.
/* oxlint-disable jsx-a11y/no-noninteractive-element-to-interactive-role, jsx-a11y/prefer-tag-over-role */
import { ChevronsUpDown } from 'lucide-react';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { ruleWords } from './rule-words.ts';

interface Props {
  readonly label: string;
  readonly hint?: string;
  readonly error?: string | undefined;
  readonly options: readonly string[];
  readonly value: string;
  readonly disabled?: boolean;
  readonly onChoose: (value: string) => void;
}

/** Rows drawn at once; typing narrows the rest. */
const MOST = 60;

/** Options that hold every typed word, in any order; underscores read as blanks. */
export function matching(options: readonly string[], typed: string): readonly string[] {
  const words = typed.toLowerCase().replaceAll('_', ' ').split(/\s+/).filter(Boolean);
  return options.filter((option) => {
    const plain = option.toLowerCase().replaceAll('_', ' ');
    return words.every((word) => plain.includes(word));
  });
}

/** A long list that is searched by typing; arrows and Enter choose, Esc takes back. */
export function Combobox({ label, hint, error, options, value, disabled = false, onChoose }: Props) {
  const id = useId();
  const list = useRef<HTMLUListElement>(null);
  const [typed, setTyped] = useState<string | null>(null);
  const [active, setActive] = useState(0);
  const open = typed !== null;
  const found = open ? matching(options, typed).slice(0, MOST) : [];

  useEffect(() => {
    list.current?.children[active]?.scrollIntoView({ block: 'nearest' });
  }, [active]);

  const choose = (option: string | undefined) => {
    setTyped(null);
    if (option !== undefined && option !== value) onChoose(option);
  };
  const move = (to: number) => {
    if (!open) setTyped('');
    setActive(Math.max(0, Math.min(found.length - 1, to)));
  };
  const keys: Readonly<Record<string, () => void>> = {
    ArrowDown: () => move(open ? active + 1 : 0),
    ArrowUp: () => move(active - 1),
    Home: () => move(0),
    End: () => move(found.length - 1),
    Enter: () => choose(found[active]),
    Escape: () => setTyped(null),
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const action = keys[event.key];
    if (action === undefined || (!open && !event.key.startsWith('Arrow'))) return;
    event.preventDefault();
    event.stopPropagation();
    action();
  };
  return (
    <div className="relative grid gap-1.5">
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      <div className="relative">
        <input
          id={id}
          role="combobox"
          autoComplete="off"
          spellCheck={false}
          aria-expanded={open}
          aria-controls={`${id}-list`}
          aria-describedby={`${id}-note`}
          aria-invalid={error !== undefined}
          aria-activedescendant={open && found.length > 0 ? `${id}-${active}` : undefined}
          disabled={disabled}
          value={typed ?? value}
          placeholder={open ? value : undefined}
          onFocus={(event) => event.target.select()}
          onClick={() => setTyped((old) => old ?? '')}
          onBlur={() => setTyped(null)}
          onChange={(event) => {
            setTyped(event.target.value);
            setActive(0);
          }}
          onKeyDown={onKeyDown}
          className="min-h-10 w-full rounded-sm border border-line-strong bg-surface-1 px-3 pr-10 text-base text-ink placeholder:text-ink-soft aria-invalid:border-bad"
        />
        <ChevronsUpDown
          size={16}
          aria-hidden="true"
          className="pointer-events-none absolute top-1/2 right-3 -translate-y-1/2 text-ink-soft"
        />
      </div>
      {open ? (
        <ul
          ref={list}
          id={`${id}-list`}
          role="listbox"
          aria-label={label}
          tabIndex={-1}
          className="absolute inset-x-0 top-[4.25rem] z-30 max-h-64 animate-fade overflow-y-auto rounded-md border bg-surface-1 p-1"
        >
          {found.map((option, index) => (
            <li
              key={option}
              id={`${id}-${index}`}
              role="option"
              aria-selected={option === value}
              data-active={index === active}
              // Before the input loses the focus, which would close the list.
              onPointerDown={(event) => {
                event.preventDefault();
                choose(option);
              }}
              onPointerMove={() => setActive(index)}
              className="rounded-sm px-2.5 py-1.5 aria-selected:font-semibold data-[active=true]:bg-surface-3"
            >
              {option}
            </li>
          ))}
          {found.length === 0 ? (
            <li className="px-2.5 py-1.5 text-ink-soft">
              <Trans>Nothing matches.</Trans>
            </li>
          ) : null}
        </ul>
      ) : null}
      <div id={`${id}-note`} className="text-sm text-ink-soft empty:hidden">
        {error === undefined ? hint : <span className="text-bad">{ruleWords(error)}</span>}
      </div>
    </div>
  );
}
