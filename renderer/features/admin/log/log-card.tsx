import type { ReactNode } from 'react';
import { messageOf } from '../../../api/errors.ts';
import { Banner } from '../../../components/banner.tsx';
import { CsvButton } from '../../../components/data/csv-button.tsx';
import { Pager } from '../../../components/data/pager.tsx';
import { type Column, Table } from '../../../components/data/table.tsx';
import { Loading } from '../../../components/loading.tsx';
import { Card } from '../../../components/page.tsx';
import { PageFields } from './page-fields.tsx';
import type { Paging } from './paging.ts';

interface Props<T> {
  readonly title: string;
  /** What the table is called for those who hear it. */
  readonly label: string;
  /** Choices besides those of time and page length. */
  readonly filters: ReactNode;
  readonly paging: Paging;
  readonly error: Error | null;
  /** Undefined while it is asked for. */
  readonly page: { readonly total: number; readonly rows: readonly T[] } | undefined;
  readonly columns: readonly Column<T>[];
  readonly keyOf: (row: T) => number;
  /** Said when there is no row. */
  readonly empty: string;
  readonly csv: () => Promise<Response>;
  readonly fileName: string;
}

/** A log line by line, newest first, with filters, pages and a file of all that the filters let through. */
export function LogCard<T>(props: Props<T>) {
  const { title, label, filters, paging, error, page, columns, keyOf, empty, csv, fileName } = props;
  const { offset, size, setOffset } = paging;
  return (
    <Card className="grid gap-4">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h2 className="text-base font-semibold">{title}</h2>
        <CsvButton ask={csv} fallbackName={fileName} />
      </div>
      <div className="grid gap-3 sm:grid-cols-2 lg:grid-cols-[repeat(auto-fit,minmax(11rem,1fr))]">
        {filters}
        <PageFields paging={paging} />
      </div>
      {page === undefined && error === null ? <Loading /> : null}
      {error === null ? null : <Banner tone="bad">{messageOf(error)}</Banner>}
      {page?.total === 0 ? <p className="text-ink-soft">{empty}</p> : null}
      {page === undefined || page.total === 0 ? null : (
        <>
          <Table label={label} columns={columns} rows={page.rows} keyOf={keyOf} />
          <Pager total={page.total} offset={offset} size={size} onOffset={setOffset} />
        </>
      )}
    </Card>
  );
}
