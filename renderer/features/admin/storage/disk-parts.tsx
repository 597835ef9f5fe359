import { t } from '@lingui/core/macro';
import { formats } from '../../../hooks/format.ts';
import type { DiskUse } from './storage-figures.ts';

const PARTS = [
  { part: 'recordings', text: t`Recordings`, look: 'bg-accent' },
  { part: 'other', text: t`Everything else`, look: 'bg-line-strong' },
  { part: 'free', text: t({ message: 'Free', context: 'disk' }), look: 'bg-surface-3' },
] as const;

/** A disk as one bar of its parts, with their sizes below; parts without any size are left out. */
export function DiskParts({ use }: { readonly use: Omit<DiskUse, 'total'> }) {
  const parts = PARTS.filter(({ part }) => use[part] > 0);
  return (
    <figure className="grid gap-2">
      <div aria-hidden="true" className="flex h-3 gap-px overflow-hidden rounded-full">
        {parts.map(({ part, look }) => (
          <div key={part} className={`min-w-0.5 ${look}`} style={{ flexGrow: use[part] }} />
        ))}
      </div>
      <figcaption>
        <ul className="flex flex-wrap gap-x-5 gap-y-1">
          {parts.map(({ part, text, look }) => (
            <li key={part} className="flex items-center gap-1.5">
              <span
                aria-hidden="true"
                className={`size-2.5 rounded-[3px] ${look} ${part === 'free' ? 'border border-line-strong' : ''}`}
              />
              <span className="text-ink-soft">
                {part === 'other' && use.recordings === 0 ? t`Used` : text}
              </span>
              {formats.bytes(use[part])}
            </li>
          ))}
        </ul>
      </figcaption>
    </figure>
  );
}
