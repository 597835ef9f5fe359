import { t } from '@lingui/core/macro';
import { Check, Copy } from 'lucide-react';
import { useRef, useState } from 'react';
import { Button } from './button.tsx';

/** The old way of copying, for pages on plain http where the clipboard interface is missing. */
function copySelected(area: HTMLTextAreaElement): boolean {
  area.focus();
  area.select();
  return document.execCommand('copy');
}

async function copyFrom(area: HTMLTextAreaElement): Promise<boolean> {
  if ('clipboard' in navigator) {
    try {
      await navigator.clipboard.writeText(area.value);
      return true;
    } catch {
      // Refused; the old way may still work.
    }
  }
  return copySelected(area);
}

interface Props {
  readonly label: string;
  readonly text: string;
  readonly rows?: number;
  /** What happened last is also told to the caller, e.g. to allow closing a dialog. */
  readonly onCopied?: () => void;
}

const NOTES = {
  idle: '',
  done: t`Copied.`,
  failed: t`Copying is blocked here. The text is selected: press Ctrl+C (⌘C on a Mac).`,
};

/** Text to be taken elsewhere, in a selectable box with a copy button that works without https. */
export function CopyText({ label, text, rows = 1, onCopied }: Props) {
  const area = useRef<HTMLTextAreaElement>(null);
  const [state, setState] = useState<keyof typeof NOTES>('idle');
  const copy = async () => {
    if (area.current === null) return;
    const done = await copyFrom(area.current);
    if (!done) area.current.select();
    setState(done ? 'done' : 'failed');
    if (done) onCopied?.();
  };
  const Icon = state === 'done' ? Check : Copy;
  return (
    <div className="grid gap-1.5">
      <div className="text-sm font-medium">{label}</div>
      <div className="flex items-start gap-2">
        <textarea
          ref={area}
          readOnly
          rows={rows}
          value={text}
          aria-label={label}
          spellCheck={false}
          onFocus={(event) => event.target.select()}
          className="field-sizing-content min-h-10 w-full min-w-0 resize-none rounded-sm border border-line bg-surface-2 px-3 py-2 font-mono text-sm break-all"
        />
        <Button
          onClick={() => void copy()}
          aria-label={state === 'done' ? t`Copied: ${label}` : t`Copy: ${label}`}
        >
          <Icon size={16} aria-hidden="true" />
          <span className="hidden sm:inline">{state === 'done' ? t`Copied` : t`Copy`}</span>
        </Button>
      </div>
      <output className="text-sm text-ink-soft empty:hidden">{NOTES[state]}</output>
    </div>
  );
}
