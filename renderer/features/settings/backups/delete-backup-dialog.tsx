import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { toast } from 'sonner';
import { type Backup, backups } from '../../../../server/contract/backups.ts';
import { call } from '../../../api/client.ts';
import { messageOf } from '../../../api/errors.ts';
import { Banner } from '../../../components/banner.tsx';
import { ConfirmDialog } from '../../../components/confirm-dialog.tsx';
import { useNow } from '../../../hooks/time.ts';
import { backupsQuery } from './backup-queries.ts';
import { madeAt } from './backup-words.ts';

interface Props {
  readonly backup: Backup;
  readonly onClose: () => void;
}

/** Asks before a backup is deleted. */
export function DeleteBackupDialog({ backup, onClose }: Props) {
  const client = useQueryClient();
  const now = useNow(30_000);
  const remove = useMutation({
    mutationFn: () => call(backups.remove, { params: { name: backup.name } }),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: backupsQuery.queryKey });
      toast.success(t`The backup was deleted.`);
      onClose();
    },
  });
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={t`Delete the backup of ${madeAt(backup, now)}?`}
      action={t`Delete backup`}
      busy={remove.isPending}
      onConfirm={() => remove.mutate()}
    >
      <p>
        <Trans>The file is gone for good, unless you downloaded it. Nothing else is touched.</Trans>
      </p>
      {remove.isError ? <Banner tone="bad">{messageOf(remove.error)}</Banner> : null}
    </ConfirmDialog>
  );
}
