import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Stethoscope } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'react-router';
import type { LoopState } from '../../../server/contract/system.ts';
import { messageOf } from '../../api/errors.ts';
import { Banner } from '../../components/banner.tsx';
import { Chip } from '../../components/chip.tsx';
import { type Column, Table } from '../../components/data/table.tsx';
import { Choices } from '../../components/input/choices.tsx';
import { Loading } from '../../components/loading.tsx';
import { Card, Page } from '../../components/page.tsx';
import { formats } from '../../hooks/format.ts';
import { agoTime, useNow } from '../../hooks/time.ts';
import { healthQuery, loopsQuery } from './health-queries.ts';
import { figuresOf, partName, taskName } from './health-names.ts';
import { checkState, everyWords, lengthWords, loopState, overallState, worstFirst } from './health-words.ts';

type Shown = 'all' | 'failed';
const SHOWN = [
  { value: 'all', text: t`All` },
  { value: 'failed', text: t`With failures` },
] as const;

function Parts() {
  const { data, error } = useQuery(healthQuery);
  if (error !== null) return <Banner tone="bad">{messageOf(error)}</Banner>;
  if (data === undefined) return <Loading />;
  const overall = overallState(data.status);
  return (
    <Card className="grid gap-3">
      <div className="flex flex-wrap items-center gap-3">
        <h2 className="text-base font-semibold">
          <Trans>Parts of the server</Trans>
        </h2>
        <Chip tone={overall.tone}>{overall.text}</Chip>
        <span className="text-ink-soft">
          <Trans>
            version {data.version}, running for {lengthWords(data.uptime_seconds)}
          </Trans>
        </span>
      </div>
      <ul className="divide-y">
        {Object.entries(data.checks).map(([name, check]) => {
          const state = checkState(check.status);
          return (
            <li key={name} className="flex flex-wrap items-center gap-x-4 gap-y-1 py-2.5">
              <span className="min-w-0 basis-44 font-medium">{partName(name)}</span>
              <Chip tone={state.tone}>{state.text}</Chip>
              <span className="min-w-0 text-ink-soft">{figuresOf(check)}</span>
            </li>
          );
        })}
      </ul>
    </Card>
  );
}

function failureWords({ failures, runs, last_error_class: error }: LoopState, last: string): string {
  const count = formats.count(failures);
  const all = formats.count(runs);
  return error === null
    ? t`${count} of ${all}, last ${last}`
    : t`${count} of ${all}, last ${last} (${error})`;
}

function columnsAt(now: number): readonly Column<LoopState>[] {
  const ago = (at: string | null) => (at === null ? t`never` : agoTime(Date.parse(at), now));
  return [
    { title: t`Task`, cell: (loop) => <span className="font-medium">{taskName(loop.name)}</span> },
    {
      title: t`State`,
      cell: (loop) => {
        const { tone, text } = loopState(loop);
        return <Chip tone={tone}>{text}</Chip>;
      },
    },
    { title: t`Last run`, cell: (loop) => ago(loop.last_run_at) },
    {
      title: t`Took`,
      cell: (loop) => (loop.last_duration_ms === null ? '' : formats.duration(loop.last_duration_ms)),
    },
    { title: t`Repeats`, cell: (loop) => everyWords(loop.every_seconds) },
    {
      title: t`Failures`,
      cell: (loop) => (loop.failures === 0 ? t`none` : failureWords(loop, ago(loop.last_error_at))),
    },
  ];
}

function Loops() {
  const now = useNow(5000);
  const [shown, setShown] = useState<Shown>('all');
  const { data, error } = useQuery(loopsQuery);
  const loops = worstFirst(data?.loops ?? []).filter(({ failures }) => shown === 'all' || failures > 0);
  return (
    <Card className="grid gap-4">
      <div className="flex flex-wrap items-end justify-between gap-3">
        <div className="grid gap-0.5">
          <h2 className="text-base font-semibold">
            <Trans>Background tasks</Trans>
          </h2>
          <p className="text-ink-soft">
            <Trans>Work the server does by itself, such as removing old log entries.</Trans>
          </p>
        </div>
        <Choices<Shown> legend={t`Tasks shown`} options={SHOWN} value={shown} onChoose={setShown} />
      </div>
      {error === null ? null : <Banner tone="bad">{messageOf(error)}</Banner>}
      {data === undefined && error === null ? <Loading /> : null}
      {data !== undefined && loops.length === 0 ? (
        <p className="text-ink-soft">
          <Trans>No task has failed since the server started.</Trans>
        </p>
      ) : null}
      {loops.length === 0 ? null : (
        <Table
          label={t`Background tasks`}
          columns={columnsAt(now)}
          rows={loops}
          keyOf={(loop) => loop.name}
        />
      )}
    </Card>
  );
}

function VideoTest() {
  return (
    <Card className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
      <div className="grid min-w-0 gap-0.5">
        <h2 className="text-base font-semibold">
          <Trans>Test the video of a camera</Trans>
        </h2>
        <p className="text-ink-soft">
          <Trans>
            Shows what the player measures while it plays: useful when a picture stutters or does not come.
          </Trans>
        </p>
      </div>
      <Link
        to="/test-hls"
        className="inline-flex min-h-10 items-center gap-2 rounded-sm border border-line bg-surface-2 px-4 font-medium text-ink hover:bg-surface-3"
      >
        <Stethoscope size={16} aria-hidden="true" />
        <Trans>Test video</Trans>
      </Link>
    </Card>
  );
}

/** How the server fares. */
export function HealthPage() {
  return (
    <Page title={t`Health`} intro={t`Every part of this server and every task it does by itself.`}>
      <Parts />
      <Loops />
      <VideoTest />
    </Page>
  );
}
