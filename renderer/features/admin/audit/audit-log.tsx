import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { audit, type AuditEntry } from '../../../../server/contract/audit.ts';
import { call, callForFile } from '../../../api/client.ts';
import { camerasQuery } from '../../../api/queries.ts';
import type { Column } from '../../../components/data/table.tsx';
import { SelectField, TextField } from '../../../components/field.tsx';
import { useSettled } from '../../../hooks/settled.ts';
import { LogCard } from '../log/log-card.tsx';
import { pageQuery, usePaging } from '../log/paging.ts';
import { momentOf } from '../moment.ts';
import { detailWords } from './detail-words.ts';
import { EVENT_GROUPS, eventLabel, personOf } from './event-words.ts';

const columnsOf = (cameraName: (cameraId: string) => string): readonly Column<AuditEntry>[] => [
  { title: t`Time`, cell: (row) => momentOf(row.timestamp), className: 'md:w-52' },
  { title: t`What`, cell: (row) => <span className="font-medium">{eventLabel(row.event)}</span> },
  {
    title: t`Who`,
    cell: (row) => <span className="[overflow-wrap:anywhere]">{personOf(row)}</span>,
    className: 'md:w-60',
  },
  { title: t`From`, cell: (row) => row.ip ?? '', className: 'md:w-36' },
  {
    title: t`Details`,
    cell: ({ details }) => {
      const words = detailWords(details, cameraName);
      return words === '' ? '' : <span className="[overflow-wrap:anywhere] text-ink-soft">{words}</span>;
    },
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
  readonly onFilters: (change: Partial<Filters>) => void;
}

function AuditFilters({ filters, onFilters }: FilterProps) {
  return (
    <>
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
    </>
  );
}

/** Every act, newest first, with filters and download. */
export function AuditLog() {
  const [filters, setFilters] = useState<Filters>({ event: '', person: '' });
  const paging = usePaging();
  const who = useSettled(filters.person.trim());
  const asked = {
    ...(filters.event === '' ? {} : { event: filters.event }),
    ...(who === '' ? {} : { username: who }),
  };
  const query = { ...asked, ...pageQuery(paging) };
  const { data, error } = useQuery({
    queryKey: ['audit-log', query],
    queryFn: () => call(audit.logs, { query: { ...query, format: 'json' } }),
    placeholderData: keepPreviousData,
  });
  const { data: cameras = [] } = useQuery(camerasQuery);
  const isFiltered = Object.keys(asked).length > 0 || paging.days !== undefined;
  return (
    <LogCard
      title={t`Every entry`}
      label={t`Audit trail`}
      filters={
        <AuditFilters
          filters={filters}
          onFilters={(change) => {
            setFilters({ ...filters, ...change });
            paging.restart();
          }}
        />
      }
      paging={paging}
      error={error}
      page={data && { total: data.total, rows: data.logs }}
      columns={columnsOf((id) => cameras.find((camera) => camera.camera_id === id)?.name ?? id)}
      keyOf={(row) => row.id}
      empty={
        isFiltered
          ? t`Nothing matches these filters.`
          : t`Nothing was changed yet. Adding a node or changing a setting leaves an entry here.`
      }
      csv={() => callForFile(audit.logs, 'text/csv', { query: { ...query, format: 'csv' } })}
      fileName="audit-log.csv"
    />
  );
}
