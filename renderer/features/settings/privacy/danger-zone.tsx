import { plural, t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { toast } from 'sonner';
import { danger, RESET_CONFIRMATION } from '../../../../server/contract/settings.ts';
import { call } from '../../../api/client.ts';
import { messageOf } from '../../../api/errors.ts';
import { Banner } from '../../../components/banner.tsx';
import { Button } from '../../../components/button.tsx';
import { ConfirmDialog } from '../../../components/confirm-dialog.tsx';
import { useMe, useSession } from '../../../session/session-context.ts';
import { forgetArrangements } from './forget-browser.ts';

interface ActProps {
  readonly title: string;
  readonly text: string;
  readonly button: string;
  readonly onClick: () => void;
}

function Act({ title, text, button, onClick }: ActProps) {
  return (
    <div className="flex flex-wrap items-center gap-x-6 gap-y-3 py-4">
      <div className="grid min-w-0 flex-1 basis-72 gap-0.5">
        <h3 className="font-semibold">{title}</h3>
        <p className="max-w-prose text-ink-soft">{text}</p>
      </div>
      <Button look="danger" onClick={onClick}>
        {button}
      </Button>
    </div>
  );
}

function Failure({ error }: { readonly error: Error | null }): ReactNode {
  return error === null ? null : <Banner tone="bad">{messageOf(error)}</Banner>;
}

function WipeLogs({ onClose }: { readonly onClose: () => void }) {
  const wipe = useMutation({
    mutationFn: () => call(danger.wipeLogs),
    onSuccess: ({ deleted_logs: logs, deleted_mcp_logs: mcp }) => {
      const views = plural(logs, { one: '# viewing entry', other: '# viewing entries' });
      const calls = plural(mcp, { one: '# entry of AI tools', other: '# entries of AI tools' });
      toast.success(t`Deleted ${views} and ${calls}.`);
      onClose();
    },
  });
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={t`Wipe the logs?`}
      action={t`Wipe logs`}
      busy={wipe.isPending}
      typed={t`wipe logs`}
      onConfirm={() => wipe.mutate()}
    >
      <p>
        <Trans>
          Who watched which camera, and what AI tools did, is deleted for good. The audit trail stays and
          notes this.
        </Trans>
      </p>
      <Failure error={wipe.error} />
    </ConfirmDialog>
  );
}

function FullReset({ onClose }: { readonly onClose: () => void }) {
  const { org_name: place } = useMe();
  const { identity } = useSession();
  const reset = useMutation({
    mutationFn: () => call(danger.fullReset, { body: { confirm: RESET_CONFIRMATION } }),
    onSuccess: () => {
      forgetArrangements();
      // A new page: nothing of what was erased may stay in this one's memory.
      location.replace('/');
    },
  });
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={t`Erase everything of ${place}?`}
      action={reset.isPending ? t`Erasing…` : t`Erase everything`}
      busy={reset.isPending || reset.isSuccess}
      typed={RESET_CONFIRMATION}
      onConfirm={() => reset.mutate()}
    >
      <p>
        <Trans>
          All nodes, cameras, groups, logs and settings are deleted, and every node that can be reached erases
          its recordings.
        </Trans>
      </p>
      {identity.kind === 'local' ? (
        <p>
          <Trans>
            All accounts and backups go, too: you are signed out, and this server starts as on its first day.
          </Trans>
        </p>
      ) : null}
      <p>
        <Trans>Nothing of it can be brought back.</Trans>
      </p>
      {reset.isPending ? (
        <p>
          <Trans>Nodes are being told to erase their recordings. This can take half a minute.</Trans>
        </p>
      ) : null}
      <Failure error={reset.error} />
    </ConfirmDialog>
  );
}

/** What cannot be taken back, each behind a typed confirmation. */
export function DangerZone() {
  const [asking, setAsking] = useState<'wipe' | 'reset' | null>(null);
  const { identity } = useSession();
  const close = () => setAsking(null);
  return (
    <section className="rounded-lg border border-bad bg-surface-1 px-5 pt-5 pb-1">
      <h2 className="text-base font-semibold">
        <Trans>Danger zone</Trans>
      </h2>
      <div className="divide-y">
        <Act
          title={t`Wipe the logs`}
          text={
            identity.kind === 'local'
              ? t`Deletes who watched which camera and what AI tools did.`
              : t`Deletes who watched which camera and what AI tools did. Part of the paid plans.`
          }
          button={t`Wipe logs…`}
          onClick={() => setAsking('wipe')}
        />
        <Act
          title={t`Reset everything`}
          text={t`Deletes all data of this place, here and on its nodes, and begins anew.`}
          button={t`Reset everything…`}
          onClick={() => setAsking('reset')}
        />
      </div>
      {asking === 'wipe' ? <WipeLogs onClose={close} /> : null}
      {asking === 'reset' ? <FullReset onClose={close} /> : null}
    </section>
  );
}
