import { useLayoutEffect } from 'react';
import { type Overlay, showOverlay, shownOverlay, typeAhead } from './shown-overlay.ts';

/** Keys that belong to whoever is typing or choosing. */
const TYPING = 'input:not([type=range]):not([type=radio]):not([type=checkbox]),select,textarea,[role=menu]';

/** A modal dialog is in front: the component set's mark what they hide from assistive technology. */
function isCovered(): boolean {
  return document.querySelector('[data-aria-hidden],dialog:modal') !== null;
}

function overlayOf(event: KeyboardEvent): Overlay | null {
  const { target } = event;
  if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey) {
    return event.key.toLowerCase() === 'k' ? 'palette' : null;
  }
  const typing = target instanceof Element && target.closest(TYPING) !== null;
  return event.key === '?' && !typing ? 'shortcuts' : null;
}

/** The palette was called and is being fetched: what is typed is meant for it, not for the camera behind. */
function holdBack(event: KeyboardEvent): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  event.stopPropagation();
  if (event.key === 'Escape') showOverlay(null);
  if (event.key.length === 1) typeAhead(event.key);
}

function onKeyDown(event: KeyboardEvent): void {
  const wanted = overlayOf(event);
  const covered = isCovered();
  // The same key closes again what it opened. Over another dialog neither opens: what was typed there would be lost.
  const closing = wanted !== null && shownOverlay() === wanted;
  if (closing || (wanted !== null && !covered)) {
    event.preventDefault();
    event.stopPropagation();
    showOverlay(closing ? null : wanted);
    return;
  }
  // Browsers would leave the page for their own search.
  if (wanted === 'palette') event.preventDefault();
  if (shownOverlay() === 'palette' && !covered) holdBack(event);
}

/** The keys that work on every page of the frame. They come before the keys of the page itself. */
export function useGlobalKeys(): void {
  // Not after the paint: a key pressed on what is seen already would be lost.
  useLayoutEffect(() => {
    addEventListener('keydown', onKeyDown, { capture: true });
    return () => {
      removeEventListener('keydown', onKeyDown, { capture: true });
      showOverlay(null);
    };
  }, []);
}
