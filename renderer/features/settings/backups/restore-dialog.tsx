import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { type Backup, backups, RESTORE_CONFIRMATION } from '../../../../server/contract/backups.ts';
import { system } from '../../../../server/contract/system.ts';
import { call, callPatiently } from '../../../api/client.ts';
import { messageOf } from '../../../api/errors.ts';
import { Banner } from '../../../components/banner.tsx';
import { ConfirmDialog } from '../../../components/confirm-dialog.tsx';
import { useNow } from '../../../hooks/time.ts';
import { madeAt } from './backup-words.ts';

const ASK_EVERY_MS = 1000;

interface Props {
  readonly backup: Backup;
  readonly onClose: () => void;
}

/** Answers when the server that runs now began; a restarted one began later. */
async function startedAt(): Promise<string> {
  return (await call(system.detailed)).started_at;
}

/** Waits for the restarted server, then loads the page anew: nothing in memory belongs to what was restored. */
function useReloadAfterRestart(before: string | undefined): void {
  const { data } = useQuery({
    queryKey: ['restarted', before],
    queryFn: startedAt,
    enabled: before !== undefined,
    refetchInterval: ASK_EVERY_MS,
    retry: false,
  });
  useEffect(() => {
    if (before !== undefined && data !== undefined && data !== before) location.replace('/');
  }, [before, data]);
}

/** Asks before everything is replaced by a backup, and waits for the server to come back. */
export function RestoreDialog({ backup, onClose }: Props) {
  const now = useNow(30_000);
  const restore = useMutation({
    mutationFn: async () => {
      const before = await startedAt();
      const params = { name: backup.name };
      await callPatiently(backups.restore, { params, body: { confirm: RESTORE_CONFIRMATION } });
      return before;
    },
  });
  useReloadAfterRestart(restore.data);
  const when = madeAt(backup, now);
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={t`Go back to ${when}?`}
      action={restore.isSuccess ? t`Restarting…` : t`Restore and restart`}
      busy={restore.isPending || restore.isSuccess}
      typed={RESTORE_CONFIRMATION}
      onConfirm={() => restore.mutate()}
    >
      <p>
        <Trans>
          Everything stored since then is replaced: settings, people, incidents, logs. What is there now is
          kept beside the database under another name. Live video stops for some seconds while the server
          restarts.
        </Trans>
      </p>
      <p>
        <Trans>
          Everybody signs in again, with the password of that time. Nodes added since then have to be added
          again; nodes and keys removed since then work again.
        </Trans>
      </p>
      {restore.isSuccess ? (
        <Banner tone="info">
          <Trans>The server restarts. This page comes back by itself.</Trans>
        </Banner>
      ) : null}
      {restore.isError ? <Banner tone="bad">{messageOf(restore.error)}</Banner> : null}
    </ConfirmDialog>
  );
}
