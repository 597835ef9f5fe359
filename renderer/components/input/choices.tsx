interface Props<T extends string | number> {
  readonly legend: string;
  readonly options: readonly { readonly value: T; readonly text: string }[];
  readonly value: T;
  readonly onChoose: (value: T) => void;
}

/** A few choices side by side, one of them pressed. */
export function Choices<T extends string | number>({ legend, options, value, onChoose }: Props<T>) {
  return (
    <fieldset className="flex min-w-0 max-w-full overflow-x-auto rounded-sm border bg-surface-1 p-0.5">
      <legend className="sr-only">{legend}</legend>
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          aria-pressed={option.value === value}
          onClick={() => onChoose(option.value)}
          className="min-h-9 shrink-0 rounded-[6px] px-2 sm:px-3 text-sm font-medium text-ink-soft -outline-offset-2 hover:text-ink aria-pressed:bg-surface-3 aria-pressed:text-ink"
        >
          {option.text}
        </button>
      ))}
    </fieldset>
  );
}
