/** How much of a limit is used; it turns amber at 90 %. Its words stand beside it. */
export function ShareBar({ percent }: { readonly percent: number }) {
  return (
    <span aria-hidden="true" className="block h-1.5 overflow-hidden rounded-full bg-surface-3">
      <span
        className={`block h-full ${percent >= 90 ? 'bg-warn' : 'bg-accent'}`}
        style={{ width: `${Math.min(100, percent)}%` }}
      />
    </span>
  );
}
