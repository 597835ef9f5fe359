import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { audit, type StreamAccess } from '../../../../server/contract/audit.ts';
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

function columnsOf(names: ReadonlyMap<string, string>): readonly Column<StreamAccess>[] {
  return [
    { title: 'Time', cell: (row) => momentOf(row.accessed_at), className: 'md:w-52' },
    { title: 'Camera', cell: (row) => names.get(row.camera_id) ?? row.camera_id },
    { title: 'Person', cell: (row) => (row.user_email === '' ? row.user_id : row.user_email) },
    { title: 'From', cell: (row) => row.ip_address ?? 'unknown', className: 'md:w-40' },
  ];
}

/** Every camera by name; those that only the log still knows, by id. */
function cameraChoices(
  names: ReadonlyMap<string, string>,
  seen: readonly string[],
): readonly (readonly [id: string, name: string])[] {
  const gone = new Set(seen.filter((id) => id !== '' && !names.has(id)));
  return [...names, ...[...gone].map((id) => [id, `${id} (removed)`] as const)];
}

/** Each view, newest first, with filters and download. */
export function WatchingLog({ names }: { readonly names: ReadonlyMap<string, string> }) {
  const [camera, setCamera] = useState('');
  const [person, setPerson] = useState('');
  const [size, setSize] = useState(USUAL_ROWS);
  const [offset, setOffset] = useState(0);
  const who = useSettled(person.trim());
  const filters = {
    ...(camera === '' ? {} : { camera_id: camera }),
    ...(who === '' ? {} : { user_id: who }),
  };
  const { data, error, isPending } = useQuery({
    queryKey: ['stream-log', filters, size, offset],
    queryFn: () => call(audit.streamLogs, { query: { ...filters, limit: size, offset, format: 'json' } }),
    placeholderData: keepPreviousData,
  });
  const choices = cameraChoices(names, [camera, ...(data?.logs ?? []).map((row) => row.camera_id)]);
  const csv = () =>
    callForFile(audit.streamLogs, 'text/csv', {
      query: { ...filters, limit: size, offset: 0, format: 'csv' },
    });
  const filtered = camera !== '' || who !== '';
  return (
    <Card className="grid gap-4">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h2 className="text-base font-semibold">
          <Trans>Every view</Trans>
        </h2>
        <CsvButton ask={csv} fallbackName="stream-access-log.csv" />
      </div>
      <div className="grid gap-3 sm:grid-cols-2 lg:grid-cols-3">
        <SelectField
          label={t`Camera`}
          value={camera}
          onChange={({ target }) => {
            setCamera(target.value);
            setOffset(0);
          }}
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
          label={t`Person`}
          type="search"
          placeholder={t`Part of an e-mail`}
          autoComplete="off"
          value={person}
          onChange={({ target }) => {
            setPerson(target.value);
            setOffset(0);
          }}
        />
        <RowsField
          size={size}
          onSize={(rows) => {
            setSize(rows);
            setOffset(0);
          }}
        />
      </div>
      {isPending ? <Loading /> : null}
      {error === null ? null : <Banner tone="bad">{messageOf(error)}</Banner>}
      {data?.total === 0 ? (
        <p className="text-ink-soft">
          {filtered ? t`Nothing matches these filters.` : t`Nobody has watched a camera yet.`}
        </p>
      ) : null}
      {data === undefined || data.total === 0 ? null : (
        <>
          <Table label={t`Views`} columns={columnsOf(names)} rows={data.logs} keyOf={(row) => row.id} />
          <Pager total={data.total} offset={offset} size={size} onOffset={setOffset} />
        </>
      )}
    </Card>
  );
}
