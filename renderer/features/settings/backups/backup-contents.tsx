import { Trans } from '@lingui/react/macro';
import { Card } from '../../../components/page.tsx';

interface Props {
  /** Where the server keeps its backups. */
  readonly folder: string;
  readonly canRestore: boolean;
}

/** What a backup holds, what it does not, and where to put it. */
export function BackupContents({ folder, canRestore }: Props) {
  return (
    <Card className="grid gap-3">
      <h2 className="text-base font-semibold">
        <Trans>What is in a backup</Trans>
      </h2>
      <p className="max-w-prose text-ink-soft">
        <Trans>
          Accounts, nodes, cameras, groups, settings, incidents with their evidence, and all logs. Recordings
          are not: they are on the nodes.
        </Trans>
      </p>
      <p className="max-w-prose text-ink-soft">
        <Trans>
          Keys are left out on purpose, so that whoever finds a backup cannot use them. On this computer
          nothing is lost by that. On another one, enter the mail password, the secrets of webhooks and the
          key of the AI model again; evidence is then signed with a new key. To take them along, copy the
          folder <code className="font-mono text-ink">secrets</code> beside the backups once to a safe place.
        </Trans>
      </p>
      <p className="max-w-prose text-ink-soft">
        <Trans>
          A backup on the same disk does not help when the disk breaks. Download one now and then to another
          place, and keep it like a key ring: it names people and everything they did here. The files are in{' '}
          <code className="font-mono wrap-anywhere text-ink">{folder}</code>
        </Trans>
      </p>
      {canRestore ? null : (
        <p className="max-w-prose text-ink-soft">
          <Trans>
            To restore one, stop the server on its computer and run{' '}
            <code className="font-mono text-ink">npm run restore -- FILE</code>
          </Trans>
        </p>
      )}
    </Card>
  );
}
