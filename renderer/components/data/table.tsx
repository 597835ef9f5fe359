import type { ReactNode } from 'react';

export interface Column<T> {
  readonly title: string;
  readonly cell: (row: T) => ReactNode;
  readonly className?: string;
}

interface Props<T> {
  readonly label: string;
  readonly columns: readonly Column<T>[];
  readonly rows: readonly T[];
  readonly keyOf: (row: T) => string | number;
}

/** A table on wide screens, a list of small cards on a phone. */
export function Table<T>({ label, columns, rows, keyOf }: Props<T>) {
  return (
    <table aria-label={label} className="w-full text-left max-md:block">
      <thead className="text-xs text-ink-soft max-md:sr-only">
        <tr>
          {columns.map(({ title, className = '' }) => (
            <th key={title} scope="col" className={`border-b pr-4 pb-2 font-medium ${className}`}>
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody className="max-md:grid max-md:divide-y">
        {rows.map((row) => (
          <tr
            key={keyOf(row)}
            className="max-md:grid max-md:gap-0.5 max-md:py-3 md:border-b md:last:border-0"
          >
            {columns.map(({ title, cell, className = '' }) => {
              const content = cell(row);
              // On a phone a name with nothing behind it says nothing.
              const layout = content === '' || content === null ? 'max-md:hidden' : 'max-md:flex';
              return (
                <td
                  key={title}
                  className={`min-w-0 align-top max-md:gap-2 md:py-2.5 md:pr-4 ${layout} ${className}`}
                >
                  <span aria-hidden="true" className="w-20 shrink-0 text-ink-soft md:hidden">
                    {title}
                  </span>
                  <div className="min-w-0">{content}</div>
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
