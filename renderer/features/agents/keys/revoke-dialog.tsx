import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { toast } from 'sonner';
import { type AgentKey, agentKeys } from '../../../../server/contract/agents/keys.ts';
import { call } from '../../../api/client.ts';
import { messageOf } from '../../../api/errors.ts';
import { Banner } from '../../../components/banner.tsx';
import { ConfirmDialog } from '../../../components/confirm-dialog.tsx';
import { agentKeysQuery } from '../agent-queries.ts';
import { nameOf } from '../key-name.ts';

interface Props {
  readonly agentKey: AgentKey;
  readonly onClose: () => void;
  readonly onRevoked: () => void;
}

/** Asks before a key ends. */
export function RevokeDialog({ agentKey, onClose, onRevoked }: Props) {
  const client = useQueryClient();
  const revoke = useMutation({
    mutationFn: () => call(agentKeys.revoke, { params: { key_id: agentKey.id } }),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: agentKeysQuery.queryKey });
      toast.success(t`The key “${nameOf(agentKey.name)}” was revoked.`);
      onRevoked();
      onClose();
    },
  });
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={t`Revoke ${nameOf(agentKey.name)}?`}
      action={t`Revoke key`}
      busy={revoke.isPending}
      onConfirm={() => revoke.mutate()}
    >
      <p>
        <Trans>
          Every client that uses this key is refused from now on, in the middle of its work, until it is given
          another key. What it did so far stays in the log. This cannot be taken back.
        </Trans>
      </p>
      {revoke.isError ? <Banner tone="bad">{messageOf(revoke.error)}</Banner> : null}
    </ConfirmDialog>
  );
}
