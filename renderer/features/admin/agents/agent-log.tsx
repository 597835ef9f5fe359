import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { agentActivity, type StoredToolCall } from '../../../../server/contract/agents/activity.ts';
import { call, callForFile } from '../../../api/client.ts';
import { Chip } from '../../../components/chip.tsx';
import type { Column } from '../../../components/data/table.tsx';
import { formats } from '../../../hooks/format.ts';
import { useSettled } from '../../../hooks/settled.ts';
import { LOG_KEY, LOG_STATS_KEY } from '../../agents/agent-queries.ts';
import { nameOf } from '../../agents/key-name.ts';
import { useToolCalls } from '../../agents/live/use-tool-calls.ts';
import { LogCard } from '../log/log-card.tsx';
import { pageQuery, usePaging } from '../log/paging.ts';
import { momentOf } from '../moment.ts';
import { AgentLogFilters } from './agent-log-filters.tsx';
import { ALL_CALLS, logQuery, passes } from './agent-log-words.ts';

/** The server stores calls once a second; asking more often would find nothing. */
const ASK_EVERY_MS = 2000;

function columnsOf(isNew: (row: StoredToolCall) => boolean): readonly Column<StoredToolCall>[] {
  return [
    {
      title: t`Time`,
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
      title: t`Tool`,
      cell: (row) => <span className="font-mono font-medium break-all">{row.tool_name}</span>,
      className: 'md:w-64',
    },
    {
      title: t({ message: 'Key', context: 'secret' }),
      cell: (row) => <span className="[overflow-wrap:anywhere]">{nameOf(row.key_name)}</span>,
    },
    {
      title: t`Outcome`,
      cell: (row) =>
        row.status === 'error' ? <Chip tone="bad">{t`Failed`}</Chip> : <Chip tone="live">{t`Done`}</Chip>,
    },
    {
      title: t`Took`,
      cell: (row) => (row.duration_ms === null ? '–' : formats.duration(row.duration_ms)),
    },
    {
      title: t`Details`,
      cell: ({ error, args_summary: args }) =>
        error === null && (args ?? '') === '' ? null : (
          <span className={`[overflow-wrap:anywhere] ${error === null ? 'text-ink-soft' : 'text-bad'}`}>
            {error ?? args}
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

/** Every stored call, newest first, with filters and download; new ones come by themselves. */
export function AgentLog() {
  const client = useQueryClient();
  const [filters, setFilters] = useState(ALL_CALLS);
  const paging = usePaging();
  const asked = { ...filters, key: useSettled(filters.key) };
  const query = { ...logQuery(asked), ...pageQuery(paging) };
  const { data, error, isPlaceholderData } = useQuery({
    queryKey: [...LOG_KEY, query],
    queryFn: () => call(agentActivity.logs, { query: { ...query, format: 'json' } }),
    placeholderData: keepPreviousData,
  });
  useToolCalls(ASK_EVERY_MS, (calls) => {
    void client.invalidateQueries({ queryKey: LOG_STATS_KEY });
    // Older pages stay as they are while somebody reads them.
    if (paging.offset === 0 && calls.some((told) => passes(asked, told)))
      void client.invalidateQueries({ queryKey: LOG_KEY });
  });
  const isNew = useNewRows(isPlaceholderData ? undefined : data?.logs, JSON.stringify(query));
  const isFiltered = Object.keys(logQuery(asked)).length > 0 || paging.days !== undefined;
  return (
    <LogCard
      title={t`Every call`}
      label={t`Calls`}
      filters={
        <AgentLogFilters
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
      columns={columnsOf(isNew)}
      keyOf={(row) => row.id}
      empty={isFiltered ? t`Nothing matches these filters.` : t`No agent has called yet.`}
      csv={() => callForFile(agentActivity.logs, 'text/csv', { query: { ...query, format: 'csv' } })}
      fileName="mcp-activity-log.csv"
    />
  );
}
