import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import type { AgentKey } from '../../../../server/contract/agents/keys.ts';
import { READ_TOOLS, TOOL_NAMES } from '../../../../server/contract/agents/tools.ts';
import { ToolPicker } from './tool-picker.tsx';

type Mode = AgentKey['scope_mode'];

const MODES: readonly { readonly mode: Mode; readonly text: string; readonly note: string }[] = [
  {
    mode: 'readonly',
    text: t`Read-only (${READ_TOOLS.length} tools)`,
    note: t`Looks at cameras, recording settings and incidents. Changes nothing.`,
  },
  {
    mode: 'all',
    text: t`All tools (${TOOL_NAMES.length})`,
    note: t`Also files and changes incidents and sets when cameras record.`,
  },
  { mode: 'custom', text: t`Chosen tools`, note: t`You pick each tool.` },
];

interface Props {
  readonly mode: Mode;
  readonly tools: readonly string[];
  readonly error?: string | undefined;
  readonly onMode: (mode: Mode) => void;
  readonly onTools: (tools: readonly string[]) => void;
}

/** What the agent may do. */
export function ScopeField({ mode, tools, error, onMode, onTools }: Props) {
  return (
    <fieldset className="grid min-w-0 gap-1">
      <legend className="pb-1.5 text-sm font-medium">
        <Trans>The agent may use</Trans>
      </legend>
      {MODES.map((choice) => (
        <label key={choice.mode} className="flex min-h-8 items-start gap-2.5 py-1">
          <input
            type="radio"
            name="key-scope"
            className="mt-0.5 size-4 shrink-0 accent-accent"
            checked={mode === choice.mode}
            onChange={() => onMode(choice.mode)}
          />
          <span className="grid min-w-0">
            {choice.text}
            <span className="text-ink-soft">{choice.note}</span>
          </span>
        </label>
      ))}
      {mode === 'custom' ? <ToolPicker value={tools} onChange={onTools} /> : null}
      {error === undefined ? null : (
        <p role="alert" className="text-sm text-bad">
          {error}
        </p>
      )}
    </fieldset>
  );
}
