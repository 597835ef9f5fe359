export interface NewestRows<T> {
  readonly rows: readonly T[];
  /** False when there were more rows in the span than are read for a chart. */
  readonly isComplete: boolean;
}

interface RowsPage<T> {
  readonly total: number;
  readonly rows: readonly T[];
}

/** Reads a log page by page, newest first, back to a moment (ms) or until `most` rows were read. */
export async function newestRows<T>(
  readPage: (offset: number) => Promise<RowsPage<T>>,
  timeOf: (row: T) => number,
  sinceMs: number,
  most: number,
): Promise<NewestRows<T>> {
  const rows: T[] = [];
  for (;;) {
    const page = await readPage(rows.length);
    rows.push(...page.rows);
    const oldest = page.rows.at(-1);
    const isOver = oldest === undefined || rows.length >= page.total || timeOf(oldest) < sinceMs;
    if (isOver || rows.length >= most)
      return { rows: rows.filter((row) => timeOf(row) >= sinceMs), isComplete: isOver };
  }
}
