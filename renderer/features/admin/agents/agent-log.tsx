import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { agentActivity, type StoredToolCall } from '../../../../server/contract/agents/activity.ts';
import { call, callForFile } from '../../../api/client.ts';
import { messageOf } from '../../../api/errors.ts';
import { Banner } from '../../../components/banner.tsx';
import { Chip } from '../../../components/chip.tsx';
import { CsvButton } from '../../../components/data/csv-button.tsx';
import { Pager } from '../../../components/data/pager.tsx';
import { type Column, Table } from '../../../components/data/table.tsx';
import { Loading } from '../../../components/loading.tsx';
import { Card } from '../../../components/page.tsx';
import { useSettled } from '../../../hooks/settled.ts';
import { LOG_KEY, LOG_STATS_KEY } from '../../agents/agent-queries.ts';
import { nameOf } from '../../agents/key-name.ts';
import { durationWords } from '../../agents/live/live-calls.ts';
import { useToolCalls } from '../../agents/live/use-tool-calls.ts';
import { USUAL_ROWS } from '../log/rows-field.tsx';
import { momentOf } from '../moment.ts';
import { AgentLogFilters } from './agent-log-filters.tsx';
import { ALL_CALLS, type LogFilters, logQuery, passes } from './agent-log-words.ts';

/** The server stores calls once a second; asking more often would find nothing. */
const ASK_EVERY_MS = 2000;

function columnsOf(isNew: (row: StoredToolCall) => boolean): readonly Column<StoredToolCall>[] {
  return [
    {
      title: 'Time',
      cell: (row) => (
        <span className="inline-flex flex-wrap items-center gap-2">
          {momentOf(row.timestamp)}
          {isNew(row) ? (
            <Chip tone="live">
              <Trans>New</Trans>
            </Chip>
          ) : null}
        </span>
      ),
      className: 'md:w-52',
    },
    {
      title: 'Tool',
      cell: (row) => <span className="font-mono font-medium break-all">{row.tool_name}</span>,
      className: 'md:w-64',
    },
    { title: 'Key', cell: (row) => <span className="[overflow-wrap:anywhere]">{nameOf(row.key_name)}</span> },
    {
      title: 'Outcome',
      cell: (row) =>
        row.status === 'error' ? (
          <Chip tone="bad">
            <Trans>Failed</Trans>
          </Chip>
        ) : (
          <Chip tone="live">
            <Trans>Done</Trans>
          </Chip>
        ),
    },
    { title: 'Took', cell: (row) => (row.duration_ms === null ? '–' : durationWords(row.duration_ms)) },
    {
      title: 'Details',
      cell: (row) => (
        <span className={`[overflow-wrap:anywhere] ${row.error === null ? 'text-ink-soft' : 'text-bad'}`}>
          {row.error ?? row.args_summary ?? ''}
        </span>
      ),
      className: 'md:w-72',
    },
  ];
}

/** Tells rows that came while somebody looks from those that were there when the list was chosen. */
function useNewRows(rows: readonly StoredToolCall[] | undefined, list: string) {
  const first = useRef<{ readonly list: string; readonly last: number } | null>(null);
  const [seen, setSeen] = useState<number | null>(null);
  useEffect(() => {
    if (rows === undefined || first.current?.list === list) return;
    first.current = { list, last: Math.max(0, ...rows.map(({ id }) => id)) };
    setSeen(first.current.last);
  }, [rows, list]);
  return (row: StoredToolCall) => seen !== null && row.id > seen;
}

function useLog(filters: LogFilters, size: number, offset: number) {
  const client = useQueryClient();
  const query = logQuery(filters);
  const log = useQuery({
    queryKey: [...LOG_KEY, query, size, offset],
    queryFn: () => call(agentActivity.logs, { query: { ...query, limit: size, offset, format: 'json' } }),
    placeholderData: keepPreviousData,
  });
  useToolCalls(ASK_EVERY_MS, (calls) => {
    void client.invalidateQueries({ queryKey: LOG_STATS_KEY });
    // Older pages stay as they are while somebody reads them.
    if (offset === 0 && calls.some((told) => passes(filters, told)))
      void client.invalidateQueries({ queryKey: LOG_KEY });
  });
  return log;
}

/** Every stored call, newest first, with filters and download; new ones come by themselves. */
export function AgentLog() {
  const [filters, setFilters] = useState(ALL_CALLS);
  const [size, setSize] = useState(USUAL_ROWS);
  const [offset, setOffset] = useState(0);
  const asked = { ...filters, key: useSettled(filters.key) };
  const { data, error, isPending, isPlaceholderData } = useLog(asked, size, offset);
  const isNew = useNewRows(isPlaceholderData ? undefined : data?.logs, JSON.stringify([asked, size, offset]));
  const csv = () =>
    callForFile(agentActivity.logs, 'text/csv', {
      query: { ...logQuery(asked), limit: size, offset: 0, format: 'csv' },
    });
  return (
    <Card className="grid gap-4">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h2 className="text-base font-semibold">
          <Trans>Every call</Trans>
        </h2>
        <CsvButton ask={csv} fallbackName="mcp-activity-log.csv" />
      </div>
      <AgentLogFilters
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
          {Object.keys(logQuery(asked)).length === 0
            ? t`No agent has called yet.`
            : t`Nothing matches these filters.`}
        </p>
      ) : null}
      {data === undefined || data.total === 0 ? null : (
        <>
          <Table label={t`Calls`} columns={columnsOf(isNew)} rows={data.logs} keyOf={(row) => row.id} />
          <Pager total={data.total} offset={offset} size={size} onOffset={setOffset} />
        </>
      )}
    </Card>
  );
}
