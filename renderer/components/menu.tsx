import { cloneElement, lazy, type ReactElement, type ReactNode, Suspense, useState } from 'react';

/** One line of a menu. */
export type MenuEntry =
  | { readonly kind: 'heading'; readonly id: string; readonly content: ReactNode }
  | { readonly kind: 'separator'; readonly id: string }
  | {
      readonly kind: 'action';
      readonly id: string;
      readonly icon?: ReactNode;
      readonly text: string;
      readonly danger?: boolean;
      readonly onSelect: () => void;
    }
  | {
      readonly kind: 'choice';
      readonly id: string;
      readonly title: string;
      readonly value: string;
      readonly options: readonly { readonly value: string; readonly text: string }[];
      readonly onChoose: (value: string) => void;
    }
  | {
      readonly kind: 'submenu';
      readonly id: string;
      readonly icon?: ReactNode;
      readonly text: string;
      readonly entries: readonly MenuEntry[];
    };

export interface MenuProps {
  /** A button; it opens the menu. */
  readonly trigger: ReactElement<{ readonly onPointerDown?: () => void; readonly onClick?: () => void }>;
  readonly label: string;
  readonly entries: readonly MenuEntry[];
}

const MenuPopup = lazy(async () => ({ default: (await import('./menu-popup.tsx')).MenuPopup }));

/**
 * A menu that opens from a button. Its machinery loads after the first paint; a button pressed before that opens its menu
 * as soon as it can.
 */
export function Menu(props: MenuProps) {
  const [isWanted, setWanted] = useState(false);
  const want = () => setWanted(true);
  return (
    <Suspense fallback={cloneElement(props.trigger, { onPointerDown: want, onClick: want })}>
      <MenuPopup {...props} isOpenAtFirst={isWanted} />
    </Suspense>
  );
}
