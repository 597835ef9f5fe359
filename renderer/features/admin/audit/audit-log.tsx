import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { audit, type AuditEntry } from '../../../../server/contract/audit.ts';
import { call, callForFile } from '../../../api/client.ts';
import { messageOf } from '../../../api/errors.ts';
import { Banner } from '../../../components/banner.tsx';
import { CsvButton } from '../../../components/data/csv-button.tsx';
import { Pager } from '../../../components/data/pager.tsx';
import { type Column, Table } from '../../../components/data/table.tsx';
import { SelectField, TextField } from '../../../components/field.tsx';
import { Loading } from '../../../components/loading.tsx';
import { Card } from '../../../components/page.tsx';
import { useSettled } from '../../../hooks/settled.ts';
import { RowsField, USUAL_ROWS } from '../log/rows-field.tsx';
import { momentOf } from '../moment.ts';
import { detailWords, EVENT_GROUPS, eventLabel, personOf } from './event-words.ts';

const COLUMNS: readonly Column<AuditEntry>[] = [
  { title: 'Time', cell: (row) => momentOf(row.timestamp), className: 'md:w-52' },
  { title: 'What', cell: (row) => <span className="font-medium">{eventLabel(row.event)}</span> },
  { title: 'Who', cell: (row) => <span className="[overflow-wrap:anywhere]">{personOf(row)}</span> },
  { title: 'From', cell: (row) => row.ip ?? '', className: 'md:w-36' },
  {
    title: 'Details',
    cell: (row) => <span className="[overflow-wrap:anywhere] text-ink-soft">{detailWords(row.details)}</span>,
    className: 'md:max-w-80',
  },
];

interface Filters {
  readonly event: string;
  /** Part of a name. */
  readonly person: string;
}

interface FilterProps {
  readonly filters: Filters;
  readonly size: number;
  readonly onFilters: (change: Partial<Filters>) => void;
  readonly onSize: (size: number) => void;
}

function AuditFilters({ filters, size, onFilters, onSize }: FilterProps) {
  return (
    <div className="grid gap-3 sm:grid-cols-2 lg:grid-cols-3">
      <SelectField
        label={t`What`}
        value={filters.event}
        onChange={({ target }) => onFilters({ event: target.value })}
      >
        <option value="">
          <Trans>Everything</Trans>
        </option>
        {EVENT_GROUPS.map(({ title, events }) => (
          <optgroup key={title} label={title}>
            {Object.entries(events).map(([name, label]) => (
              <option key={name} value={name}>
                {label}
              </option>
            ))}
          </optgroup>
        ))}
      </SelectField>
      <TextField
        label={t`Who`}
        type="search"
        placeholder={t`Part of a name`}
        autoComplete="off"
        maxLength={80}
        value={filters.person}
        onChange={({ target }) => onFilters({ person: target.value })}
      />
      <RowsField size={size} onSize={onSize} />
    </div>
  );
}

function useActs({ event, person }: Filters, size: number, offset: number) {
  const who = useSettled(person.trim());
  const query = { ...(event === '' ? {} : { event }), ...(who === '' ? {} : { username: who }) };
  const list = useQuery({
    queryKey: ['audit-log', query, size, offset],
    queryFn: () => call(audit.logs, { query: { ...query, limit: size, offset, format: 'json' } }),
    placeholderData: keepPreviousData,
  });
  const csv = () =>
    callForFile(audit.logs, 'text/csv', { query: { ...query, limit: size, offset: 0, format: 'csv' } });
  return { ...list, csv, isFiltered: Object.keys(query).length > 0 };
}

/** Every act, newest first, with filters and download. */
export function AuditLog() {
  const [filters, setFilters] = useState<Filters>({ event: '', person: '' });
  const [size, setSize] = useState(USUAL_ROWS);
  const [offset, setOffset] = useState(0);
  const { data, error, isPending, csv, isFiltered } = useActs(filters, size, offset);
  return (
    <Card className="grid gap-4">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h2 className="text-base font-semibold">
          <Trans>Every entry</Trans>
        </h2>
        <CsvButton ask={csv} fallbackName="audit-log.csv" />
      </div>
      <AuditFilters
        filters={filters}
        size={size}
        onFilters={(change) => {
          setFilters({ ...filters, ...change });
          setOffset(0);
        }}
        onSize={(rows) => {
          setSize(rows);
          setOffset(0);
        }}
      />
      {isPending ? <Loading /> : null}
      {error === null ? null : <Banner tone="bad">{messageOf(error)}</Banner>}
      {data?.total === 0 ? (
        <p className="text-ink-soft">
          {isFiltered
            ? t`Nothing matches these filters.`
            : t`Nothing was changed yet. Adding a node or changing a setting leaves an entry here.`}
        </p>
      ) : null}
      {data === undefined || data.total === 0 ? null : (
        <>
          <Table label={t`Audit trail`} columns={COLUMNS} rows={data.logs} keyOf={(row) => row.id} />
          <Pager total={data.total} offset={offset} size={size} onOffset={setOffset} />
        </>
      )}
    </Card>
  );
}
