import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { audit, type StreamAccess } from '../../../../server/contract/audit.ts';
import { call, callForFile } from '../../../api/client.ts';
import type { Column } from '../../../components/data/table.tsx';
import { SelectField, TextField } from '../../../components/field.tsx';
import { useSettled } from '../../../hooks/settled.ts';
import { LogCard } from '../log/log-card.tsx';
import { pageQuery, usePaging } from '../log/paging.ts';
import { momentOf } from '../moment.ts';

type Names = ReadonlyMap<string, string>;

function columnsOf(names: Names): readonly Column<StreamAccess>[] {
  return [
    { title: t`Time`, cell: (row) => momentOf(row.accessed_at), className: 'md:w-52' },
    {
      title: t`Camera`,
      cell: (row) => (
        <span className="[overflow-wrap:anywhere]">{names.get(row.camera_id) ?? row.camera_id}</span>
      ),
    },
    {
      title: t({ message: 'Person', context: 'accounts' }),
      cell: (row) => (
        <span className="[overflow-wrap:anywhere]">
          {row.user_email === '' ? row.user_id : row.user_email}
        </span>
      ),
    },
    { title: t`From`, cell: (row) => row.ip_address ?? t`unknown`, className: 'md:w-40' },
  ];
}

/** Every camera by name; those that only the log still knows, by id. */
function cameraChoices(
  names: Names,
  seen: readonly string[],
): readonly (readonly [id: string, name: string])[] {
  const gone = new Set(seen.filter((id) => id !== '' && !names.has(id)));
  return [...names, ...[...gone].map((id) => [id, t`${id} (removed)`] as const)];
}

interface Filters {
  /** Id of a camera, or empty for all. */
  readonly camera: string;
  /** Part of a name. */
  readonly person: string;
}

interface FilterProps {
  readonly filters: Filters;
  readonly choices: readonly (readonly [id: string, name: string])[];
  readonly onFilters: (change: Partial<Filters>) => void;
}

function WatchingFilters({ filters, choices, onFilters }: FilterProps) {
  return (
    <>
      <SelectField
        label={t`Camera`}
        value={filters.camera}
        onChange={({ target }) => onFilters({ camera: target.value })}
      >
        <option value="">
          <Trans>All cameras</Trans>
        </option>
        {choices.map(([id, name]) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </SelectField>
      <TextField
        label={t({ message: 'Person', context: 'accounts' })}
        type="search"
        placeholder={t`Part of an e-mail`}
        autoComplete="off"
        value={filters.person}
        onChange={({ target }) => onFilters({ person: target.value })}
      />
    </>
  );
}

/** Each view, newest first, with filters and download. */
export function WatchingLog({ names }: { readonly names: Names }) {
  const [filters, setFilters] = useState<Filters>({ camera: '', person: '' });
  const paging = usePaging();
  const { camera } = filters;
  const who = useSettled(filters.person.trim());
  const asked = {
    ...(camera === '' ? {} : { camera_id: camera }),
    ...(who === '' ? {} : { user_id: who }),
  };
  const query = { ...asked, ...pageQuery(paging) };
  const { data, error } = useQuery({
    queryKey: ['stream-log', query],
    queryFn: () => call(audit.streamLogs, { query: { ...query, format: 'json' } }),
    placeholderData: keepPreviousData,
  });
  const isFiltered = Object.keys(asked).length > 0 || paging.days !== undefined;
  return (
    <LogCard
      title={t`Every view`}
      label={t`Views`}
      filters={
        <WatchingFilters
          filters={filters}
          choices={cameraChoices(names, [camera, ...(data?.logs ?? []).map((row) => row.camera_id)])}
          onFilters={(change) => {
            setFilters({ ...filters, ...change });
            paging.restart();
          }}
        />
      }
      paging={paging}
      error={error}
      page={data && { total: data.total, rows: data.logs }}
      columns={columnsOf(names)}
      keyOf={(row) => row.id}
      empty={isFiltered ? t`Nothing matches these filters.` : t`Nobody has watched a camera yet.`}
      csv={() => callForFile(audit.streamLogs, 'text/csv', { query: { ...query, format: 'csv' } })}
      fileName="stream-access-log.csv"
    />
  );
}
