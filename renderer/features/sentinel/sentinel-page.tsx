import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Lock, Play } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { Navigate, NavLink, Route, Routes, useSearchParams } from 'react-router';
import { messageOf } from '../../api/errors.ts';
import { Banner } from '../../components/banner.tsx';
import { Button } from '../../components/button.tsx';
import { Loading } from '../../components/loading.tsx';
import { Card, Page } from '../../components/page.tsx';
import { useMe } from '../../session/session-context.ts';
import { OverviewPanel } from './overview/overview-panel.tsx';
import { PlanBanner } from './plan-banner.tsx';
import { RulesPanel } from './rules/rules-panel.tsx';
import { useRules } from './rules/use-rules.ts';
import { type SentinelAnswer, sentinelQuery } from './sentinel-queries.ts';
import { StatusCard } from './status-card.tsx';

const HistoryPanel = lazy(async () => ({
  default: (await import('./history/history-panel.tsx')).HistoryPanel,
}));
const ModelPanel = lazy(async () => ({ default: (await import('./model/model-panel.tsx')).ModelPanel }));
const RunDrawer = lazy(async () => ({ default: (await import('./run/run-drawer.tsx')).RunDrawer }));
const RunNowDialog = lazy(async () => ({ default: (await import('./run-now-dialog.tsx')).RunNowDialog }));

const SECTIONS = [
  { to: '/sentinel', label: t`Overview` },
  { to: '/sentinel/configure', label: t`Configure` },
  { to: '/sentinel/history', label: t`History` },
  { to: '/sentinel/model', label: t`Model` },
] as const;

function Sections() {
  return (
    <nav aria-label={t`Sentinel AI`} className="flex gap-1 overflow-x-auto border-b">
      {SECTIONS.map(({ to, label }) => (
        <NavLink
          key={to}
          to={to}
          end
          className="-mb-px shrink-0 border-b-2 border-transparent px-3 py-2.5 font-medium text-ink-soft -outline-offset-2 hover:text-ink aria-[current=page]:border-accent aria-[current=page]:text-ink"
        >
          {label}
        </NavLink>
      ))}
    </nav>
  );
}

/** What a member may not see, and why. */
function NoRuns() {
  return (
    <Card className="flex items-start gap-3">
      <Lock size={18} aria-hidden="true" className="mt-0.5 shrink-0 text-ink-soft" />
      <p className="max-w-prose text-ink-soft">
        <Trans>
          You see the rules that Sentinel follows. What it saw and found can show people and places, so runs
          are kept to the administrators of this place; only they change the rules.
        </Trans>
      </p>
    </Card>
  );
}

interface ContentProps {
  readonly answer: SentinelAnswer;
  readonly onShow: (id: string) => void;
}

function Content({ answer, onShow }: ContentProps) {
  const { is_admin: isAdmin } = useMe();
  const [isAsking, setAsking] = useState(false);
  const { rules, change } = useRules(answer);
  const isReadOnly = !isAdmin || answer.plan_gated;
  const part = { rules, isReadOnly, onChange: change };
  return (
    <Page
      title={t`Sentinel AI`}
      intro={t`Looks into motion and new incidents for you, with an AI model of your choice, and writes down what it found.`}
      action={
        isAdmin ? (
          <Button
            look="primary"
            disabled={answer.plan_gated || answer.runner === 'none'}
            onClick={() => setAsking(true)}
          >
            <Play size={16} aria-hidden="true" />
            <Trans>Run now</Trans>
          </Button>
        ) : null
      }
    >
      {answer.plan_gated ? <PlanBanner answer={answer} /> : null}
      <StatusCard answer={answer} {...part} />
      {isAdmin ? <Sections /> : <NoRuns />}
      <Suspense fallback={<Loading />}>
        {isAdmin ? (
          <Routes>
            <Route index element={<OverviewPanel answer={answer} />} />
            <Route path="configure" element={<RulesPanel {...part} />} />
            <Route path="history" element={<HistoryPanel />} />
            <Route path="model" element={<ModelPanel answer={answer} />} />
            <Route path="*" element={<Navigate to="/sentinel" replace />} />
          </Routes>
        ) : (
          <RulesPanel {...part} />
        )}
      </Suspense>
      {isAsking ? (
        <Suspense>
          <RunNowDialog onClose={() => setAsking(false)} onShow={onShow} />
        </Suspense>
      ) : null}
    </Page>
  );
}

/** Sentinel AI: what it does by itself, what it did, and who does the work. */
export function SentinelPage() {
  const { is_admin: isAdmin } = useMe();
  const { data, error } = useQuery(sentinelQuery);
  const [params, setParams] = useSearchParams();
  const shown = params.get('run');
  const show = (id: string | null) =>
    setParams(
      (old) => {
        const next = new URLSearchParams(old);
        if (id === null) next.delete('run');
        else next.set('run', id);
        return next;
      },
      { replace: id === null },
    );
  return (
    <div className="mx-auto grid w-full max-w-6xl grid-cols-[minmax(0,1fr)]">
      {data === undefined ? (
        <Page title={t`Sentinel AI`}>
          {error === null ? <Loading /> : <Banner tone="bad">{messageOf(error)}</Banner>}
        </Page>
      ) : (
        <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
          {error === null ? null : <Banner tone="bad">{messageOf(error)}</Banner>}
          <Content answer={data} onShow={show} />
        </div>
      )}
      {isAdmin && shown !== null ? (
        <Suspense>
          <RunDrawer id={shown} onClose={() => show(null)} />
        </Suspense>
      ) : null}
    </div>
  );
}
