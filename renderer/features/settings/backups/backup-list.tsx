import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Download, Trash2 } from 'lucide-react';
import { type Backup, backups } from '../../../../server/contract/backups.ts';
import { buildUrl } from '../../../api/client.ts';
import { Button, IconButton } from '../../../components/button.tsx';
import { Card } from '../../../components/page.tsx';
import { useNow } from '../../../hooks/time.ts';
import { backupFacts, madeAt } from './backup-words.ts';

interface Props {
  readonly backups: readonly Backup[];
  readonly canRestore: boolean;
  readonly onRestore: (backup: Backup) => void;
  readonly onDelete: (backup: Backup) => void;
}

/** Backups that exist, newest first, and what can be done with each. */
export function BackupList({ backups: list, canRestore, onRestore, onDelete }: Props) {
  const now = useNow(30_000);
  return (
    <Card className="grid gap-1">
      <h2 className="text-base font-semibold">
        <Trans>Backups on this computer</Trans>
      </h2>
      <ul className="grid divide-y" aria-label={t`Backups`}>
        {list.map((backup) => {
          const when = madeAt(backup, now);
          return (
            <li
              key={backup.name}
              className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 py-3 last:pb-0"
            >
              <div className="grid min-w-0 flex-1 basis-56 gap-0.5">
                <span className="font-semibold">{when}</span>
                <span className="text-ink-soft">{backupFacts(backup)}</span>
                <span className="text-sm text-ink-soft [overflow-wrap:anywhere]">{backup.name}</span>
              </div>
              <div className="flex flex-wrap items-center gap-2">
                <a
                  href={buildUrl(backups.download.path, { params: { name: backup.name } })}
                  download={backup.name}
                  aria-label={t`Download the backup of ${when}`}
                  className="inline-flex min-h-10 items-center gap-2 rounded-sm border bg-surface-2 px-4 text-sm font-medium transition-colors hover:bg-surface-3"
                >
                  <Download size={17} aria-hidden="true" />
                  <Trans>Download</Trans>
                </a>
                {canRestore ? (
                  <Button aria-label={t`Restore the backup of ${when}`} onClick={() => onRestore(backup)}>
                    <Trans>Restore…</Trans>
                  </Button>
                ) : null}
                <IconButton label={t`Delete the backup of ${when}`} onClick={() => onDelete(backup)}>
                  <Trash2 size={17} aria-hidden="true" />
                </IconButton>
              </div>
            </li>
          );
        })}
      </ul>
    </Card>
  );
}
