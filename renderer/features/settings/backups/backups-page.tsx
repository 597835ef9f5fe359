import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { DatabaseBackup } from 'lucide-react';
import { useState } from 'react';
import { toast } from 'sonner';
import { type Backup, backups } from '../../../../server/contract/backups.ts';
import { callPatiently } from '../../../api/client.ts';
import { messageOf } from '../../../api/errors.ts';
import { Banner } from '../../../components/banner.tsx';
import { Button } from '../../../components/button.tsx';
import { Loading } from '../../../components/loading.tsx';
import { EmptyState, Page } from '../../../components/page.tsx';
import { formats } from '../../../hooks/format.ts';
import { useNow } from '../../../hooks/time.ts';
import { BackupContents } from './backup-contents.tsx';
import { BackupList } from './backup-list.tsx';
import { backupsQuery, type BackupState } from './backup-queries.ts';
import { ScheduleCard } from './backup-schedule.tsx';
import { failureWords } from './backup-words.ts';
import { DeleteBackupDialog } from './delete-backup-dialog.tsx';
import { RestoreDialog } from './restore-dialog.tsx';

interface Open {
  readonly act: 'restore' | 'delete';
  readonly backup: Backup;
}

function LastFailure({ failure }: { readonly failure: BackupState['last_failure'] }) {
  const now = useNow(30_000);
  if (failure === null) return null;
  const when = formats.moment(Date.parse(failure.at), now);
  const why = failureWords(failure.reason) ?? failure.message;
  return (
    <Banner tone="bad">
      <Trans>
        The last backup failed on {when}. {why}
      </Trans>
    </Banner>
  );
}

function Existing({ state, onOpen }: { readonly state: BackupState; readonly onOpen: (open: Open) => void }) {
  if (state.backups.length === 0) {
    return (
      <EmptyState icon={<DatabaseBackup size={32} />} title={t`No backup yet`}>
        <p>
          <Trans>
            A backup brings everything back after a broken disk or a mistake. The first one is made within
            minutes after the start, and you can make one now.
          </Trans>
        </p>
      </EmptyState>
    );
  }
  return (
    <BackupList
      backups={state.backups}
      canRestore={state.can_restore}
      onRestore={(backup) => onOpen({ act: 'restore', backup })}
      onDelete={(backup) => onOpen({ act: 'delete', backup })}
    />
  );
}

/** Backups of this installation: make, keep, take away and put back. */
export function BackupsPage() {
  const client = useQueryClient();
  const { data: state, error } = useQuery(backupsQuery);
  const [open, setOpen] = useState<Open | null>(null);
  const close = () => setOpen(null);
  const make = useMutation({
    mutationFn: () => callPatiently(backups.create),
    onSuccess: () => toast.success(t`The backup was made and checked.`),
    onSettled: () => client.invalidateQueries({ queryKey: backupsQuery.queryKey }),
  });
  return (
    <Page
      title={t`Backups`}
      intro={t`Copies of everything this server knows, to go back to after a broken disk or a mistake.`}
      action={
        <Button look="primary" busy={make.isPending} onClick={() => make.mutate()}>
          <DatabaseBackup size={18} aria-hidden="true" />
          <Trans>Back up now</Trans>
        </Button>
      }
    >
      {error === null ? null : <Banner tone="bad">{messageOf(error)}</Banner>}
      {make.isError ? <Banner tone="bad">{messageOf(make.error)}</Banner> : null}
      {state === undefined ? null : (
        <>
          {make.isError ? null : <LastFailure failure={state.last_failure} />}
          <Existing state={state} onOpen={setOpen} />
          <ScheduleCard state={state} />
          <BackupContents folder={state.folder} canRestore={state.can_restore} />
        </>
      )}
      {state === undefined && error === null ? <Loading /> : null}
      {open?.act === 'restore' ? <RestoreDialog backup={open.backup} onClose={close} /> : null}
      {open?.act === 'delete' ? <DeleteBackupDialog backup={open.backup} onClose={close} /> : null}
    </Page>
  );
}
