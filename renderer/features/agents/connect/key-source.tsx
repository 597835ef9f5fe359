import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../../components/button.tsx';
import { TextField } from '../../../components/field.tsx';
import { isAgentKey } from './client-lines.ts';

/** A key that was made on this page; the server does not know it any more. */
export interface CreatedKey {
  readonly id: number;
  readonly name: string;
  readonly key: string;
}

interface Props {
  readonly created: CreatedKey | null;
  readonly onForget: () => void;
  /** Null while what is typed is no key. */
  readonly onPaste: (key: string | null) => void;
}

/** Which key goes into the lines: the one just made, else one that is pasted. */
export function KeySource({ created, onForget, onPaste }: Props) {
  const [text, setText] = useState('');
  if (created !== null) {
    return (
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2 rounded-md bg-surface-2 px-4 py-2.5">
        <KeyRound size={18} aria-hidden="true" className="shrink-0 text-accent" />
        <p className="min-w-0 flex-1 basis-56 break-words">
          <Trans>The lines hold the key of “{created.name}” until you leave this page.</Trans>
        </p>
        <Button onClick={onForget}>
          <Trans>Use another key</Trans>
        </Button>
      </div>
    );
  }
  const isWrong = text.trim() !== '' && !isAgentKey(text.trim());
  return (
    <TextField
      label={t`Key you already have`}
      placeholder="osc_…"
      autoComplete="off"
      autoCapitalize="none"
      spellCheck={false}
      value={text}
      hint={t`Stays on this page: it is only written into the lines below.`}
      error={isWrong ? t`A key is osc_ and 32 letters and digits.` : undefined}
      onChange={({ target }) => {
        setText(target.value);
        const key = target.value.trim();
        onPaste(isAgentKey(key) ? key : null);
      }}
    />
  );
}
