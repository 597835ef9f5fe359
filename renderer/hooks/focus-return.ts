import { useRef } from 'react';

/**
 * For a modal dialog that no trigger of the component set opens: the focus goes back to what had it before. Spread the
 * answer on the dialog's content.
 */
export function useFocusReturn(): {
  readonly onOpenAutoFocus: () => void;
  readonly onCloseAutoFocus: (event: Event) => void;
} {
  const before = useRef<Element | null>(null);
  return {
    onOpenAutoFocus: () => {
      before.current = document.activeElement;
    },
    onCloseAutoFocus: (event) => {
      // The component set would look for its trigger, find none, and leave the focus on nothing.
      event.preventDefault();
      if (before.current instanceof HTMLElement && before.current.isConnected) before.current.focus();
    },
  };
}
