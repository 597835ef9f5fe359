import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { toast } from 'sonner';
import { type IntegrationKey, integrationKeys } from '../../../../server/contract/integration/integration.ts';
import { call } from '../../../api/client.ts';
import { messageOf } from '../../../api/errors.ts';
import { Banner } from '../../../components/banner.tsx';
import { ConfirmDialog } from '../../../components/confirm-dialog.tsx';
import { integrationKeysQuery } from './integration-queries.ts';

interface Props {
  readonly integrationKey: IntegrationKey;
  readonly onClose: () => void;
}

/** Asks before a key ends. */
export function RevokeDialog({ integrationKey: { id, name }, onClose }: Props) {
  const client = useQueryClient();
  const revoke = useMutation({
    mutationFn: () => call(integrationKeys.revoke, { params: { key_id: id } }),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: integrationKeysQuery.queryKey });
      toast.success(t`The key “${name}” was revoked.`);
      onClose();
    },
  });
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={t`Revoke ${name}?`}
      action={t`Revoke key`}
      busy={revoke.isPending}
      onConfirm={() => revoke.mutate()}
    >
      <p>
        <Trans>
          The Home Assistant that uses this key loses access at once: its cameras become unavailable, its
          motion sensors stop, and it asks for another key. This cannot be taken back.
        </Trans>
      </p>
      {revoke.isError ? <Banner tone="bad">{messageOf(revoke.error)}</Banner> : null}
    </ConfirmDialog>
  );
}
