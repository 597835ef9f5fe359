import { LoaderCircle } from 'lucide-react';

/** A wait that is expected to be short, with words for those who cannot see it turn. */
export function Loading({ label = 'Loading…' }: { readonly label?: string }) {
  return (
    <output className="flex items-center justify-center gap-3 p-10 text-ink-soft">
      <LoaderCircle size={20} aria-hidden="true" className="animate-spin" />
      {label}
    </output>
  );
}
