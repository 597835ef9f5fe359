import { useState } from 'react';

export const PAGE_SIZES = [25, 50, 100] as const;

/** Which part of a log is shown, and how to choose another one. */
export interface Paging {
  readonly offset: number;
  readonly size: number;
  /** Only the last so many days; undefined for all that is stored. */
  readonly days: number | undefined;
  readonly setOffset: (offset: number) => void;
  /** These begin at the newest row again, as every other filter must. */
  readonly setSize: (size: number) => void;
  readonly setDays: (days: number | undefined) => void;
  readonly restart: () => void;
}

/** A page of a log, the newest first. */
export function usePaging(): Paging {
  const [offset, setOffset] = useState(0);
  const [size, setSize] = useState<number>(PAGE_SIZES[0]);
  const [days, setDays] = useState<number>();
  const restart = () => setOffset(0);
  return {
    offset,
    size,
    days,
    setOffset,
    restart,
    setSize: (rows) => {
      setSize(rows);
      restart();
    },
    setDays: (span) => {
      setDays(span);
      restart();
    },
  };
}

/** What of it the server is asked for. */
export function pageQuery({ size, offset, days }: Pick<Paging, 'size' | 'offset' | 'days'>) {
  return { limit: size, offset, ...(days === undefined ? {} : { days }) };
}
