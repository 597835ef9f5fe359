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
import { Card, Page } from '../../../components/page.tsx';
import { useSettled } from '../../../hooks/settled.ts';
import { momentOf } from '../moment.ts';
import { detailWords, EVENT_GROUPS, eventLabel } from './event-words.ts';

const SIZE = 50;

const COLUMNS: readonly Column<AuditEntry>[] = [
  { title: 'Time', cell: (row) => momentOf(row.timestamp), className: 'md:w-52' },
  { title: 'What', cell: (row) => <span className="font-medium">{eventLabel(row.event)}</span> },
  { title: 'Who', cell: (row) => row.username ?? 'the server itself' },
  { title: 'From', cell: (row) => row.ip ?? '', className: 'md:w-36' },
  {
    title: 'Details',
    cell: (row) => <span className="break-words text-ink-soft">{detailWords(row.details)}</span>,
    className: 'md:max-w-80',
  },
];

interface FilterProps {
  readonly event: string;
  readonly person: string;
  readonly onEvent: (event: string) => void;
  readonly onPerson: (person: string) => void;
}

function Filters({ event, person, onEvent, onPerson }: FilterProps) {
  return (
    <div className="grid gap-3 sm:grid-cols-2 lg:max-w-2xl">
      <SelectField label="What" value={event} onChange={({ target }) => onEvent(target.value)}>
        <option value="">Everything</option>
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
        label="Who"
        type="search"
        placeholder="Part of a name"
        autoComplete="off"
        value={person}
        onChange={({ target }) => onPerson(target.value)}
      />
    </div>
  );
}

/** Who changed what, newest first. */
export function AuditPage() {
  const [event, setEvent] = useState('');
  const [person, setPerson] = useState('');
  const [offset, setOffset] = useState(0);
  const who = useSettled(person.trim());
  const filters = { ...(event === '' ? {} : { event }), ...(who === '' ? {} : { username: who }) };
  const { data, error, isPending } = useQuery({
    queryKey: ['audit-log', filters, offset],
    queryFn: () => call(audit.logs, { query: { ...filters, limit: SIZE, offset, format: 'json' } }),
    placeholderData: keepPreviousData,
  });
  const csv = () =>
    callForFile(audit.logs, 'text/csv', { query: { ...filters, limit: SIZE, offset: 0, format: 'csv' } });
  return (
    <Page
      title="Audit trail"
      intro="Who changed what. Entries cannot be edited; old ones are removed after the retention time."
      action={<CsvButton ask={csv} fallbackName="audit-log.csv" />}
    >
      <Card className="grid gap-4">
        <Filters
          event={event}
          person={person}
          onEvent={(next) => {
            setEvent(next);
            setOffset(0);
          }}
          onPerson={(next) => {
            setPerson(next);
            setOffset(0);
          }}
        />
        {isPending ? <Loading /> : null}
        {error === null ? null : <Banner tone="bad">{messageOf(error)}</Banner>}
        {data?.total === 0 ? (
          <p className="text-ink-soft">
            {Object.keys(filters).length === 0
              ? 'Nothing was changed yet. Adding a node or changing a setting leaves an entry here.'
              : 'Nothing matches these filters.'}
          </p>
        ) : null}
        {data === undefined || data.total === 0 ? null : (
          <>
            <Table label="Audit trail" columns={COLUMNS} rows={data.logs} keyOf={(row) => row.id} />
            <Pager total={data.total} offset={offset} size={SIZE} onOffset={setOffset} />
          </>
        )}
      </Card>
    </Page>
  );
}
