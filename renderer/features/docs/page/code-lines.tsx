import { t } from '@lingui/core/macro';
import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import { toast } from 'sonner';
import { IconButton } from '../../../components/button.tsx';
import { withFacts } from '../text/facts.ts';
import { copyText } from './copy.ts';

/** Lines to copy. They wrap on narrow screens; the button copies them as they are. */
export function CodeLines({ text: source }: { readonly text: string }) {
  const text = withFacts(source);
  const [isCopied, setCopied] = useState(false);
  const copy = async () => {
    const isDone = await copyText(text);
    setCopied(isDone);
    if (!isDone) toast.error(t`Copying is blocked here. Select the lines and press Ctrl+C (⌘C on a Mac).`);
  };
  const Icon = isCopied ? Check : Copy;
  return (
    <div className="flex min-w-0 items-start gap-1 rounded-md border bg-surface-2">
      <pre className="min-w-0 flex-1 px-4 py-3 font-mono text-sm wrap-anywhere whitespace-pre-wrap">
        {text}
      </pre>
      <IconButton
        label={isCopied ? t`Copied` : t`Copy these lines`}
        className="m-1 print:hidden"
        onClick={() => void copy()}
        onBlur={() => setCopied(false)}
      >
        <Icon size={16} aria-hidden="true" />
      </IconButton>
    </div>
  );
}
