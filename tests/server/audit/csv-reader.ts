/** Reads CSV by the book: quoted cells, doubled quotes, CRLF. Throws on anything a strict reader would refuse. */
export function readCsv(text: string): string[][] {
  const rows: string[][] = [];
  let rest = text;
  let row: string[] = [];
  while (rest !== '') {
    const cell = /^(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/.exec(rest);
    if (cell === null) throw new Error(`Not CSV: ${JSON.stringify(rest.slice(0, 60))}`);
    row.push(cell[1]?.replaceAll('""', '"') ?? cell[2] ?? '');
    rest = rest.slice(cell[0].length);
    if (cell[3] === ',') continue;
    rows.push(row);
    row = [];
  }
  return rows;
}
