import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { ChevronRight } from 'lucide-react';
import type { SentinelRunDetail } from '../../../../server/contract/agents/sentinel.ts';
import { toolTitle } from '../../agents/catalogue/tool-texts.ts';
import { useCameraName } from '../camera-names.ts';
import { isUnderWay } from '../sentinel-queries.ts';
import { RunPictures } from './run-pictures.tsx';
import { argumentWords, readableResult, shownWords, type TraceEntry } from './trace-words.ts';

const BOX =
  'max-h-72 overflow-auto rounded-sm bg-surface-2 p-3 font-mono text-xs [overflow-wrap:anywhere] whitespace-pre-wrap';

function Text({ label, children }: { readonly label: string; readonly children: string }) {
  return (
    <div className="grid min-w-0 gap-1">
      <span className="text-xs text-ink-soft">{label}</span>
      {/* Long texts scroll; without a tab stop the keyboard could not reach their ends. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <pre tabIndex={0} className={BOX}>
        {children}
      </pre>
    </div>
  );
}

interface EntryProps {
  readonly runId: string;
  readonly entry: TraceEntry;
  readonly step: number;
}

function Entry({ runId, entry, step }: EntryProps) {
  const nameOf = useCameraName();
  const { tool, args, result, pictures = [] } = entry;
  const words = argumentWords(args, nameOf);
  const camera = args['camera_id'];
  return (
    <li className="grid gap-2 border-t py-2.5 first:border-t-0" data-testid="trace-entry">
      <details className="group/step min-w-0">
        <summary className="flex list-none items-start gap-2 rounded-sm py-0.5 hover:bg-surface-2 [&::-webkit-details-marker]:hidden">
          <ChevronRight
            size={16}
            aria-hidden="true"
            className="mt-0.5 shrink-0 text-ink-soft transition-transform group-open/step:rotate-90"
          />
          <span className="grid min-w-0">
            <span className="flex flex-wrap items-baseline gap-x-2">
              <span className="font-medium">
                {step}. {toolTitle(tool)}
              </span>
              <span className="font-mono text-xs break-all text-ink-soft">{tool}</span>
            </span>
            {words === '' ? null : <span className="break-words text-ink-soft">{words}</span>}
          </span>
        </summary>
        <div className="grid grid-cols-[minmax(0,1fr)] gap-3 pt-2 pl-6">
          <Text label={t`Arguments`}>{JSON.stringify(args, null, 2)}</Text>
          <Text label={t`Result`}>{readableResult(result) || t`Nothing`}</Text>
        </div>
      </details>
      {pictures.length === 0 ? null : (
        <div className="pl-6">
          <RunPictures
            runId={runId}
            numbers={pictures}
            of={typeof camera === 'string' ? nameOf(camera) : ''}
          />
        </div>
      )}
    </li>
  );
}

/** Every tool a run used, in order, with what it was given and what came back. */
export function ToolTrace({ run }: { readonly run: SentinelRunDetail }) {
  const { id, tool_trace: trace, tool_call_count: count } = run;
  // The trace arrives in the order of the calls and loses its beginning when it grows too long.
  const first = Math.max(0, count - trace.length) + 1;
  return (
    <section aria-label={t`What it did`} className="grid gap-1">
      <div className="flex flex-wrap items-baseline justify-between gap-x-3">
        <h3 className="font-semibold">
          <Trans>What it did</Trans>
        </h3>
        {trace.length === 0 ? null : <span className="text-xs text-ink-soft">{shownWords(run)}</span>}
      </div>
      {trace.length === 0 ? (
        <p className="text-ink-soft">
          {isUnderWay(run) ? t`The tools it uses are shown when it is done.` : t`No tool call was recorded.`}
        </p>
      ) : (
        <ol className="grid">
          {trace.map((entry, index) => (
            // Entries have no id of their own and never change their place.
            // oxlint-disable-next-line react/no-array-index-key
            <Entry key={index} runId={id} entry={entry} step={first + index} />
          ))}
        </ol>
      )}
    </section>
  );
}
