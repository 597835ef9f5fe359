const NEEDS_QUOTES = /[",\r\n]/;
/** A spreadsheet would take such a cell for a formula. */
const FORMULA = /^[=+\-@\t\r]/;

/** Newest rows in one CSV file. */
const MAX_ROWS = 50_000;

type Cell = string | null;

function cellText(cell: Cell): string {
  const text = FORMULA.test(cell ?? '') ? `'${cell}` : (cell ?? '');
  return NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function lines(rows: readonly (readonly Cell[])[]): string {
  return rows.map((row) => `${row.map(cellText).join(',')}\r\n`).join('');
}

/** CSV text piece by piece: the header row, then one piece for each batch of rows, at most 50,000 rows in all. */
export async function* csvText(
  header: readonly string[],
  batches: AsyncIterable<readonly (readonly Cell[])[]>,
): AsyncGenerator<string> {
  yield lines([header]);
  let left = MAX_ROWS;
  for await (const batch of batches) {
    const rows = batch.slice(0, left);
    if (rows.length > 0) yield lines(rows);
    left -= rows.length;
    if (left <= 0) return;
  }
}
