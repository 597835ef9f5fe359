import { useCallback, useState } from 'react';
import { readStored, writeStored } from '../../hooks/storage.ts';
import { type Arrangement, type Layout, parseArrangement } from './arrangement.ts';

/** The arrangement of this browser, kept per organisation. */
export function useArrangement(orgId: string) {
  const key = `sentinel.wall.${orgId}`;
  const [arrangement, setArrangement] = useState(() => parseArrangement(readStored(key)));
  const change = useCallback(
    (part: Partial<Arrangement>) => {
      setArrangement((old) => {
        const next = { ...old, ...part };
        writeStored(key, next);
        return next;
      });
    },
    [key],
  );
  const setLayout = useCallback((layout: Layout) => change({ layout }), [change]);
  const setOrder = useCallback((order: readonly string[]) => change({ order }), [change]);
  return { arrangement, setLayout, setOrder };
}
