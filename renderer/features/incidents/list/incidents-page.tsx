import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Plus, Siren } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useSearchParams } from 'react-router';
import type { Incident } from '../../../../server/contract/incidents/incidents.ts';
import { messageOf } from '../../../api/errors.ts';
import { camerasQuery } from '../../../api/queries.ts';
import { Banner } from '../../../components/banner.tsx';
import { Button } from '../../../components/button.tsx';
import { Choices } from '../../../components/input/choices.tsx';
import { Loading } from '../../../components/loading.tsx';
import { EmptyState, Page } from '../../../components/page.tsx';
import { formats } from '../../../hooks/format.ts';
import { useNow } from '../../../hooks/time.ts';
import { FileIncidentOnDemand } from '../filing/file-incident-on-demand.tsx';
import { NO_START } from '../filing/incident-draft.ts';
import { countsQuery, incidentsQuery } from '../incident-queries.ts';
import { authorOf } from '../incident-words.ts';
import { usePeople } from '../people.ts';
import { IncidentFigures } from './incident-figures.tsx';
import {
  emptyWords,
  figuresOf,
  type IncidentFilter,
  listed,
  readFilter,
  writeFilter,
} from './incident-filter.ts';
import { IncidentRow } from './incident-row.tsx';

const BY = [
  { value: 'anyone', text: t`Anyone` },
  { value: 'ai', text: t`AI` },
  { value: 'people', text: t`People` },
] as const;

interface FilterProps {
  readonly filter: IncidentFilter;
  readonly onChange: (change: Partial<IncidentFilter>) => void;
}

function Filters({ filter, onChange }: FilterProps) {
  const { data: counts } = useQuery(countsQuery);
  const withCount = (text: string, count: number | undefined) =>
    count === undefined ? text : `${text} (${formats.count(count)})`;
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Choices
        legend={t`Which incidents`}
        options={[
          { value: 'open', text: withCount(t`Open`, counts?.open) },
          { value: 'all', text: withCount(t`All`, counts?.total) },
        ]}
        value={filter.state}
        onChoose={(state) => onChange({ state })}
      />
      <Choices legend={t`Filed by`} options={BY} value={filter.by} onChoose={(by) => onChange({ by })} />
    </div>
  );
}

interface RowsProps {
  readonly incidents: readonly Incident[];
  readonly from: string;
  readonly now: number;
}

function Rows({ incidents, from, now }: RowsProps) {
  const people = usePeople();
  const { data: cameras = [] } = useQuery(camerasQuery);
  const names = useMemo(() => new Map(cameras.map(({ camera_id: id, name }) => [id, name])), [cameras]);
  return (
    <ul aria-label={t`Incidents`} className="divide-y overflow-hidden rounded-lg border bg-surface-1">
      {incidents.map((incident) => (
        <IncidentRow
          key={incident.id}
          incident={incident}
          author={authorOf(incident.created_by, people)}
          camera={incident.camera_id === null ? null : (names.get(incident.camera_id) ?? t`removed camera`)}
          now={now}
          from={from}
        />
      ))}
    </ul>
  );
}

/** What happened and is worth keeping: filed by people and AI agents. */
export function IncidentsPage() {
  const [params, setParams] = useSearchParams();
  const [filing, setFiling] = useState(false);
  const filter = readFilter(params);
  const now = useNow(30_000);
  const found = useInfiniteQuery(incidentsQuery(filter.state));
  const { data: counts } = useQuery(countsQuery);
  const all = useMemo(() => {
    const items = found.data?.pages.flatMap((page) => page.incidents) ?? [];
    // What arrives between two pages moves the later ones on.
    return [...new Map(items.map((incident) => [incident.id, incident])).values()];
  }, [found.data]);
  const shown = useMemo(() => listed(all, filter.by), [all, filter.by]);
  const total = found.data?.pages.at(-1)?.total ?? 0;
  const file = (
    <Button look="primary" onClick={() => setFiling(true)}>
      <Plus size={18} aria-hidden="true" />
      <Trans>New incident</Trans>
    </Button>
  );
  const words = emptyWords(filter);
  // Where none was ever filed, there are no earlier ones to look at.
  const { text } = counts?.total === 0 ? emptyWords({ ...filter, state: 'all' }) : words;
  return (
    <div className="mx-auto grid w-full max-w-5xl grid-cols-[minmax(0,1fr)]">
      <Page
        title={t`Incidents`}
        intro={t`What happened and is worth keeping, the most severe first. Times are those of this device.`}
        action={file}
      >
        <IncidentFigures counts={counts} loaded={found.data && figuresOf(all, now)} />
        <Filters
          filter={filter}
          onChange={(change) => setParams(writeFilter({ ...filter, ...change }), { replace: true })}
        />
        {found.isPending ? <Loading /> : null}
        {found.error === null ? null : <Banner tone="bad">{messageOf(found.error)}</Banner>}
        {found.data !== undefined && shown.length === 0 ? (
          <EmptyState icon={<Siren size={36} />} title={words.title}>
            <p>{text}</p>
          </EmptyState>
        ) : null}
        {shown.length === 0 ? null : <Rows incidents={shown} from={params.toString()} now={now} />}
        {found.hasNextPage ? (
          <div className="flex flex-wrap items-center justify-center gap-3">
            <span className="text-ink-soft">
              <Trans>
                {formats.count(all.length)} of {formats.count(total)} loaded
              </Trans>
            </span>
            <Button busy={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
              <Trans>Load older</Trans>
            </Button>
          </div>
        ) : null}
      </Page>
      <FileIncidentOnDemand start={filing ? NO_START : null} onClose={() => setFiling(false)} />
    </div>
  );
}
