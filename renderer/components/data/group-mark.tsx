/** A colour that is safe to use in a style; anything else becomes a neutral one. */
export function cleanColor(color: string): string {
  return /^#[\da-f]{3,8}$/i.test(color) ? color : 'var(--idle)';
}

interface Props {
  readonly name: string;
  readonly icon: string;
  readonly color: string;
}

/** A group by its icon, on its colour. */
export function GroupMark({ name, icon, color }: Props) {
  return (
    <span
      aria-hidden="true"
      className="grid size-10 shrink-0 place-items-center rounded-sm border-l-4 bg-surface-2 text-lg"
      style={{ borderLeftColor: cleanColor(color) }}
    >
      {icon === '' ? name.slice(0, 1) : icon}
    </span>
  );
}
