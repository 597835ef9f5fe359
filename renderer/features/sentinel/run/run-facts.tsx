import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { SentinelRun } from '../../../../server/contract/agents/sentinel.ts';
import { formats } from '../../../hooks/format.ts';
import { momentOf } from '../../admin/moment.ts';
import { useCameraName } from '../camera-names.ts';
import { TriggerMark } from '../run-marks.tsx';
import { costWords, durationOf } from '../run-words.ts';

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div className="grid min-w-0 content-start gap-0.5">
      <dt className="text-xs text-ink-soft">{name}</dt>
      <dd className="break-words">{children}</dd>
    </div>
  );
}

const RUNNERS = { service: t`Your agent service`, builtin: t`Built-in investigator` } as const;

/** Tokens and what they cost, as far as they are known. */
function Usage({ run }: { readonly run: SentinelRun }) {
  const { input_tokens: read, output_tokens: written, cost } = run;
  return (
    <>
      {read === null && written === null ? null : (
        <Fact name={t`Tokens`}>
          <Trans>
            {formats.count(read ?? 0)} read, {formats.count(written ?? 0)} written
          </Trans>
        </Fact>
      )}
      {cost === null ? null : <Fact name={t`Cost`}>{costWords(cost)}</Fact>}
    </>
  );
}

/** When, why, where and by whom. */
export function RunFacts({ run, now }: { readonly run: SentinelRun; readonly now: number }) {
  const nameOf = useCameraName();
  const { camera_id: camera, runner, model, outcome } = run;
  const span = durationOf(run, now);
  return (
    <dl className="grid grid-cols-2 gap-4 rounded-md bg-surface-2 p-4 sm:grid-cols-3">
      <Fact name={t`Trigger`}>
        <TriggerMark trigger={run.trigger_type} />
      </Fact>
      <Fact name={t`Camera`}>
        {camera === null ? (
          nameOf(null)
        ) : (
          <Link to={`/cameras/${encodeURIComponent(camera)}`} className="text-accent underline">
            {nameOf(camera)}
          </Link>
        )}
      </Fact>
      <Fact name={t`Triggered`}>{momentOf(run.triggered_at)}</Fact>
      {run.started_at === null ? null : <Fact name={t`Begun`}>{momentOf(run.started_at)}</Fact>}
      {run.completed_at === null ? null : <Fact name={t`Ended`}>{momentOf(run.completed_at)}</Fact>}
      {span === null ? null : (
        <Fact name={outcome === 'pending' ? t`Waits for` : outcome === 'running' ? t`Takes so far` : t`Took`}>
          {span}
        </Fact>
      )}
      {runner === null ? null : (
        <Fact name={t`Done by`}>
          {RUNNERS[runner]}
          {model === null ? '' : `, ${model}`}
        </Fact>
      )}
      <Usage run={run} />
    </dl>
  );
}
