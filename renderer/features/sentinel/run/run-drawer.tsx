import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Siren, X } from 'lucide-react';
import { Dialog } from 'radix-ui';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { SentinelRunDetail } from '../../../../server/contract/agents/sentinel.ts';
import { hasStatus, messageOf } from '../../../api/errors.ts';
import { Banner } from '../../../components/banner.tsx';
import { Loading } from '../../../components/loading.tsx';
import { useNow } from '../../../hooks/time.ts';
import { momentOf } from '../../admin/moment.ts';
import { OutcomeChip } from '../run-marks.tsx';
import { runSentence } from '../run-words.ts';
import { isUnderWay, runQuery } from '../sentinel-queries.ts';
import { RunFacts } from './run-facts.tsx';
import { ToolTrace } from './tool-trace.tsx';

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section aria-label={title} className="grid gap-1">
      <h3 className="font-semibold">{title}</h3>
      {children}
    </section>
  );
}

function RunReport({ run }: { readonly run: SentinelRunDetail }) {
  const now = useNow(isUnderWay(run) ? 1000 : 60_000);
  const { incident_id: incident, manual_prompt: prompt } = run;
  return (
    <>
      <div className="flex flex-wrap items-center gap-3">
        <OutcomeChip run={run} />
        {incident === null ? null : (
          <Link
            to={`/incidents/${incident}`}
            className="inline-flex min-h-10 items-center gap-2 font-medium text-accent underline"
          >
            <Siren size={16} aria-hidden="true" />
            <Trans>Open incident {incident}</Trans>
          </Link>
        )}
      </div>
      <RunFacts run={run} now={now} />
      {prompt === null || prompt === '' ? null : (
        <Part title={t`It was asked`}>
          <blockquote className="border-l-3 border-line-strong pl-4 break-words whitespace-pre-wrap">
            {prompt}
          </blockquote>
        </Part>
      )}
      <Part title={isUnderWay(run) ? t`Now` : t`What it found`}>
        <p className="break-words whitespace-pre-wrap">{runSentence(run)}</p>
      </Part>
      <ToolTrace run={run} />
    </>
  );
}

interface Props {
  readonly id: string;
  readonly onClose: () => void;
}

/** One run at the side of the page: what started it, what it did and what came of it. */
export function RunDrawer({ id, onClose }: Props) {
  const { data, error } = useQuery({
    ...runQuery(id),
    retry: (failures, reason) => failures < 2 && !hasStatus(reason, 404),
  });
  const problem = hasStatus(error, 404) ? t`This run is not here.` : messageOf(error);
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 animate-fade bg-scrim" />
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed inset-y-0 right-0 z-50 flex w-full max-w-2xl animate-fade flex-col border-l bg-surface-1"
        >
          <div className="flex items-center gap-3 border-b py-2 pr-2 pl-5">
            <Dialog.Title className="min-w-0 flex-1 truncate text-lg font-semibold">
              {data === undefined ? t`Run` : t`Run of ${momentOf(data.triggered_at)}`}
            </Dialog.Title>
            <Dialog.Close
              aria-label={t`Close`}
              className="inline-flex size-10 shrink-0 items-center justify-center rounded-sm text-ink-soft hover:bg-surface-2 hover:text-ink"
            >
              <X size={18} aria-hidden="true" />
            </Dialog.Close>
          </div>
          <div className="grid min-h-0 flex-1 grid-cols-[minmax(0,1fr)] content-start gap-5 overflow-y-auto p-5">
            {data === undefined ? error === null ? <Loading /> : null : <RunReport run={data} />}
            {error === null ? null : <Banner tone="bad">{problem}</Banner>}
          </div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
