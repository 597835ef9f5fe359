import { useLayoutEffect, useRef } from 'react';

/** Letters that belong to whoever is typing or choosing. */
const TYPING = 'input:not([type=range]):not([type=radio]),select,textarea,[role=menu],[role=dialog]';

/** Keys of the focus view, wherever the focus is on the page but in fields. */
export function useFocusKeys(keys: Readonly<Record<string, () => void>>): void {
  const latest = useRef(keys);
  useLayoutEffect(() => {
    latest.current = keys;
  });
  // Not after the paint: a key pressed on what is seen already would be lost.
  useLayoutEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const { target } = event;
      const inside = (selector: string) => target instanceof Element && target.closest(selector) !== null;
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || inside(TYPING)) return;
      if (event.key === ' ' && inside('button,a,input')) return;
      const action = latest.current[event.key.length === 1 ? event.key.toLowerCase() : event.key];
      if (action === undefined) return;
      event.preventDefault();
      action();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);
}
