import { useEffect } from 'react';
import { useSearchParams } from 'react-router';

const SHOWN_MS = 5000;

/** The camera that `?camera=<id>` points at, for some seconds; then the address is clean again. */
export function useHighlight(): string | null {
  const [search, setSearch] = useSearchParams();
  const id = search.get('camera');
  useEffect(() => {
    if (id === null) return undefined;
    const timer = setTimeout(() => setSearch({}, { replace: true }), SHOWN_MS);
    return () => clearTimeout(timer);
    // `setSearch` differs on every render and means the same.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [id]);
  return id;
}
