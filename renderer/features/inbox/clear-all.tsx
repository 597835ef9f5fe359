import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../components/button.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { useClearAll } from './use-clear-all.ts';

/** Empties the inbox of everybody, after asking. For administrators. */
export function ClearAll({ look = 'plain' }: { readonly look?: 'plain' | 'quiet' }) {
  const [asking, setAsking] = useState(false);
  const { clear, isPending } = useClearAll();
  const confirm = () => {
    setAsking(false);
    clear();
  };
  return (
    <>
      <Button look={look} busy={isPending} onClick={() => setAsking(true)}>
        <Trash2 size={16} aria-hidden="true" />
        <Trans>Clear all</Trans>
      </Button>
      <ConfirmDialog
        open={asking}
        onClose={() => setAsking(false)}
        title={t`Clear all notifications?`}
        action={t`Clear all`}
        busy={isPending}
        onConfirm={confirm}
      >
        <p>
          <Trans>The inbox becomes empty for everybody in the organization. This cannot be taken back.</Trans>
        </p>
        <p>
          <Trans>Motion history, recordings and the audit trail stay.</Trans>
        </p>
      </ConfirmDialog>
    </>
  );
}
