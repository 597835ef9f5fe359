import { DropdownMenu } from 'radix-ui';
import type { MenuEntry, MenuProps } from './menu.tsx';

const ITEM =
  'flex min-h-9 items-center gap-2.5 rounded-sm px-2.5 outline-none data-disabled:opacity-50 data-highlighted:bg-surface-3';

type ChoiceEntry = Extract<MenuEntry, { kind: 'choice' }>;

function Choice({ entry }: { readonly entry: ChoiceEntry }) {
  return (
    <DropdownMenu.RadioGroup value={entry.value} onValueChange={entry.onChoose} aria-label={entry.title}>
      <DropdownMenu.Label className="px-2.5 pt-1.5 pb-1 text-xs text-ink-soft">
        {entry.title}
      </DropdownMenu.Label>
      {entry.options.map((option) => (
        <DropdownMenu.RadioItem key={option.value} value={option.value} className={ITEM}>
          <span className="inline-flex w-3 justify-center" aria-hidden="true">
            <DropdownMenu.ItemIndicator>
              <span className="block size-1.5 rounded-full bg-accent" />
            </DropdownMenu.ItemIndicator>
          </span>
          {option.text}
        </DropdownMenu.RadioItem>
      ))}
    </DropdownMenu.RadioGroup>
  );
}

function Entry({ entry }: { readonly entry: MenuEntry }) {
  if (entry.kind === 'heading') return <div className="px-2.5 py-1.5">{entry.content}</div>;
  if (entry.kind === 'separator') return <DropdownMenu.Separator className="my-1 h-px bg-line" />;
  if (entry.kind === 'choice') return <Choice entry={entry} />;
  const tone = entry.danger === true ? 'text-bad' : '';
  return (
    <DropdownMenu.Item onSelect={entry.onSelect} className={`${ITEM} ${tone}`}>
      {entry.icon}
      {entry.text}
    </DropdownMenu.Item>
  );
}

/** The menu itself, on the headless menu of the component set. */
export function MenuPopup({ trigger, label, entries }: MenuProps) {
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align="end"
          sideOffset={6}
          collisionPadding={8}
          aria-label={label}
          className="z-50 grid max-w-[calc(100vw-1rem)] min-w-52 animate-fade gap-0.5 rounded-md border border-line bg-surface-1 p-1.5 text-sm"
        >
          {entries.map((entry) => (
            <Entry key={entry.id} entry={entry} />
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
