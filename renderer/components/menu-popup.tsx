import { ChevronRight } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import type { MenuEntry, MenuProps } from './menu.tsx';

const ITEM =
  'flex min-h-9 items-center gap-2.5 rounded-sm px-2.5 outline-none data-disabled:opacity-50 data-highlighted:bg-surface-3';
const BOX =
  'z-50 grid max-w-[calc(100vw-1rem)] animate-fade gap-0.5 rounded-md border border-line bg-surface-1 p-1.5 text-sm';

type ChoiceEntry = Extract<MenuEntry, { kind: 'choice' }>;
type SubmenuEntry = Extract<MenuEntry, { kind: 'submenu' }>;

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

/** Beside its menu a submenu would leave a phone's screen: there it lies over the menu. Pixels. */
function submenuOffset(): number {
  return matchMedia('(width < 40rem)').matches ? -150 : 4;
}

function Submenu({ entry }: { readonly entry: SubmenuEntry }) {
  return (
    <DropdownMenu.Sub>
      <DropdownMenu.SubTrigger className={`${ITEM} data-[state=open]:bg-surface-3`}>
        {entry.icon}
        <span className="flex-1">{entry.text}</span>
        <ChevronRight size={16} aria-hidden="true" />
      </DropdownMenu.SubTrigger>
      <DropdownMenu.Portal>
        <DropdownMenu.SubContent
          collisionPadding={8}
          sideOffset={submenuOffset()}
          className={`${BOX} w-max max-w-56! min-w-44`}
        >
          {entry.entries.map((inner) => (
            <Entry key={inner.id} entry={inner} />
          ))}
        </DropdownMenu.SubContent>
      </DropdownMenu.Portal>
    </DropdownMenu.Sub>
  );
}

function Entry({ entry }: { readonly entry: MenuEntry }) {
  if (entry.kind === 'heading') return <div className="px-2.5 py-1.5">{entry.content}</div>;
  if (entry.kind === 'separator') return <DropdownMenu.Separator className="my-1 h-px bg-line" />;
  if (entry.kind === 'choice') return <Choice entry={entry} />;
  if (entry.kind === 'submenu') return <Submenu entry={entry} />;
  const tone = entry.danger === true ? 'text-bad' : '';
  return (
    <DropdownMenu.Item onSelect={entry.onSelect} className={`${ITEM} ${tone}`}>
      {entry.icon}
      {entry.text}
    </DropdownMenu.Item>
  );
}

interface OpenAtFirst {
  readonly isOpenAtFirst: boolean;
}

/** The menu itself, on the headless menu of the component set. */
export function MenuPopup({ trigger, label, entries, isOpenAtFirst }: MenuProps & OpenAtFirst) {
  return (
    <DropdownMenu.Root modal={false} defaultOpen={isOpenAtFirst}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align="end"
          sideOffset={6}
          collisionPadding={8}
          aria-label={label}
          className={`${BOX} min-w-52`}
        >
          {entries.map((entry) => (
            <Entry key={entry.id} entry={entry} />
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
