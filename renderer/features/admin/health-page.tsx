import { useQuery } from '@tanstack/react-query';
import { type LoopState, system } from '../../../server/contract/system.ts';
import { call } from '../../api/client.ts';
import { messageOf } from '../../api/errors.ts';
import { Banner } from '../../components/banner.tsx';
import { Chip, type ChipTone } from '../../components/chip.tsx';
import { type Column, Table } from '../../components/data/table.tsx';
import { Loading } from '../../components/loading.tsx';
import { Card, Page } from '../../components/page.tsx';
import { relativeTime, useNow } from '../../hooks/time.ts';
import { CHECK_NAMES, checkState, figuresOf, lengthWords, loopName } from './health-words.ts';

const EVERY_MS = 15_000;

const OVERALL: Record<string, { readonly tone: ChipTone; readonly text: string }> = {
  healthy: { tone: 'live', text: 'All is well' },
  degraded: { tone: 'warn', text: 'Works, with a problem' },
  unhealthy: { tone: 'bad', text: 'Something is broken' },
};

function Parts() {
  const { data, error } = useQuery({
    queryKey: ['health-detailed'],
    queryFn: () => call(system.detailed),
    refetchInterval: EVERY_MS,
  });
  if (error !== null) return <Banner tone="bad">{messageOf(error)}</Banner>;
  if (data === undefined) return <Loading />;
  const overall = OVERALL[data.status] ?? { tone: 'idle', text: data.status };
  return (
    <Card className="grid gap-3">
      <div className="flex flex-wrap items-center gap-3">
        <h2 className="text-base font-semibold">Parts of the server</h2>
        <Chip tone={overall.tone}>{overall.text}</Chip>
        <span className="text-ink-soft">
          version {data.version}, running for {lengthWords(data.uptime_seconds)}
        </span>
      </div>
      <ul className="divide-y">
        {Object.entries(data.checks).map(([name, check]) => {
          const state = checkState(check.status);
          return (
            <li key={name} className="flex flex-wrap items-center gap-x-4 gap-y-1 py-2.5">
              <span className="min-w-0 basis-44 font-medium">{CHECK_NAMES[name] ?? name}</span>
              <Chip tone={state.tone}>{state.text}</Chip>
              <span className="min-w-0 text-ink-soft">{figuresOf(check)}</span>
            </li>
          );
        })}
      </ul>
    </Card>
  );
}

function loopState(loop: LoopState): { readonly tone: ChipTone; readonly text: string } {
  if (loop.running) return { tone: 'live', text: 'Running now' };
  if (loop.last_error_class !== null) return { tone: 'bad', text: 'Failed last time' };
  return loop.runs === 0 ? { tone: 'idle', text: 'Has not run yet' } : { tone: 'live', text: 'Fine' };
}

function columnsAt(now: number): readonly Column<LoopState>[] {
  const ago = (at: string | null) => (at === null ? 'never' : relativeTime(Date.parse(at), now));
  return [
    { title: 'Task', cell: (loop) => <span className="font-medium">{loopName(loop.name)}</span> },
    {
      title: 'State',
      cell: (loop) => {
        const { tone, text } = loopState(loop);
        return <Chip tone={tone}>{text}</Chip>;
      },
    },
    { title: 'Last run', cell: (loop) => ago(loop.last_run_at) },
    {
      title: 'Took',
      cell: (loop) => (loop.last_duration_ms === null ? '' : `${Math.round(loop.last_duration_ms)} ms`),
    },
    { title: 'Repeats', cell: (loop) => `every ${lengthWords(loop.every_seconds)}` },
    {
      title: 'Failures',
      cell: (loop) =>
        loop.failures === 0
          ? 'none'
          : `${loop.failures} of ${loop.runs}, last ${ago(loop.last_error_at)}${loop.last_error_class === null ? '' : ` (${loop.last_error_class})`}`,
    },
  ];
}

function Loops() {
  const now = useNow(5000);
  const { data, error } = useQuery({
    queryKey: ['loops'],
    queryFn: () => call(system.loops),
    refetchInterval: EVERY_MS,
  });
  return (
    <Card className="grid gap-4">
      <div className="grid gap-0.5">
        <h2 className="text-base font-semibold">Background tasks</h2>
        <p className="text-ink-soft">Work the server does by itself, such as removing old log entries.</p>
      </div>
      {error === null ? null : <Banner tone="bad">{messageOf(error)}</Banner>}
      {data === undefined ? (
        error === null && <Loading />
      ) : (
        <Table
          label="Background tasks"
          columns={columnsAt(now)}
          rows={data.loops}
          keyOf={(loop) => loop.name}
        />
      )}
    </Card>
  );
}

/** How the server fares. */
export function HealthPage() {
  return (
    <Page title="Health" intro="Every part of this server and every task it does by itself.">
      <Parts />
      <Loops />
    </Page>
  );
}
