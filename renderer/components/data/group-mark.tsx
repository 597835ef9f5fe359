import { t } from '@lingui/core/macro';
import {
  Banknote,
  DoorOpen,
  Folder,
  House,
  type LucideIcon,
  Package,
  SquareParking,
  Store,
  Trees,
} from 'lucide-react';

/** Icons that groups can be given, drawn by us: not every system has a font for them. */
export const GROUP_ICONS: readonly {
  readonly icon: string;
  readonly title: string;
  readonly Drawn: LucideIcon;
}[] = [
  { icon: '📁', title: t`Folder`, Drawn: Folder },
  { icon: '🏪', title: t`Shop`, Drawn: Store },
  { icon: '🚪', title: t`Door`, Drawn: DoorOpen },
  { icon: '🅿️', title: t`Car park`, Drawn: SquareParking },
  { icon: '📦', title: t({ message: 'Storage', context: 'A room' }), Drawn: Package },
  { icon: '🏠', title: t`House`, Drawn: House },
  { icon: '🌳', title: t`Garden`, Drawn: Trees },
  { icon: '💰', title: t`Till`, Drawn: Banknote },
];

/** A colour that is safe to use in a style; anything else becomes a neutral one. */
export function cleanColor(color: string): string {
  return /^#[\da-f]{3,8}$/i.test(color) ? color : 'var(--idle)';
}

/** The icon of a group, drawn where we can, else as the text it is. */
export function GroupIcon({ icon, size = 16 }: { readonly icon: string; readonly size?: number }) {
  const Drawn = GROUP_ICONS.find((known) => known.icon === icon)?.Drawn;
  return Drawn === undefined ? (
    <span aria-hidden="true">{icon}</span>
  ) : (
    <Drawn size={size} aria-hidden="true" className="shrink-0" />
  );
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
      <GroupIcon icon={icon === '' ? name.slice(0, 1) : icon} size={20} />
    </span>
  );
}
