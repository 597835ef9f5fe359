import { useRef } from 'react';

/** So many places are remembered: the latest may be gone when a dialog closes, and so may the one before. */
const REMEMBERED = 8;
const places: HTMLElement[] = [];

/** Remembers where the focus was. Call once, before the first render. */
export function followFocus(): void {
  addEventListener(
    'focusin',
    ({ target }) => {
      // A menu closes before what it opened does.
      if (!(target instanceof HTMLElement) || target.closest('[role=menu]') !== null) return;
      places.push(target);
      if (places.length > REMEMBERED) places.shift();
    },
    { capture: true },
  );
}

/** Focuses the last of these places that is still there, else the page, so that keys are never lost. */
function focusBack(before: readonly HTMLElement[]): void {
  const place = before.findLast((one) => one.isConnected && one.checkVisibility());
  (place ?? document.querySelector<HTMLElement>('#content'))?.focus();
}

/**
 * For a modal dialog that no trigger of the component set opens: the focus goes back to what had it before, also when
 * that was a button whose menu has closed since. Spread the answer on the dialog's content.
 */
export function useFocusReturn(): {
  readonly onOpenAutoFocus: (event: Event) => void;
  readonly onCloseAutoFocus: (event: Event) => void;
} {
  const before = useRef<readonly HTMLElement[]>([]);
  return {
    onOpenAutoFocus: ({ currentTarget }) => {
      // What asks for the focus as it appears is inside already.
      const isInside = (place: HTMLElement) => currentTarget instanceof Node && currentTarget.contains(place);
      before.current = places.filter((place) => !isInside(place));
    },
    onCloseAutoFocus: (event) => {
      // The component set would look for its trigger, find none, and leave the focus on nothing.
      event.preventDefault();
      focusBack(before.current);
    },
  };
}
