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
        Clear all
      </Button>
      <ConfirmDialog
        open={asking}
        onClose={() => setAsking(false)}
        title="Clear all notifications?"
        action="Clear all"
        busy={isPending}
        onConfirm={confirm}
      >
        <p>The inbox becomes empty for everybody in the organization. This cannot be taken back.</p>
        <p>Motion history, recordings and the audit trail stay.</p>
      </ConfirmDialog>
    </>
  );
}
