import { plural, t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Link } from 'react-router';
import type { SentinelRun } from '../../../../server/contract/agents/sentinel.ts';
import { agoTime, sinceTime } from '../../../hooks/time.ts';
import { useCameraName } from '../camera-names.ts';
import { OutcomeChip, TriggerMark } from '../run-marks.tsx';
import { durationOf, runSentence, shortened } from '../run-words.ts';
import { isUnderWay } from '../sentinel-queries.ts';

const SUMMARY_MOST = 90;

interface RowProps {
  readonly run: SentinelRun;
  readonly camera: string;
  readonly now: number;
}

function RunRow({ run, camera, now }: RowProps) {
  const at = Date.parse(run.triggered_at);
  const span = isUnderWay(run) ? durationOf(run, now) : null;
  const { tool_call_count: tools } = run;
  return (
    <li data-testid="run" data-run={run.id}>
      <Link to={`?run=${run.id}`} className="grid gap-1.5 px-5 py-3 -outline-offset-2 hover:bg-surface-2">
        <span className="flex flex-wrap items-center justify-between gap-x-3 gap-y-1">
          <OutcomeChip run={run} />
          <time dateTime={run.triggered_at} title={sinceTime(at, now)} className="text-xs text-ink-soft">
            {agoTime(at, now)}
          </time>
        </span>
        <span className="min-w-0 break-words">
          {shortened(runSentence(run), SUMMARY_MOST)}
          {span === null ? null : (
            <span className="text-ink-soft">
              {' '}
              <Trans>For {span} so far.</Trans>
            </span>
          )}
        </span>
        <span className="flex flex-wrap gap-x-4 gap-y-0.5 text-ink-soft">
          <TriggerMark trigger={run.trigger_type} />
          <span className="min-w-0 truncate">{camera}</span>
          <span>{plural(tools, { one: '# tool call', other: '# tool calls' })}</span>
        </span>
      </Link>
    </li>
  );
}

/** The newest runs; those under way tell how long they take. */
export function LatestRuns({ runs, now }: { readonly runs: readonly SentinelRun[]; readonly now: number }) {
  const nameOf = useCameraName();
  return (
    <ul aria-label={t`Latest runs`} className="divide-y">
      {runs.map((run) => (
        <RunRow key={run.id} run={run} camera={nameOf(run.camera_id)} now={now} />
      ))}
    </ul>
  );
}
