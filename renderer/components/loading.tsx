import { t } from '@lingui/core/macro';
import { LoaderCircle } from 'lucide-react';

/** A wait that is expected to be short, with words for those who cannot see it turn. */
export function Loading({ label = t`Loading…` }: { readonly label?: string }) {
  return (
    <output className="flex animate-fade items-center justify-center gap-3 p-10 text-ink-soft">
      <LoaderCircle size={20} aria-hidden="true" className="animate-spin" />
      {label}
    </output>
  );
}
