import { plural, t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Search } from 'lucide-react';
import { Link, useSearchParams } from 'react-router';
import { type SentinelRun, TRIGGERS } from '../../../../server/contract/agents/sentinel.ts';
import { messageOf } from '../../../api/errors.ts';
import { Banner } from '../../../components/banner.tsx';
import { Pager } from '../../../components/data/pager.tsx';
import { type Column, Table } from '../../../components/data/table.tsx';
import { Choices } from '../../../components/input/choices.tsx';
import { Loading } from '../../../components/loading.tsx';
import { Card } from '../../../components/page.tsx';
import { formats } from '../../../hooks/format.ts';
import { momentOf } from '../../admin/moment.ts';
import { useCameraName } from '../camera-names.ts';
import { OutcomeChip, TriggerMark } from '../run-marks.tsx';
import { runSentence, shortened, TRIGGER_WORDS } from '../run-words.ts';
import { PAGE } from '../sentinel-queries.ts';
import { type HistoryFilter, PERIODS, readFilter, writeFilter } from './history-filter.ts';
import { type History, useHistory } from './use-history.ts';

const SUMMARY_MOST = 140;
const BOX = 'min-h-10 min-w-0 rounded-sm border border-line-strong bg-surface-1 px-3';

interface FilterProps {
  readonly filter: HistoryFilter;
  readonly onChange: (change: Partial<HistoryFilter>) => void;
}

function Filters({ filter, onChange }: FilterProps) {
  return (
    <search className="flex flex-wrap items-center gap-2">
      <Choices
        legend={t`Period`}
        options={PERIODS}
        value={filter.period}
        onChoose={(period) => onChange({ period })}
      />
      <select
        aria-label={t`Trigger`}
        value={filter.trigger}
        onChange={({ target }) => onChange({ trigger: target.value })}
        className={BOX}
      >
        <option value="">
          <Trans>All triggers</Trans>
        </option>
        {TRIGGERS.map((trigger) => (
          <option key={trigger} value={trigger}>
            {TRIGGER_WORDS[trigger]}
          </option>
        ))}
      </select>
      <span className="relative min-w-0 flex-1 basis-64">
        <Search
          size={16}
          aria-hidden="true"
          className="pointer-events-none absolute top-1/2 left-3 -translate-y-1/2 text-ink-soft"
        />
        <input
          type="search"
          aria-label={t`Search`}
          placeholder={t`Camera, trigger or words of the summary`}
          value={filter.search}
          onChange={({ target }) => onChange({ search: target.value })}
          className={`${BOX} w-full pl-9 placeholder:text-ink-soft`}
        />
      </span>
    </search>
  );
}

function columnsOf(
  nameOf: (id: string | null) => string,
  linkOf: (run: SentinelRun) => string,
): readonly Column<SentinelRun>[] {
  return [
    {
      title: t`When`,
      className: 'md:w-48 md:whitespace-nowrap',
      cell: (run) => (
        <Link to={linkOf(run)} className="font-medium text-accent hover:underline">
          {momentOf(run.triggered_at)}
        </Link>
      ),
    },
    {
      title: t`Trigger`,
      className: 'md:whitespace-nowrap',
      cell: ({ trigger_type: trigger }) => <TriggerMark trigger={trigger} />,
    },
    { title: t`Camera`, className: 'md:max-w-40 break-words', cell: (run) => nameOf(run.camera_id) },
    { title: t`Tools`, className: 'md:text-right', cell: (run) => run.tool_call_count },
    {
      title: t`Outcome`,
      className: 'md:w-1/2',
      cell: (run) => (
        <div className="grid justify-items-start gap-1">
          <OutcomeChip run={run} />
          <span className="break-words text-ink-soft">{shortened(runSentence(run), SUMMARY_MOST)}</span>
        </div>
      ),
    },
  ];
}

function Found({ history: { total, searched } }: { readonly history: History }) {
  if (searched === null) return null;
  const { through, of } = searched;
  const found = formats.count(total);
  return (
    <output className="text-ink-soft">
      {plural(through, { one: `${found} of # run found.`, other: `${found} of # runs found.` })}{' '}
      {through < of
        ? t`Only the newest ${formats.count(through)} of ${formats.count(of)} were searched.`
        : null}
    </output>
  );
}

/** Every run, to be searched and paged through. */
export function HistoryPanel() {
  const [params, setParams] = useSearchParams();
  const filter = readFilter(params);
  const nameOf = useCameraName();
  const { history, error } = useHistory(filter);
  const show = (change: Partial<HistoryFilter>) =>
    setParams(writeFilter({ ...filter, offset: 0, ...change }), { replace: true });
  const linkOf = ({ id }: SentinelRun) => {
    const next = new URLSearchParams(params);
    next.set('run', id);
    return `?${next.toString()}`;
  };
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <Filters filter={filter} onChange={show} />
      {error === null ? null : <Banner tone="bad">{messageOf(error)}</Banner>}
      {history === undefined && error === null ? <Loading /> : null}
      {history === undefined ? null : (
        <Card className="grid gap-4">
          <Found history={history} />
          {history.rows.length === 0 ? (
            <p className="py-6 text-center text-ink-soft">
              {history.searched === null ? t`No run in this time.` : t`No run holds these words.`}
            </p>
          ) : (
            <Table
              label={t`Runs`}
              columns={columnsOf(nameOf, linkOf)}
              rows={history.rows}
              keyOf={({ id }) => id}
            />
          )}
          <Pager
            total={history.total}
            offset={filter.offset}
            size={PAGE}
            onOffset={(offset) => show({ offset })}
          />
        </Card>
      )}
    </div>
  );
}
