import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { CircleCheck, CircleX } from 'lucide-react';
import type { ToolCall } from '../../../../server/contract/agents/activity.ts';
import { formats } from '../../../hooks/format.ts';
import { sinceTime } from '../../../hooks/time.ts';
import { toolTitle } from '../catalogue/tool-texts.ts';
import { nameOf } from '../key-name.ts';

interface Props {
  readonly call: ToolCall;
  /** Milliseconds. */
  readonly now: number;
}

/** One tool call: when, which tool with what, by whom, and how it ended. */
export function CallRow({ call, now }: Props) {
  const isError = call.status === 'error';
  const Icon = isError ? CircleX : CircleCheck;
  return (
    <li className="flex animate-fade gap-3 border-b px-1 py-2.5 last:border-0">
      <Icon size={18} aria-hidden="true" className={`mt-px shrink-0 ${isError ? 'text-bad' : 'text-live'}`} />
      <span className="sr-only">{isError ? t`Failed:` : t`Done:`}</span>
      <div className="grid min-w-0 flex-1 gap-0.5">
        <div className="flex flex-wrap items-baseline justify-between gap-x-4">
          <span className="flex min-w-0 flex-wrap items-baseline gap-x-2">
            <span className="font-semibold">{toolTitle(call.tool_name)}</span>
            <span className="font-mono text-xs break-all text-ink-soft">{call.tool_name}</span>
          </span>
          <span className="text-xs text-ink-soft">
            {sinceTime(call.timestamp * 1000, now)} · {formats.duration(call.duration_ms)}
          </span>
        </div>
        {call.args_summary === undefined ? null : (
          <span className="font-mono text-xs [overflow-wrap:anywhere] text-ink-soft">
            {call.args_summary}
          </span>
        )}
        {call.error === undefined ? null : (
          <span className="[overflow-wrap:anywhere] text-bad">{call.error}</span>
        )}
        <span className="text-xs [overflow-wrap:anywhere] text-ink-soft">
          <Trans>by {nameOf(call.key_name)}</Trans>
        </span>
      </div>
    </li>
  );
}
