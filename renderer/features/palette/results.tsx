import { plural, t } from '@lingui/core/macro';
import { Command } from 'cmdk';
import type { PaletteItem } from './items/item.ts';
import type { ShownGroup } from './items/palette-items.ts';

function Row({ item, onChoose }: { readonly item: PaletteItem; readonly onChoose: () => void }) {
  const { id, icon: Icon, label, hint } = item;
  return (
    <Command.Item
      value={id}
      onSelect={onChoose}
      className="flex min-h-11 cursor-pointer items-center gap-3 rounded-sm px-3 outline-none select-none data-[selected=true]:bg-surface-3 sm:min-h-10"
    >
      <Icon size={18} aria-hidden="true" className="shrink-0 text-ink-soft" />
      <span className="max-w-full min-w-0 shrink-0 truncate max-sm:shrink">{label}</span>
      {hint === '' ? null : (
        <span className="ml-auto min-w-0 truncate text-right text-xs text-ink-soft">{hint}</span>
      )}
    </Command.Item>
  );
}

interface ResultsProps {
  readonly groups: readonly ShownGroup[];
  readonly typed: string;
  readonly onChoose: (item: PaletteItem) => void;
}

/** What can be chosen, group by group, and how much it is for those who hear the page. */
export function Results({ groups, typed, onChoose }: ResultsProps) {
  const count = groups.reduce((sum, { items }) => sum + items.length, 0);
  return (
    <>
      <Command.List label={t`Results`} className="min-h-0 flex-1 overflow-y-auto overscroll-contain p-2">
        {groups.map(({ title, items }) => (
          <Command.Group
            key={title}
            heading={title}
            className="[&_[cmdk-group-heading]]:px-3 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:font-medium [&_[cmdk-group-heading]]:text-ink-soft"
          >
            {items.map((item) => (
              <Row key={item.id} item={item} onChoose={() => onChoose(item)} />
            ))}
          </Command.Group>
        ))}
      </Command.List>
      {count === 0 ? (
        <p className="px-5 pb-6 text-center text-ink-soft">
          {typed.trim() === '' ? t`There are no cameras yet.` : t`Nothing matches. Try another word.`}
        </p>
      ) : null}
      <output className="sr-only">
        {typed.trim() === '' ? '' : plural(count, { one: '# result', other: '# results' })}
      </output>
    </>
  );
}
